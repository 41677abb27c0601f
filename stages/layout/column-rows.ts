/** The rows of one column seen from a line down its middle: where ink begins on either side, and how far it reaches. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Mask, Span } from "./mask.ts";

/** No ink on that side of the row. */
export const NONE = -1;

/**
 * A column's rows, index 0 at the top of its box. Distances in pixels from the middle line; the middle pixel itself counts
 * to the right.
 */
export interface ColumnRows {
  readonly top: number;
  readonly middle: number;
  /** Nearest and farthest ink left of the middle, NONE without ink. */
  readonly nearLeft: Int32Array;
  readonly farLeft: Int32Array;
  /** The same on the right. */
  readonly nearRight: Int32Array;
  readonly farRight: Int32Array;
}

/** Look at the rows of `column` from the line at `middle`. */
export function columnRows(mask: Mask, column: Box, middle: number): ColumnRows {
  const make = () => new Int32Array(column.height).fill(NONE);
  const rows: ColumnRows = { top: column.y, middle, nearLeft: make(), farLeft: make(), nearRight: make(), farRight: make() };
  const [left, right] = [column.x, column.x + column.width];
  for (let i = 0; i < column.height; i++) {
    const row = (column.y + i) * mask.width;
    const firstRight = firstInk(mask, row, Math.max(left, middle), right);
    const firstLeft = firstInk(mask, row, left, Math.min(right, middle));
    if (firstRight !== NONE) {
      rows.nearRight[i] = firstRight - middle;
      rows.farRight[i] = lastInk(mask, row, firstRight, right) - middle + 1;
    }
    if (firstLeft === NONE) continue;
    rows.farLeft[i] = middle - firstLeft;
    rows.nearLeft[i] = middle - lastInk(mask, row, firstLeft, Math.min(right, middle));
  }
  return rows;
}

function firstInk(mask: Mask, row: number, from: number, to: number): number {
  for (let x = from; x < to; x++) if (mask.ink[row + x] === 1) return x;
  return NONE;
}

/** From the right; there is ink at `from`. */
function lastInk(mask: Mask, row: number, from: number, to: number): number {
  let x = to - 1;
  while (x > from && mask.ink[row + x] !== 1) x--;
  return x;
}

/** Stretches of rows whose middle line stays white for `halfWidth` pixels on both sides, empty rows at both ends left out. */
export function whiteStretches(rows: ColumnRows, within: Span, halfWidth: number): readonly Span[] {
  const stretches: Span[] = [];
  let from = -1;
  let last = -1;
  const close = () => {
    if (from >= 0) stretches.push({ from, to: last + 1 });
    from = -1;
  };
  for (let i = within.from; i < within.to; i++) {
    const [left, right] = [rows.nearLeft[i] ?? NONE, rows.nearRight[i] ?? NONE];
    const isWhite = (left === NONE || left > halfWidth) && (right === NONE || right >= halfWidth);
    if (!isWhite) close();
    else if (left !== NONE || right !== NONE) {
      if (from < 0) from = i;
      last = i;
    }
  }
  close();
  return stretches;
}

/** Blocks of a stretch: rows between rows that are empty on both sides. */
export function blocksOf(rows: ColumnRows, stretch: Span): readonly Span[] {
  const blocks: Span[] = [];
  let from = -1;
  for (let i = stretch.from; i <= stretch.to; i++) {
    const isInked = i < stretch.to && (rows.nearLeft[i] !== NONE || rows.nearRight[i] !== NONE);
    if (isInked && from < 0) from = i;
    if (isInked || from < 0) continue;
    blocks.push({ from, to: i });
    from = -1;
  }
  return blocks;
}
