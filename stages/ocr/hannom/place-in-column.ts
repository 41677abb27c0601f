/**
 * From the frames of a reading to boxes on the column: the network says about where each character is, the gaps in the
 * ink between two of them say where one ends and the next begins, and each box closes round the ink of its part. A box
 * is never much smaller than a character's cell, so that 一 can be seen and hit too.
 */
import type { Box } from "../../../pipeline/geometry.ts";
import type { ColumnInk } from "./column-ink.ts";
import type { GreyPicture } from "./resample.ts";

/** How much a cut away from the middle between two characters costs, against ink in the row. */
const AWAY_COST = 0.35;
/** How far a character may reach from its middle, in usual distances. */
const REACH = 0.75;
/** Tallest cell, in widths of the writing. */
const TALLEST_CELL = 1.3;
/** Share of a row of a box that must be ink for the row to belong to the character. */
const EDGE_INK_SHARE = 0.02;
/** Least size of a box, in widths of the writing and heights of its cell. */
const LEAST_WIDTH_SHARE = 0.9;
const LEAST_HEIGHT_SHARE = 0.85;

/** Boxes round the characters whose middles lie at `middles` (rows of the column, falling down the page). */
export function placeInColumn(column: GreyPicture, ink: ColumnInk, middles: readonly number[]): readonly Box[] {
  const rows = inkOfRows(column, ink);
  const pitch = usualDistance(middles, ink.right - ink.left);
  const cuts = middles.slice(1).map((below, i) => cheapestRow(rows, middles[i] as number, below));
  return middles.map((middle, i) => {
    const top = Math.max(0, cuts[i - 1] ?? 0, Math.round(middle - REACH * pitch));
    const bottom = Math.min(column.height, cuts[i] ?? column.height, Math.round(middle + REACH * pitch));
    return closeRound(column, ink, { top, bottom, leastHeight: LEAST_HEIGHT_SHARE * Math.min(pitch, bottom - top) });
  });
}

/** The row between two middles with the least ink, near the middle rather than near a character. */
function cheapestRow(rows: Float32Array, above: number, below: number): number {
  const half = Math.max(1, (below - above) / 2);
  let best = { cost: Number.POSITIVE_INFINITY, row: Math.round((above + below) / 2) };
  for (let row = Math.ceil(above); row < below && row < rows.length; row++) {
    const away = (row + 0.5 - (above + below) / 2) / half;
    const cost = (rows[row] as number) + AWAY_COST * away * away;
    if (cost < best.cost) best = { cost, row };
  }
  return best.row;
}

/** Middle distance between neighbours, but not more than gaps between words make of it: cells are hardly taller than wide. */
function usualDistance(middles: readonly number[], breadth: number): number {
  const distances = middles
    .slice(1)
    .map((each, i) => each - (middles[i] as number))
    .sort((a, b) => a - b);
  return Math.max(1, Math.min(distances[distances.length >> 1] ?? breadth, TALLEST_CELL * breadth));
}

/** Share of each row that is ink, between the left and right end of the writing. */
function inkOfRows(column: GreyPicture, { threshold, left, right }: ColumnInk): Float32Array {
  const rows = new Float32Array(column.height);
  for (let y = 0; y < column.height; y++) {
    let count = 0;
    for (let x = left; x < right; x++) count += (column.pixels[y * column.width + x] as number) <= threshold ? 1 : 0;
    rows[y] = count / (right - left);
  }
  return rows;
}

interface Cell {
  readonly top: number;
  readonly bottom: number;
  readonly leastHeight: number;
}

/** The box round the ink between two rows; the whole cell where it holds none. */
function closeRound(column: GreyPicture, ink: ColumnInk, { top, bottom, leastHeight }: Cell): Box {
  const height = Math.max(1, bottom - top);
  const whole = { x: ink.left, y: top, width: ink.right - ink.left, height };
  const down = new Uint32Array(height);
  const across = new Uint32Array(whole.width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < whole.width; x++) {
      if ((column.pixels[(top + y) * column.width + ink.left + x] ?? 255) > ink.threshold) continue;
      down[y] = (down[y] as number) + 1;
      across[x] = (across[x] as number) + 1;
    }
  }
  const [y0, y1] = reach(down, EDGE_INK_SHARE * whole.width);
  const [x0, x1] = reach(across, EDGE_INK_SHARE * height);
  if (y1 <= y0 || x1 <= x0) return whole;
  const [left, right] = grow(x0, x1, LEAST_WIDTH_SHARE * whole.width, whole.width);
  const [upper, lower] = grow(y0, y1, leastHeight, height);
  return { x: ink.left + left, y: top + upper, width: right - left, height: lower - upper };
}

/** A stretch made at least `least` long about its middle, within 0 and `limit`. */
function grow(from: number, to: number, least: number, limit: number): readonly [number, number] {
  const more = Math.max(0, least - (to - from)) / 2;
  const start = Math.max(0, Math.min(from - more, limit - least));
  return [start, Math.min(limit, Math.max(to, start + least))];
}

/** First and one past the last place that holds more than `least`. */
function reach(profile: Uint32Array, least: number): readonly [number, number] {
  let from = 0;
  while (from < profile.length && (profile[from] as number) <= least) from++;
  let to = profile.length;
  while (to > from && (profile[to - 1] as number) <= least) to--;
  return [from, to];
}
