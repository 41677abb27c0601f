/**
 * The table of a page that an archivist corrects in a spreadsheet or an editor: one row a line of text, tab-separated,
 * UTF-8. Line identifiers keep text and picture together; Han-Nom text is never normalised.
 */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { nfcLatin } from "../hannom/latin-nfc.ts";
import type { Facts } from "../pipeline/errors.ts";
import type { TextLayer, TextLine } from "../pipeline/text-layer.ts";
import { guardCell, unguardCell } from "./cell.ts";
import { foldColumnName } from "./column-name.ts";
import { decodeText } from "./decode-text.ts";

/** One line of text as a person left it. */
export interface TextRow {
  /** Identifier of the line that it corrects; empty for a line that is new. */
  readonly id: string;
  readonly kind: TextLine["kind"];
  readonly text: string;
  readonly phienAm: string;
  readonly note: string;
}

/** One thing that is wrong with a table; `facts.row` counts from 1 with the heading, as spreadsheets do. */
export interface TableProblem {
  readonly code: string;
  readonly facts: Facts;
}

/** What was read; rows are only to be used when there are no problems. */
export interface TextTable {
  readonly rows: readonly TextRow[];
  readonly problems: readonly TableProblem[];
}

type Field = keyof TextRow;

/** The heading that is written, and every other name that is understood, folded. */
const COLUMNS: readonly { readonly field: Field; readonly heading: string; readonly names: readonly string[] }[] = [
  { field: "id", heading: "dòng", names: ["dong", "cot", "ma dong", "line", "line id", "id", "column"] },
  { field: "kind", heading: "loại", names: ["loai", "kind", "type"] },
  { field: "text", heading: "chữ", names: ["chu", "van ban", "chu han nom", "text", "transcription"] },
  { field: "phienAm", heading: "phiên âm", names: ["phien am", "phienam", "quoc ngu", "reading", "transliteration"] },
  { field: "note", heading: "ghi chú", names: ["ghi chu", "chu thich", "note", "notes", "comment"] },
];

const KINDS: readonly { readonly kind: TextLine["kind"]; readonly word: string; readonly names: readonly string[] }[] = [
  { kind: "body", word: "chính văn", names: ["chinh van", "body", ""] },
  { kind: "commentary", word: "song hành chú", names: ["song hanh chu", "cuoc chu", "commentary"] },
  { kind: "running-title", word: "bản tâm", names: ["ban tam", "running title"] },
  { kind: "head-note", word: "mi phê", names: ["mi phe", "mi chu", "head note"] },
];

/** The table of a page. It begins with a byte-order mark, without which Excel takes UTF-8 for an old code page. */
export function writeTextTable(layer: TextLayer): string {
  const rows = layer.lines.map((line) => {
    const word = KINDS.find(({ kind }) => kind === line.kind)?.word ?? line.kind;
    return [line.id, word, line.text, line.phienAm ?? "", line.note ?? ""].map(guardCell);
  });
  return stringify([COLUMNS.map(({ heading }) => heading), ...rows], { delimiter: "\t", bom: true });
}

/**
 * Read a corrected table, collecting every problem. Given the page that it corrects, a line identifier that the page does not
 * have is a problem too: it is a slip of the hand, or the page was read again after the table was exported.
 */
export function readTextTable(bytes: Uint8Array, layer?: TextLayer): TextTable {
  const text = decodeText(bytes);
  if (text === undefined) return { rows: [], problems: [{ code: "TXT-ENCODING", facts: {} }] };
  let records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    const options = { delimiter: "\t", info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    return {
      rows: [],
      problems: [{ code: "TXT-TABLE", facts: { detail: error instanceof Error ? error.message : String(error) } }],
    };
  }
  const heading = (records[0]?.record ?? []).map(foldColumnName);
  const places = new Map(COLUMNS.map(({ field, names }) => [field, heading.findIndex((name) => names.includes(name))]));
  const missing = COLUMNS.filter(({ field }) => (field === "id" || field === "text") && places.get(field) === -1);
  if (missing.length > 0) {
    return { rows: [], problems: missing.map((column) => ({ code: "TXT-COLUMN", facts: { column: column.heading } })) };
  }
  const table = readRows(
    records.slice(1).map(({ record }) => record),
    places,
  );
  return layer === undefined ? table : { ...table, problems: [...table.problems, ...unknownLines(table.rows, layer)] };
}

function unknownLines(rows: readonly TextRow[], layer: TextLayer): readonly TableProblem[] {
  const known = new Set(layer.lines.map(({ id }) => id));
  const unknown = rows.filter(({ id }) => id !== "" && !known.has(id));
  return unknown.map(({ id }) => ({ code: "TXT-UNKNOWN", facts: { line: id } }));
}

/** True when rows say what the page says already, so that there is nothing to answer. */
export function isUnchanged(rows: readonly TextRow[], layer: TextLayer): boolean {
  const same = (row: TextRow, line: TextLine | undefined) =>
    row.id === line?.id &&
    row.kind === line.kind &&
    row.text === line.text &&
    row.phienAm === (line.phienAm ?? "") &&
    row.note === (line.note ?? "");
  return rows.length === layer.lines.length && rows.every((row, at) => same(row, layer.lines[at]));
}

function readRows(records: readonly (readonly string[])[], places: ReadonlyMap<Field, number>): TextTable {
  const problems: TableProblem[] = [];
  const seen = new Map<string, number>();
  const rows = records.flatMap((record, at): readonly TextRow[] => {
    const row = at + 2;
    const cell = (field: Field) => unguardCell(record[places.get(field) ?? -1] ?? "");
    if (record.every((each) => each.trim() === "")) return [];
    const id = cell("id").trim();
    const kind = KINDS.find(({ names }) => names.includes(foldColumnName(cell("kind"))))?.kind;
    if (kind === undefined) problems.push({ code: "TXT-KIND", facts: { row, kind: cell("kind") } });
    const first = seen.get(id);
    if (id !== "" && first !== undefined) problems.push({ code: "TXT-TWICE", facts: { row, first, line: id } });
    seen.set(id, row);
    const text = cell("text");
    problems.push(...textProblems(text, row));
    return [{ id, kind: kind ?? "body", text, phienAm: nfcLatin(cell("phienAm").trim()), note: cell("note").trim() }];
  });
  return { rows, problems };
}

/** What a text may not hold, because it shows that a program damaged it or because a column cannot hold it. */
export function textProblems(text: string, row: number): readonly TableProblem[] {
  const checks: readonly (readonly [string, RegExp])[] = [
    ["TXT-LINEBREAK", /[\n\r\u2028\u2029]/u],
    ["TXT-CONTROL", /(?![\n\r])[\p{Cc}\uFFFE\uFFFF]/u],
    ["TXT-LOST", /[\uFFFD\p{Cs}]|^\s*\?[\s?]*$/u],
  ];
  return checks.filter(([, pattern]) => pattern.test(text)).map(([code]) => ({ code, facts: { row } }));
}
