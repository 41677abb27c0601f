/** Reads a simple counted register from a spreadsheet: who or what counts, of which organisation, and when it was done. */
import { foldColumnName } from "../../formats/column-name.ts";
import { calendarDay } from "../calendar-day.ts";
import { namedRows } from "../named-rows.ts";
import type { CountedEntry } from "./counted-register.ts";

const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  key: ["key", "mã", "mã số", "số hiệu", "id"],
  label: ["label", "name", "tên", "họ tên", "họ và tên", "nội dung"],
  holder: ["holder", "organisation", "đơn vị", "thư viện", "nơi công tác"],
  doneOn: ["done", "done on", "ngày hoàn thành", "ngày đạt", "hoàn thành"],
  from: ["from", "từ ngày"],
  until: ["until", "đến ngày"],
};

/** A row that cannot be used. */
export interface RejectedCount {
  readonly row: number;
  readonly code: "REG-REQ" | "REG-DUP" | "REG-COL";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What a file holds; found = entries + rejected. */
export interface CountedReading {
  readonly found: number;
  readonly entries: readonly CountedEntry[];
  readonly rejected: readonly RejectedCount[];
}

const COLUMN_OF = new Map(
  Object.entries(HEADINGS).flatMap(([column, names]) => names.map((name) => [foldColumnName(name), column])),
);

/** Read it. @throws {InputError} REG-FILE, REG-HEADING */
export async function readCounted(bytes: Uint8Array): Promise<CountedReading> {
  const columnOf = (heading: string) => COLUMN_OF.get(foldColumnName(heading));
  const { rows, places } = await namedRows(bytes, { columnOf, required: ["key", "label"] });
  const entries: CountedEntry[] = [];
  const rejected: RejectedCount[] = [];
  const firstRows = new Map<string, number>();
  rows.forEach((cells, index) => {
    const row = places[index]?.row ?? 0;
    const key = cells["key"] ?? "";
    const problem = problemOf(cells, firstRows.get(key));
    if (problem) {
      rejected.push({ row, ...problem });
      return;
    }
    firstRows.set(key, row);
    const day = (column: string) => calendarDay(cells[column] ?? "") ?? undefined;
    const label = cells["label"] ?? "";
    entries.push({ key, label, holder: cells["holder"] ?? "", doneOn: day("doneOn"), from: day("from"), until: day("until") });
  });
  return { found: rows.length, entries, rejected };
}

function problemOf(
  cells: Readonly<Record<string, string>>,
  firstRow: number | undefined,
): Omit<RejectedCount, "row"> | undefined {
  const key = cells["key"] ?? "";
  if (key === "") return { code: "REG-REQ", facts: { column: "key" } };
  if (firstRow !== undefined) return { code: "REG-DUP", facts: { shelfmark: key, firstRow } };
  const odd = ["doneOn", "from", "until"].find((column) => calendarDay(cells[column] ?? "") === null);
  return odd === undefined ? undefined : { code: "REG-COL", facts: { column: odd, value: cells[odd] ?? "", shelfmark: key } };
}
