/**
 * How much speaks for two small columns (or one, pushed to a side) in a stretch of a column whose middle is white. Characters
 * made of a left and a right part are white in the middle too: but seldom several of them in a row, with a white that
 * narrow and crooked, each part as tall as the character, and the whole no broader than a character.
 * The weights started as a logistic regression over the candidate stretches of the woodblock spreads with character boxes and
 * of pages without commentary, and were then rounded and set by hand on the same pages; bench/layout.ts checks them on drawn
 * pages.
 */
import { type ColumnRows, NONE } from "./column-rows.ts";
import type { Span } from "./mask.ts";

/** One half of a stretch; distances in pixels from the middle. */
interface Side {
  readonly inked: number;
  /** Tallest run of inked rows. */
  readonly tallest: number;
  readonly near: number;
  readonly far: number;
}

/** Log-odds of commentary; above 0 it is more likely than not. `sizePixels`: width of a full character. */
export function commentaryEvidence(rows: ColumnRows, stretch: Span, sizePixels: number): number {
  const left = sideOf(rows.nearLeft, rows.farLeft, stretch);
  const right = sideOf(rows.nearRight, rows.farRight, stretch);
  const place = { length: inkedRows(rows, stretch) / sizePixels, gaps: gapsAround(rows, stretch, 0.3 * sizePixels), sizePixels };
  if (left.inked === 0 || right.inked === 0) return oneSided(left.inked === 0 ? right : left, place);
  return twoSided(left, right, place);
}

interface Place {
  /** Inked rows, in characters. */
  readonly length: number;
  /** Empty rows above and below, in pixels, the smaller first. */
  readonly gaps: readonly [number, number];
  readonly sizePixels: number;
}

interface Pair {
  readonly left: Side;
  readonly right: Side;
  /** White between the halves, and breadth of the whole, in characters. */
  readonly gutter: number;
  readonly breadth: number;
}

/** Log-odds that a lonely pair has at least. */
const LONELY_PAIR = 1.5;

function twoSided(left: Side, right: Side, { length, gaps, sizePixels }: Place): number {
  const widths = [left, right].map((side) => (side.far - side.near) / sizePixels).sort((a, b) => a - b);
  const [narrow = 0, broad = 0] = widths;
  // A remnant of a rule beside a single character is no small character.
  if (narrow < (length < 1.2 ? 0.28 : 0.2) || Math.min(left.inked, right.inked) < 0.25 * sizePixels)
    return Number.NEGATIVE_INFINITY;
  const gutter = (left.near + right.near) / sizePixels;
  const breadth = (left.far + right.far) / sizePixels;
  const tallest = Math.max(left.tallest, right.tallest) / sizePixels;
  const isPair = isLonelyPair({ left, right, length, gutter, breadth, gaps, sizePixels });
  const evidence =
    -16.6 +
    1.4 * Math.min(4, length) +
    7.5 * Math.min(0.3, gutter) +
    9.5 * Math.min(1.3, breadth) -
    6.5 * Math.max(0, Math.min(1.1, tallest) - 0.6) +
    (4 * gaps[0] + 6 * gaps[1]) / sizePixels +
    1.8 * Math.min(0.45, narrow) -
    1.2 * Math.max(0, broad - 0.6) -
    3.6 * (broad - narrow);
  return isPair ? Math.max(LONELY_PAIR, evidence) : evidence;
}

/**
 * Two small characters side by side between full ones: flatter and broader than a character, both halves alike, with air above
 * and below. None of 17,330 full characters of the spreads and of drawn pages whose middle is white looks like that.
 */
function isLonelyPair({ left, right, length, gutter, breadth, gaps, sizePixels }: Place & Pair): boolean {
  const [narrow = 0, broad = 0] = [left, right].map((side) => (side.far - side.near) / sizePixels).sort((a, b) => a - b);
  const [low = 0, tall = 0] = [left, right].map((side) => side.tallest / sizePixels).sort((a, b) => a - b);
  const isAiry = gaps[0] >= 0.1 * sizePixels && gaps[1] >= 0.12 * sizePixels;
  const isFlat = length < 0.8 && tall <= 0.7 && breadth >= 1.1 && gutter >= 0.08;
  return isAiry && isFlat && narrow >= 0.33 && broad - narrow < 0.18 && tall - low < 0.3;
}

/** All ink on one side: a small column whose neighbour is empty, or a narrow stroke of a full character. */
function oneSided(side: Side, { length, gaps, sizePixels }: Place): number {
  const width = (side.far - side.near) / sizePixels;
  const centre = (side.near + side.far) / 2 / sizePixels;
  const tallest = side.tallest / sizePixels;
  if (width < 0.22 || width > 0.66 || length < 0.3) return Number.NEGATIVE_INFINITY;
  const lonely = 6 * (gaps[0] / sizePixels - 0.08);
  return -7.2 + 4 * Math.min(1.6, length) + 12 * (centre - 0.22) - 4 * Math.max(0, tallest - 0.65) + Math.min(1, lonely);
}

function sideOf(near: Int32Array, far: Int32Array, stretch: Span): Side {
  let [inked, run, tallest, nearest, farthest] = [0, 0, 0, Number.POSITIVE_INFINITY, 0];
  for (let i = stretch.from; i < stretch.to; i++) {
    const distance = near[i] ?? NONE;
    run = distance === NONE ? 0 : run + 1;
    tallest = Math.max(tallest, run);
    if (distance === NONE) continue;
    inked++;
    nearest = Math.min(nearest, distance);
    farthest = Math.max(farthest, far[i] ?? 0);
  }
  return { inked, tallest, near: nearest, far: farthest };
}

function isEmpty(rows: ColumnRows, i: number): boolean {
  return (rows.nearLeft[i] ?? NONE) === NONE && (rows.nearRight[i] ?? NONE) === NONE;
}

function inkedRows(rows: ColumnRows, stretch: Span): number {
  let count = 0;
  for (let i = stretch.from; i < stretch.to; i++) if (!isEmpty(rows, i)) count++;
  return count;
}

/** Empty rows above and below, up to `mostPixels`; the ends of the column are empty beyond. */
function gapsAround(rows: ColumnRows, stretch: Span, mostPixels: number): readonly [number, number] {
  let [above, below] = [0, 0];
  while (above < mostPixels && isEmpty(rows, stretch.from - above - 1)) above++;
  while (below < mostPixels && isEmpty(rows, stretch.to + below)) below++;
  return [Math.min(above, below), Math.max(above, below)];
}
