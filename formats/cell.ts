/**
 * Cells of tables that people open in a spreadsheet. A cell that begins like a formula gets an apostrophe before it, so that
 * a spreadsheet shows it instead of calculating it (CWE-1236); reading takes exactly that apostrophe away again.
 */

const RISKY = /^'*\s*[=+\-@＝＋－＠\t\r]/u;
const GUARDED = /^'+\s*[=+\-@＝＋－＠\t\r]/u;

/** A cell that no spreadsheet calculates. */
export function guardCell(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

/** The text that `guardCell` was given. */
export function unguardCell(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
