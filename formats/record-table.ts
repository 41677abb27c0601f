/** Records of items from a file that a librarian made: JSON, CSV or XLSX, columns named in Vietnamese or English. */
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { type ItemRecord, strictRecordSchema } from "../pipeline/record.ts";
import { unguardCell } from "./cell.ts";
import { decodeText } from "./decode-text.ts";
import { type RecordColumn, recordColumnOf } from "./record-columns.ts";
import { type IncomingFile, type IncomingRecord, unreadable } from "./record-incoming.ts";
import { withRemainder } from "./record-remainder.ts";
import { fieldsOfRow, headingOf, type RecordProblem, schemaProblems } from "./record-row.ts";
import { REMAINDER_HEADING } from "./record-sheet.ts";
import { NO_TERMS, type Terms } from "./record-terms.ts";
import { openWorkbook } from "./workbook/open-workbook.ts";

/** What was read; records are only to be used when there are no problems. */
export interface RecordTable {
  readonly records: readonly ItemRecord[];
  readonly problems: readonly RecordProblem[];
  /** Columns that are not read, as they are written; a misspelt heading shows here. */
  readonly ignoredColumns: readonly string[];
}

type Cells = readonly (readonly string[])[];

/** Larger files are refused before they are looked at. */
export const LARGEST_RECORD_FILE_BYTES = 64 * 1024 * 1024;
/** A heading stands below a title and a line of explanation often enough. */
const HEADING_ROWS = 15;

/** Read the file at `path`; its content decides the format, not its name. @throws what the file system throws. */
export async function readRecords(path: string, terms: Terms = NO_TERMS): Promise<RecordTable> {
  return await recordsFromBytes(await readFile(path), terms);
}

/** Read whole records from bytes, collecting every problem with its row, counted from 1 with the heading. */
export async function recordsFromBytes(bytes: Buffer, terms: Terms = NO_TERMS): Promise<RecordTable> {
  const { records, problems, ignoredColumns } = await incomingFromTable(bytes, { terms, required: ["shelfmark", "titleVi"] });
  const results = records.map(({ fields, row, problems: own }): { record?: ItemRecord; problems: readonly RecordProblem[] } => {
    if (own) return { problems: own };
    const parsed = strictRecordSchema.safeParse({ v: 1, ...fields });
    return parsed.success ? { record: parsed.data, problems: [] } : { problems: schemaProblems(parsed.error.issues, row) };
  });
  const all = [...results.flatMap((each) => each.problems), ...problems];
  return { records: results.flatMap(({ record }) => record ?? []), problems: all, ignoredColumns };
}

/** How a table is read. */
export interface TableReading {
  readonly terms?: Terms;
  /** Columns whose field no row may leave empty. */
  readonly required?: readonly ("shelfmark" | "titleVi")[];
}

/** What a table or a JSON file says of records, whole or in part. */
export async function incomingFromTable(bytes: Buffer, reading: TableReading = {}): Promise<IncomingFile> {
  if (bytes.length > LARGEST_RECORD_FILE_BYTES)
    return unreadable("REC-TABLE", `${bytes.length} > ${LARGEST_RECORD_FILE_BYTES} bytes`);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return fromSheet(bytes, reading);
  const text = decodeText(bytes);
  if (text === undefined) return unreadable("REC-ENCODING");
  return /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text, reading);
}

function fromSheet(bytes: Buffer, reading: TableReading): IncomingFile {
  try {
    const rows: string[][] = [];
    for (const { number, cells } of openWorkbook(bytes)[0]?.rows() ?? []) {
      while (rows.length < number - 1) rows.push([]);
      rows.push([...cells]);
    }
    return fromRows(rows, reading);
  } catch (error) {
    return unreadable("REC-TABLE", error instanceof Error ? error.message : String(error));
  }
}

function fromCsv(text: string, reading: TableReading): IncomingFile {
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string) => heading.split(mark).length;
  const delimiter = [",", ";", "\t"].sort((one, other) => count(other) - count(one))[0] ?? ",";
  try {
    return fromRows(parse(text, { delimiter, relax_column_count: true, relax_quotes: true }), reading);
  } catch (error) {
    return unreadable("REC-TABLE", error instanceof Error ? error.message : String(error));
  }
}

function fromJson(text: string): IncomingFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable("REC-TABLE", error instanceof Error ? error.message : String(error));
  }
  const results = (Array.isArray(value) ? value : [value]).map((each: unknown, at) => fromJsonValue(each, at + 1));
  return collected(results, []);
}

/** A whole record; `base` beside its fields says what it was exported from. */
function fromJsonValue(value: unknown, row: number): Result {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const { base, ...fields } = isObject ? (value as Readonly<Record<string, unknown>>) : {};
  const parsed = strictRecordSchema.safeParse(isObject ? { v: 1, ...fields } : value);
  if (!parsed.success) return { problems: schemaProblems(parsed.error.issues, row) };
  const origin = typeof base === "string" ? { base } : {};
  return { record: { row, fields, covered: "all", ...origin }, problems: [] };
}

function fromRows(rows: Cells, reading: TableReading): IncomingFile {
  const named = rows.slice(0, HEADING_ROWS).findIndex((row) => row.some((name) => recordColumnOf(name)?.id === "shelfmark"));
  const heading = rows[Math.max(named, 0)] ?? [];
  const columns = heading.map(recordColumnOf);
  const remainderAt = heading.indexOf(REMAINDER_HEADING);
  const ignored = heading.filter((name, at) => columns[at] === undefined && at !== remainderAt && name.trim() !== "");
  if (named === -1) {
    const problems = [{ code: "REC-COLUMN", facts: { column: headingOf("shelfmark") } }];
    return { records: [], problems, ignoredColumns: ignored };
  }
  const results = rows.slice(named + 1).flatMap((row, at): readonly Result[] => {
    if (row.every((cell) => cell.trim() === "")) return [];
    return [fromRow(row, named + at + 2, { columns, remainderAt, ...reading })];
  });
  return collected(results, ignored);
}

interface RowReading extends TableReading {
  readonly columns: readonly (RecordColumn | undefined)[];
  /** Place of the column that carries what the others cannot; -1 for none. */
  readonly remainderAt: number;
}

function fromRow(row: readonly string[], number: number, reading: RowReading): Result {
  const { columns, remainderAt, required = ["shelfmark"] } = reading;
  const cells = Object.fromEntries(columns.flatMap((column, at) => (column ? [[column.id, unguardCell(row[at] ?? "")]] : [])));
  const { fields, problems } = fieldsOfRow(cells, number, reading.terms);
  const fieldOf = { shelfmark: "shelfmark", titleVi: "titles" } as const;
  const empty = required.filter((id) => fields[fieldOf[id]] === undefined).map((id) => emptyCell(number, id));
  const all = [...empty, ...problems];
  if (fields["shelfmark"] === undefined) return { problems: all };
  const wrong = all.length === 0 ? {} : { problems: all };
  if (remainderAt !== -1) {
    const carried = withRemainder(fields, unguardCell(row[remainderAt] ?? "") || undefined);
    return { record: { row: number, covered: "all", ...carried, ...wrong }, problems: [] };
  }
  const covered = columns.flatMap((column) => (column ? [column.field as string] : []));
  return { record: { row: number, fields, covered: [...covered, ...Object.keys(fields)], ...wrong }, problems: [] };
}

function emptyCell(row: number, id: string): RecordProblem {
  return { code: "REC-EMPTY", facts: { row, column: headingOf(id), value: "" } };
}

interface Result {
  readonly record?: IncomingRecord;
  readonly problems: readonly RecordProblem[];
}

/** Records of all rows, and those shelfmarks that stand twice. */
function collected(results: readonly Result[], ignoredColumns: readonly string[]): IncomingFile {
  const first = new Map<unknown, number>();
  const problems = results.flatMap(({ record, problems: own }) => {
    if (record === undefined) return own;
    const shelfmark = record.fields["shelfmark"];
    const before = first.get(shelfmark);
    if (before === undefined) first.set(shelfmark, record.row);
    const twice = { code: "REC-TWICE", facts: { row: record.row, first: before ?? 0, shelfmark: String(shelfmark) } };
    return before === undefined ? own : [...own, twice];
  });
  if (results.length === 0) problems.push({ code: "REC-NONE", facts: {} });
  return { records: results.flatMap(({ record }) => record ?? []), problems, ignoredColumns };
}
