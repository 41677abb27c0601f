/**
 * Decisions on pages as a table: CSV with the columns page, verdict, reason, note, and optionally master. The contact sheet
 * writes it, a spreadsheet may change it. Pure.
 */
import { parse } from "csv-parse/sync";
import { unguardCell } from "../../formats/cell.ts";
import { foldColumnName } from "../../formats/column-name.ts";
import { decodeText } from "../../formats/decode-text.ts";
import type { Facts } from "../../pipeline/errors.ts";
import type { NewVerdict } from "../../pipeline/ledger-rows.ts";
import type { PageQuality } from "./page-quality.ts";

/** One thing that is wrong with the table; rows count from 1 with the heading, as spreadsheets do. */
export interface DecisionProblem {
  readonly code: string;
  readonly facts: Facts;
}

/** What was read. Verdicts are only to be used when there are no problems. */
export interface Decisions {
  readonly verdicts: readonly NewVerdict[];
  /** Rows without a verdict: not decided yet. */
  readonly undecided: number;
  readonly problems: readonly DecisionProblem[];
}

const COLUMNS = {
  page: ["page", "trang", "ma trang", "tep", "file"],
  verdict: ["verdict", "ket luan", "quyet dinh", "decision"],
  reason: ["reason", "ly do"],
  note: ["note", "ghi chu", "notes"],
  master: ["master", "ban goc", "digest"],
} as const;
type Column = keyof typeof COLUMNS;

const VERDICTS: Readonly<Record<string, NewVerdict["verdict"]>> = {
  accept: "accept",
  accepted: "accept",
  ok: "accept",
  dat: "accept",
  "chap nhan": "accept",
  rescan: "rescan",
  reject: "rescan",
  "quet lai": "rescan",
  "tu choi": "rescan",
};

/** Read a table of decisions on these pages. Every problem of the table is told. */
export function readDecisions(bytes: Uint8Array, pages: readonly PageQuality[]): Decisions {
  const text = decodeText(bytes);
  if (text === undefined) return failed("DEC-ENCODING", {});
  let rows: readonly (readonly string[])[];
  try {
    rows = parse(text, { bom: true, delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true });
  } catch (thrown) {
    return failed("DEC-TABLE", { detail: thrown instanceof Error ? thrown.message : String(thrown) });
  }
  const [heads = [], ...body] = rows;
  const places = placesOf(heads);
  const missing = (["page", "verdict"] as const).filter((column) => places[column] === -1);
  if (missing.length > 0) return failed("DEC-COLUMNS", { missing: missing.join(", ") });
  return readRows(body, places, pages);
}

/** What parts the heading; spreadsheets of some countries write semicolons. */
function delimiterOf(text: string): string {
  const [heading = ""] = text.split("\n", 1);
  const count = (delimiter: string) => heading.split(delimiter).length;
  return [",", ";", "\t"].sort((one, other) => count(other) - count(one))[0] ?? ",";
}

function failed(code: string, facts: Facts): Decisions {
  return { verdicts: [], undecided: 0, problems: [{ code, facts }] };
}

function placesOf(heads: readonly string[]): Readonly<Record<Column, number>> {
  const folded = heads.map(foldColumnName);
  const place = (column: Column) => folded.findIndex((head) => (COLUMNS[column] as readonly string[]).includes(head));
  return {
    page: place("page"),
    verdict: place("verdict"),
    reason: place("reason"),
    note: place("note"),
    master: place("master"),
  };
}

type Cells = Readonly<Record<Column, string>>;

function readRows(
  body: readonly (readonly string[])[],
  places: Readonly<Record<Column, number>>,
  pages: readonly PageQuality[],
): Decisions {
  const verdicts: NewVerdict[] = [];
  const problems: DecisionProblem[] = [];
  const rowOf = new Map<string, number>();
  let undecided = 0;
  for (const [at, row] of body.entries()) {
    const cell = (column: Column) => unguardCell((row[places[column]] ?? "").trim());
    const cells: Cells = {
      page: cell("page"),
      verdict: cell("verdict"),
      reason: cell("reason"),
      note: cell("note"),
      master: cell("master"),
    };
    if (cells.verdict === "") {
      undecided += 1;
      continue;
    }
    const found = readRow(cells, at + 2, pages, rowOf);
    if ("verdict" in found) verdicts.push(found.verdict);
    else problems.push(...found.problems);
  }
  return { verdicts, undecided, problems };
}

function readRow(
  cells: Cells,
  row: number,
  pages: readonly PageQuality[],
  rowOf: Map<string, number>,
): { readonly verdict: NewVerdict } | { readonly problems: readonly DecisionProblem[] } {
  const problems: DecisionProblem[] = [];
  const tell = (code: string, facts: Facts) => problems.push({ code, facts: { row, page: cells.page, ...facts } });
  const named = pages.filter(
    ({ page }) => page.id === cells.page || page.sourceName.normalize("NFC") === cells.page.normalize("NFC"),
  );
  const [page] = named;
  const verdict = VERDICTS[foldColumnName(cells.verdict)];
  if (!page || named.length > 1) tell("DEC-PAGE", {});
  if (!verdict) tell("DEC-VERDICT", { value: cells.verdict });
  if (verdict === "rescan" && cells.reason === "" && cells.note === "") tell("DEC-REASON", {});
  if (page) {
    const first = rowOf.get(page.page.id);
    if (first !== undefined) tell("DEC-TWICE", { first });
    else rowOf.set(page.page.id, row);
    if (cells.master !== "" && page.facts.master !== cells.master.toLowerCase()) tell("DEC-STALE", {});
  }
  if (!page || !verdict || problems.length > 0) return { problems };
  const { reason, note } = cells;
  return {
    verdict: { subject: page.page.id, master: page.facts.master, verdict, reason: reason || note, note: reason ? note : "" },
  };
}
