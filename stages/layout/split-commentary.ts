/**
 * Double small columns (commentary set in two half-width columns inside one column) are told by a white valley that runs
 * down the middle of the column for longer than one character, with ink on both sides. They are read right, then left.
 */
import type { Box } from "../../pipeline/geometry.ts";
import type { Mask, Span } from "./mask.ts";

/** A stretch of a column: one line of full width, or a pair of half-width ones parted at `middle`. */
export type Stretch =
  | { readonly kind: "body"; readonly rows: Span }
  | { readonly kind: "commentary"; readonly rows: Span; readonly middle: number };

/** Inked rows a valley must run through, in character widths: between small characters, in a broad pair, and in any case. */
const SHORTEST = 1.3;
const BROAD = 1.8;
const SURE = 4;

interface Valley {
  readonly rows: Span;
  readonly middle: number;
  readonly active: number;
}

/** Part a column into stretches, top to bottom. `mask` holds this column's ink; `sizePixels` is the width of a character. */
export function splitCommentary(mask: Mask, column: Box, sizePixels: number): readonly Stretch[] {
  const whole = { from: column.y, to: column.y + column.height };
  if (column.width < 0.6 * sizePixels) return [{ kind: "body", rows: whole }];
  return part(mask, column, whole, sizePixels);
}

function part(mask: Mask, column: Box, rows: Span, sizePixels: number): readonly Stretch[] {
  if (rows.to - rows.from < 0.25 * sizePixels) return [];
  const valley = deepestValley(mask, column, rows, sizePixels);
  if (valley === undefined) return [{ kind: "body", rows }];
  return [
    ...part(mask, column, { from: rows.from, to: valley.rows.from }, sizePixels),
    { kind: "commentary", rows: valley.rows, middle: valley.middle },
    ...part(mask, column, { from: valley.rows.to, to: rows.to }, sizePixels),
  ];
}

function deepestValley(mask: Mask, column: Box, rows: Span, sizePixels: number): Valley | undefined {
  const centre = column.x + column.width / 2;
  const reach = Math.max(1, Math.round(0.14 * sizePixels));
  let best: Valley | undefined;
  for (let middle = Math.round(centre) - reach; middle <= Math.round(centre) + reach; middle++) {
    for (const valley of valleysAt(mask, column, rows, middle, sizePixels)) {
      const distance = Math.abs(middle - centre) / sizePixels;
      if (valley.active * (1 - distance) > (best === undefined ? 0 : best.active))
        best = { ...valley, active: valley.active * (1 - distance) };
    }
  }
  return best;
}

function valleysAt(mask: Mask, column: Box, rows: Span, middle: number, sizePixels: number): readonly Valley[] {
  const halfWidth = Math.max(1, Math.round(0.05 * sizePixels));
  const valleys: Valley[] = [];
  let from = -1;
  for (let y = rows.from; y <= rows.to; y++) {
    const isWhite = y < rows.to && !hasInk(mask, y, middle - halfWidth, middle + halfWidth + 1);
    if (isWhite && from < 0) from = y;
    if (isWhite || from < 0) continue;
    const valley = measure(mask, column, { from, to: y }, middle, sizePixels);
    if (valley !== undefined) valleys.push(valley);
    from = -1;
  }
  return valleys;
}

/** Trim a valley to the rows that have ink, and keep it when both sides carry small characters. */
function measure(mask: Mask, column: Box, rows: Span, middle: number, sizePixels: number): Valley | undefined {
  const left = sideOf(mask, rows, { from: column.x, to: middle });
  const right = sideOf(mask, rows, { from: middle, to: column.x + column.width });
  const active = Math.max(left.inked, right.inked);
  if (active < SHORTEST * sizePixels || Math.min(left.width, right.width) < 0.22 * sizePixels) return undefined;
  if (Math.min(left.inked, right.inked) < 0.35 * active) return undefined;
  // Four characters with a white middle do not follow each other by chance; fewer must also be small.
  const pieces = Math.max(left.pieces, right.pieces);
  const isSmall =
    pieces >= 3 && active / pieces <= 0.6 * sizePixels && Math.max(left.longest, right.longest) <= 0.72 * sizePixels;
  // Where columns stand far apart, a pair is broader than one character.
  const isBroad = active >= BROAD * sizePixels && right.to - left.from >= 1.2 * sizePixels;
  if (active < SURE * sizePixels && !isSmall && !isBroad) return undefined;
  return { rows: { from: Math.min(left.first, right.first), to: Math.max(left.last, right.last) }, middle, active };
}

interface Side {
  readonly inked: number;
  readonly pieces: number;
  /** Longest run of inked rows: the height of the tallest piece. */
  readonly longest: number;
  /** Pixel columns that carry more than stray ink: a rule's remnant is narrow. */
  readonly width: number;
  readonly first: number;
  readonly last: number;
  /** From the first to after the last pixel column that carries more than stray ink. */
  readonly from: number;
  readonly to: number;
}

function sideOf(mask: Mask, rows: Span, columns: Span): Side {
  let inked = 0;
  let pieces = 0;
  let first = rows.to;
  let last = rows.from;
  let run = 0;
  let longest = 0;
  for (let y = rows.from; y < rows.to; y++) {
    const isInked = hasInk(mask, y, columns.from, columns.to);
    run = isInked ? run + 1 : 0;
    longest = Math.max(longest, run);
    if (isInked) {
      inked++;
      if (run === 1) pieces++;
      first = Math.min(first, y);
      last = y + 1;
    }
  }
  return { inked, pieces, longest, first, last, ...breadthOf(mask, { from: first, to: last }, columns, inked) };
}

function breadthOf(mask: Mask, rows: Span, columns: Span, inked: number): Span & { readonly width: number } {
  let width = 0;
  let from = columns.to;
  let to = columns.from;
  for (let x = columns.from; x < columns.to; x++) {
    let count = 0;
    for (let y = rows.from; y < rows.to; y++) count += mask.ink[y * mask.width + x] ?? 0;
    if (count <= 0.1 * inked) continue;
    width++;
    from = Math.min(from, x);
    to = x + 1;
  }
  return { width, from, to };
}

function hasInk(mask: Mask, y: number, from: number, to: number): boolean {
  const row = y * mask.width;
  for (let x = Math.max(0, from); x < Math.min(mask.width, to); x++) if (mask.ink[row + x] === 1) return true;
  return false;
}
