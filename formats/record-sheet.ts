/** Records as rows of a table for a spreadsheet, which `record-table.ts` reads back without loss. */
import type { ItemRecord } from "../pipeline/record.ts";
import { guardCell } from "./cell.ts";
import { RECORD_COLUMNS, type RecordColumn } from "./record-columns.ts";
import { type Origin, remainderOf } from "./record-remainder.ts";
import { fieldsOfRow, type RecordProblem, readCell } from "./record-row.ts";
import { NO_TERMS, type Terms } from "./record-terms.ts";
import { XML_FORBIDDEN } from "./xml.ts";

/** Above what the columns cannot say of a record; people leave it alone. */
export const REMAINDER_HEADING = "Dữ liệu máy (đừng sửa)";

/** A cell of XLSX holds no more (ECMA-376, limits of Excel). */
const LARGEST_CELL = 32_767;

/** A record to be written, and what it was exported from. */
export interface SheetRecord {
  readonly record: ItemRecord;
  readonly origin: Origin;
}

/** Heading and rows, guarded against formulas. Records with a cell that no spreadsheet holds are refused, each with its reason. */
export function recordSheet(
  records: readonly SheetRecord[],
  terms: Terms = NO_TERMS,
): { readonly rows: readonly (readonly string[])[]; readonly problems: readonly RecordProblem[] } {
  const problems: RecordProblem[] = [];
  const rows = records.flatMap((each) => {
    const row = rowOf(each, terms);
    const long = row.findIndex((cell) => cell.length > LARGEST_CELL);
    if (long === -1) return [row];
    const column = RECORD_COLUMNS[long]?.heading ?? REMAINDER_HEADING;
    problems.push({ code: "REC-CELL", facts: { shelfmark: each.record.shelfmark, column, most: LARGEST_CELL } });
    return [];
  });
  return { rows: [[...RECORD_COLUMNS.map(({ heading }) => heading), REMAINDER_HEADING], ...rows], problems };
}

/** An empty table with these columns, in the order of the columns. */
export function emptySheet(isWanted: (column: RecordColumn) => boolean): readonly (readonly string[])[] {
  return [RECORD_COLUMNS.filter(isWanted).map(({ heading }) => heading)];
}

function rowOf({ record, origin }: SheetRecord, terms: Terms): readonly string[] {
  const cells = RECORD_COLUMNS.map((column) => cellOf(column, record, terms));
  const byId = Object.fromEntries(RECORD_COLUMNS.map(({ id }, at) => [id, cells[at] ?? ""]));
  const { fields } = fieldsOfRow(byId, 0, terms);
  const remainder = remainderOf(record, fields, origin) ?? "";
  return [...cells, remainder.replace(XML_FORBIDDEN, escaped)].map(guardCell);
}

/**
 * A cell as it comes back: what a spreadsheet would change is changed before, and what could not be read again is left out, so
 * that the remainder knows of both.
 */
function cellOf(column: RecordColumn, record: ItemRecord, terms: Terms): string {
  const cell = column.write(record, terms).replace(/\r\n?/g, "\n").replaceAll("\t", " ").replace(XML_FORBIDDEN, "");
  return "problem" in readCell(column, cell, terms) ? "" : cell;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
