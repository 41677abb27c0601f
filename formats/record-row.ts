/** One row of a record table as fields of a record. */
import { nfcLatin } from "../hannom/latin-nfc.ts";
import type { Facts } from "../pipeline/errors.ts";
import { type ItemRecord, recordSchema } from "../pipeline/record.ts";
import { type CellReading, RECORD_COLUMNS, type RecordColumn } from "./record-columns.ts";
import { isEdtf } from "./record-dates.ts";
import type { ReadFields } from "./record-remainder.ts";
import { NO_TERMS, type Terms } from "./record-terms.ts";

/** One thing that is wrong with a table of records; `facts.row` counts from 1 with the heading. */
export interface RecordProblem {
  readonly code: string;
  readonly facts: Facts;
}

/** The cells of a row by the id of their column; a missing cell is an empty one. */
export type RecordCells = Readonly<Record<string, string>>;

/** A record or what is wrong with it, never both. */
export interface RecordRow {
  readonly record?: ItemRecord;
  readonly problems: readonly RecordProblem[];
}

/** The fields that a row says something of, and every cell that could not be understood. `row` is only used to name them. */
export function fieldsOfRow(
  cells: RecordCells,
  row: number,
  terms: Terms = NO_TERMS,
): { readonly fields: ReadFields; readonly problems: readonly RecordProblem[] } {
  const problems: RecordProblem[] = [];
  const fields: Record<string, unknown> = {};
  for (const column of RECORD_COLUMNS) {
    const cell = cells[column.id] ?? "";
    const read = readCell(column, cell, terms);
    if (typeof read["problem"] === "string") problems.push(problemOf(read["problem"], column, row, cell, read["list"]));
    else for (const [field, value] of Object.entries(read)) fields[field] = joined(fields[field], value);
  }
  // A plain year in the column of the date as written is a date for machines too.
  const { dateAsWritten } = fields;
  if (fields["dateEdtf"] === undefined && typeof dateAsWritten === "string" && isEdtf(dateAsWritten)) {
    fields["dateEdtf"] = dateAsWritten;
  }
  return { fields, problems };
}

/** What one cell says; nothing when it is empty. */
export function readCell(column: RecordColumn, cell: string, terms: Terms): CellReading {
  const text = nfcLatin(cell.trim());
  return text === "" ? {} : column.read(text, terms);
}

function problemOf(code: string, { heading, field }: RecordColumn, row: number, value: string, list: unknown): RecordProblem {
  return { code, facts: { row, column: heading, field, value, ...(typeof list === "string" ? { list } : {}) } };
}

function joined(before: unknown, value: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  if (isPlain(before) && isPlain(value)) return { ...before, ...value };
  return value;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Make a record of a row. All problems of the row are collected. */
export function recordOfRow(cells: RecordCells, row: number, terms: Terms = NO_TERMS): RecordRow {
  const { fields, problems } = fieldsOfRow(cells, row, terms);
  const missing = (["shelfmark", "titleVi"] as const).filter(
    (id) => fields[RECORD_COLUMNS.find((column) => column.id === id)?.field ?? id] === undefined,
  );
  const empty = missing.map((id) => ({ code: "REC-EMPTY", facts: { row, column: headingOf(id), value: "" } }));
  const all = [...empty, ...problems];
  if (all.length > 0) return { problems: all };
  const record = recordSchema.safeParse({ v: 1, ...fields });
  return record.success ? { record: record.data, problems: [] } : { problems: schemaProblems(record.error.issues, row) };
}

/** The Vietnamese name of a column. */
export function headingOf(id: string): string {
  return RECORD_COLUMNS.find((column) => column.id === id)?.heading ?? id;
}

/** What the schema of records says, in the words of a table. */
export function schemaProblems(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  row: number,
): readonly RecordProblem[] {
  return issues.map(({ path, message }) => ({
    code: "REC-FIELD",
    facts: { row, column: path.map(String).join("."), value: message },
  }));
}
