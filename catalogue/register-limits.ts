/** How large a register may be: beyond, a file is no register, or only pretends to be small. */
import { InputError } from "../pipeline/errors.ts";

/** More rows than any register of one library. */
const MOST_ROWS = 1_000_000;
/** More columns than anybody fills in; a stray value far to the right makes a table as wide as it can be. */
const MOST_COLUMNS = 1000;
/** As many characters as a spreadsheet can show in one cell. */
export const MOST_CELL_CHARACTERS = 32_767;
/** A row of CSV; mostly one in which a quotation mark is never closed. */
export const MOST_RECORD_CHARACTERS = 1_000_000;
/** A packed workbook is held as a whole. */
const MOST_PACKED_MEBIBYTES = 128;

/** What of a file is too large. */
type Limited = "rows" | "columns" | "record" | "mebibytes" | "packed" | "parts";

/** The failure that names a limit, and where in the file it is passed. */
export function tooLarge(at: string, what: Limited, most: number): InputError {
  return new InputError({ code: "REG-SIZE", facts: { at, what, most } });
}

/** @throws {InputError} REG-SIZE when the row is one too many, or has too many columns; empty cells at its end do not count */
export function refuseLargeTable(at: string, row: number, cells: readonly string[]): void {
  if (row > MOST_ROWS) throw tooLarge(at, "rows", MOST_ROWS);
  if (cells.length <= MOST_COLUMNS) return;
  if (cells.findLastIndex((cell) => cell.trim() !== "") >= MOST_COLUMNS) throw tooLarge(at, "columns", MOST_COLUMNS);
}

/** The bytes of a workbook as a whole. @throws {InputError} REG-SIZE before more is held than a workbook may have */
export async function packedBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MOST_PACKED_MEBIBYTES * 2 ** 20) throw tooLarge("XLSX", "packed", MOST_PACKED_MEBIBYTES);
    held.push(chunk);
  }
  return Buffer.concat(held);
}
