/** Reads a register of holdings from CSV or XLSX as libraries have them: with a heading somewhere, in Vietnamese or English. */
import { namedRows } from "./named-rows.ts";
import { type CheckedRows, checkRows, type RegisterColumn } from "./register.ts";
import { columnOf } from "./register-columns.ts";

/** What a file holds. found = entries + rejected; blank rows are not counted. */
export interface RegisterReading extends CheckedRows {
  readonly found: number;
  /** Row number of the headings. */
  readonly headingRow: number;
  /** Headings that mean no column we know; their values are kept with the row. */
  readonly otherColumns: readonly string[];
}

const REQUIRED: readonly RegisterColumn[] = ["shelfmark", "title"];

/**
 * Read a register. Every row that cannot be used is in `rejected` with its number; none is dropped silently.
 * @throws {InputError} REG-FILE when the bytes are neither CSV nor XLSX, REG-HEADING when no row has the headings for shelfmark and title
 */
export async function readRegister(bytes: Uint8Array): Promise<RegisterReading> {
  const { rows, numbers, headingRow, otherColumns } = await namedRows(bytes, { columnOf, required: REQUIRED });
  const checked = checkRows(rows, (index) => numbers[index] ?? 0);
  return { ...checked, found: rows.length, headingRow, otherColumns };
}
