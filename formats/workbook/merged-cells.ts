/** Which cells of a sheet are merged: the value stands in the first, the others are empty. */

/** A block of merged cells, rows and columns from 0. */
export interface MergedCells {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
}

const BEGINNING = "mergeCells";

/** Merged blocks of a sheet; they stand behind its rows, which are passed over. @see ECMA-376 part 1, 18.3.1.55 mergeCell */
export function mergedCells(sheet: Iterable<string>): readonly MergedCells[] {
  let tail = "";
  let isFound = false;
  for (const piece of sheet) {
    tail += piece;
    const at: number = isFound ? 0 : tail.indexOf(BEGINNING);
    if (at > 0) tail = tail.slice(at);
    isFound ||= at >= 0;
    if (!isFound) tail = tail.slice(-BEGINNING.length);
  }
  if (!isFound) return [];
  return [...tail.matchAll(/mergeCell\b[^>]*\bref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)].map(([, from = "", first, last]) => ({
    firstRow: Number(first) - 1,
    lastRow: Number(last) - 1,
    firstColumn: columnNumber(from),
  }));
}

/** A is 0, Z is 25, AA is 26. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (let at = 0; at < letters.length; at++) number = number * 26 + letters.charCodeAt(at) - 64;
  return number - 1;
}
