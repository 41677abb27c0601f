/** Records of items from a file that a librarian made: JSON, CSV or XLSX, columns named in Vietnamese or English. */
import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { readSheet } from "read-excel-file/node";
import { type ItemRecord, strictRecordSchema } from "../pipeline/record.ts";
import { unguardCell } from "./cell.ts";
import { decodeText } from "./decode-text.ts";
import { RECORD_COLUMNS, type RecordField, recordFieldOf } from "./record-columns.ts";
import { type RecordProblem, recordOfRow, schemaProblems } from "./record-row.ts";

/** What was read; records are only to be used when there are no problems. */
export interface RecordTable {
  readonly records: readonly ItemRecord[];
  readonly problems: readonly RecordProblem[];
  /** Columns that are not read, as they are written; a misspelt heading shows here. */
  readonly ignoredColumns: readonly string[];
}

type Cells = readonly (readonly string[])[];

const LARGEST_BYTES = 32 * 1024 * 1024;

/** Read the file at `path`; its content decides the format, not its name. @throws what the file system throws. */
export async function readRecords(path: string): Promise<RecordTable> {
  return recordsFromBytes(await readFile(path));
}

/** Read records from bytes, collecting every problem with its row, counted from 1 with the heading. */
export async function recordsFromBytes(bytes: Buffer): Promise<RecordTable> {
  if (bytes.length > LARGEST_BYTES) return failed("REC-TABLE", `${bytes.length} > ${LARGEST_BYTES} bytes`);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return fromSheet(bytes);
  const text = decodeText(bytes);
  if (text === undefined) return failed("REC-ENCODING", "");
  return /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text);
}

async function fromSheet(bytes: Buffer): Promise<RecordTable> {
  try {
    const rows = (await readSheet(bytes)) as readonly (readonly unknown[])[];
    return fromRows(rows.map((row) => row.map(cellText)));
  } catch (error) {
    return failed("REC-TABLE", error instanceof Error ? error.message : String(error));
  }
}

function cellText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value === null || value === undefined ? "" : String(value);
}

function fromCsv(text: string): RecordTable {
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string) => heading.split(mark).length;
  const delimiter = [",", ";", "\t"].sort((one, other) => count(other) - count(one))[0] ?? ",";
  try {
    return fromRows(parse(text, { delimiter, relax_column_count: true, relax_quotes: true }));
  } catch (error) {
    return failed("REC-TABLE", error instanceof Error ? error.message : String(error));
  }
}

function fromJson(text: string): RecordTable {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return failed("REC-TABLE", error instanceof Error ? error.message : String(error));
  }
  const results = (Array.isArray(value) ? value : [value]).map((each: unknown, at) => {
    const parsed = strictRecordSchema.safeParse(typeof each === "object" && each !== null ? { v: 1, ...each } : each);
    return parsed.success ? { record: parsed.data, problems: [] } : { problems: schemaProblems(parsed.error.issues, at + 1) };
  });
  return collected(results, []);
}

function fromRows(rows: Cells): RecordTable {
  const heading = rows[0] ?? [];
  const fields = heading.map(recordFieldOf);
  const ignored = heading.filter((name, at) => fields[at] === undefined && name.trim() !== "");
  const missing = (["shelfmark"] as const).filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    const column = RECORD_COLUMNS.shelfmark.heading;
    return { records: [], problems: [{ code: "REC-COLUMN", facts: { column } }], ignoredColumns: ignored };
  }
  const results = rows.slice(1).flatMap((row, at) => {
    if (row.every((cell) => cell.trim() === "")) return [];
    const cells: Partial<Record<RecordField, string>> = {};
    fields.forEach((field, place) => {
      if (field !== undefined && (cells[field] ?? "") === "") cells[field] = unguardCell(row[place] ?? "");
    });
    return [{ ...recordOfRow(cells, at + 2), row: at + 2 }];
  });
  return collected(results, ignored);
}

/** Records of all rows, and those shelfmarks that stand twice. */
function collected(
  results: readonly { readonly record?: ItemRecord; readonly problems: readonly RecordProblem[]; readonly row?: number }[],
  ignoredColumns: readonly string[],
): RecordTable {
  const first = new Map<string, number>();
  const problems = results.flatMap(({ record, problems: own, row = 0 }, at) => {
    const shelfmark = record?.shelfmark;
    const place = row || at + 1;
    const before = shelfmark === undefined ? undefined : first.get(shelfmark);
    if (shelfmark !== undefined && before === undefined) first.set(shelfmark, place);
    const twice = { code: "REC-TWICE", facts: { row: place, first: before ?? 0, shelfmark: shelfmark ?? "" } };
    return before === undefined ? own : [...own, twice];
  });
  if (results.length === 0) problems.push({ code: "REC-NONE", facts: {} });
  return { records: results.flatMap(({ record }) => record ?? []), problems, ignoredColumns };
}

function failed(code: string, detail: string): RecordTable {
  return { records: [], problems: [{ code, facts: { detail } }], ignoredColumns: [] };
}
