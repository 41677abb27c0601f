/**
 * Reads organisations from a spreadsheet, one row for one time of an organisation: a province that changed its name has two rows
 * with one code, and each row says from when until when it holds.
 */
import { foldColumnName } from "../../formats/column-name.ts";
import { calendarDay } from "../calendar-day.ts";
import { type NamedRow, namedRows } from "../named-rows.ts";

const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  id: ["id", "mã", "mã đơn vị", "code"],
  name: ["name", "tên", "tên đơn vị", "đơn vị"],
  kind: ["kind", "loại", "loại đơn vị", "type", "cấp"],
  parent: ["parent", "thuộc", "trực thuộc", "đơn vị chủ quản"],
  from: ["from", "từ ngày", "hiệu lực từ"],
  until: ["until", "đến ngày", "hiệu lực đến"],
  successor: ["successor", "nhập vào", "sáp nhập vào", "kế thừa bởi"],
};
const COLUMN_OF = new Map(
  Object.entries(HEADINGS).flatMap(([column, names]) => names.map((name) => [foldColumnName(name), column])),
);

const KINDS: Readonly<Record<string, string>> = {
  "quoc gia": "nation",
  tinh: "province",
  "thanh pho": "province",
  huyen: "district",
  quan: "district",
  xa: "commune",
  phuong: "commune",
  "truong dai hoc": "university",
  "dai hoc": "university",
  "thu vien": "library",
  khac: "other",
  "": "other",
};

/** Organisations as `organisationSchema` takes them; what a row has wrong is left for the schema to tell. */
export async function readOrganisations(bytes: Uint8Array): Promise<readonly unknown[]> {
  const { rows } = await namedRows(bytes, {
    columnOf: (heading) => COLUMN_OF.get(foldColumnName(heading)),
    required: ["id", "name"],
  });
  const byId = new Map<string, NamedRow[]>();
  for (const row of rows) byId.set(row["id"] ?? "", [...(byId.get(row["id"] ?? "") ?? []), row]);
  return [...byId].map(([id, times]) => organisationOf(id, times));
}

function organisationOf(id: string, times: readonly NamedRow[]): unknown {
  const periods = times.map((row) => ({ row, ...periodOf(row) }));
  const kind = times.map((row) => row["kind"] ?? "").find((text) => text !== "") ?? "";
  const successor = times.map((row) => row["successor"]).find((text) => text !== undefined);
  const [froms, untils] = [periods.map(({ from }) => from), periods.map(({ until }) => until)];
  return {
    id,
    kind: KINDS[foldColumnName(kind)] ?? kind,
    names: periods.map(({ row, from, until }) => ({ text: row["name"] ?? "", ...given({ from, until }) })),
    parents: periods.flatMap(({ row, from, until }) => (row["parent"] ? [{ id: row["parent"], ...given({ from, until }) }] : [])),
    ...given({
      from: froms.every((day) => day !== undefined) ? [...froms].sort()[0] : undefined,
      until: untils.every((day) => day !== undefined) ? [...untils].sort().at(-1) : undefined,
    }),
    ...(successor === undefined ? {} : { successor }),
  };
}

/** A day that is none stays as it is written, so that the schema names it. */
function periodOf(row: NamedRow): { readonly from: string | undefined; readonly until: string | undefined } {
  const day = (text: string | undefined) => calendarDay(text ?? "") ?? (text || undefined);
  return { from: day(row["from"]), until: day(row["until"]) };
}

function given<T extends Readonly<Record<string, string | undefined>>>(values: T): Partial<Record<keyof T, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<
    Record<keyof T, string>
  >;
}
