/**
 * Rules and frames: long, straight, dark runs. Rules of woodblock prints are thin and broken and a little oblique, so a
 * run may have small gaps and is looked for in a belt three pixels wide; one pixel column votes for a rule only when its
 * runs together cover a good part of the page. Frames may be thick, but then they must be long and nearly without gaps.
 * Everything here speaks of vertical rules; for horizontal ones transpose the mask.
 */
import { columnProfile, type Mask, type Span, smooth } from "./mask.ts";

/** A vertical rule: its middle, its width, and which part of the page height it covers (0 to 1). */
export interface Rule {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly coverage: number;
  /** First and last row it was seen on. */
  readonly start: number;
  readonly end: number;
}

/** Rules found, and the pixels that belong to them. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly pixels: Uint8Array;
}

const SHORTEST_RULE = 0.075;
const SHORTEST_FRAME = 0.33;
const LEAST_COVERAGE = 0.22;

/** Widest stroke, in pixels, that still counts as part of a thin rule on a page of this size. */
export function thinRulePixels(page: { readonly width: number; readonly height: number }): number {
  return Math.max(3, Math.round(0.0045 * Math.max(page.width, page.height)));
}

/** Find vertical rules and frame sides. `thinPixels`: widest horizontal run that still counts as part of a rule. */
export function findVerticalRules(mask: Mask, thinPixels: number): Rules {
  const pixels = new Uint8Array(mask.ink.length);
  const gapPixels = Math.max(2, Math.round(mask.height * 0.006));
  const thin = { shortest: SHORTEST_RULE * mask.height, gapPixels, leastFill: 0.7 };
  const thick = { shortest: SHORTEST_FRAME * mask.height, gapPixels, leastFill: 0.85 };
  markRuns(mask, thinMask(mask, thinPixels), pixels, thin, true);
  markRuns(mask, mask.ink, pixels, thick, false);
  return { rules: gatherRules(mask, pixels), pixels };
}

/**
 * Pixels of thin upright runs inside the given stretches, however short the rule they belong to: for the places between
 * columns, where no character has a stroke that long.
 */
export function findRulePieces(mask: Mask, thinPixels: number, shortestPixels: number, places: readonly Span[]): Uint8Array {
  const thin = thinMask(mask, thinPixels);
  const marked = new Uint8Array(mask.ink.length);
  const limits = { shortest: shortestPixels, gapPixels: Math.max(2, Math.round(0.12 * shortestPixels)), leastFill: 0.7 };
  for (const place of places) {
    for (let x = Math.max(0, Math.floor(place.from)); x < Math.min(mask.width, place.to); x++) {
      for (const run of runsOfColumn(mask, thin, x, limits)) copyRun(mask, thin, marked, { x, ...run });
    }
  }
  return marked;
}

/** The mask without the given pixels. */
export function without(mask: Mask, pixels: Uint8Array, others: Uint8Array = pixels): Mask {
  const ink = new Uint8Array(mask.ink.length);
  for (let i = 0; i < ink.length; i++) ink[i] = (mask.ink[i] as number) & ~((pixels[i] as number) | (others[i] as number));
  return { width: mask.width, height: mask.height, ink };
}

function thinMask(mask: Mask, thinPixels: number): Uint8Array {
  const thin = new Uint8Array(mask.ink.length);
  for (let y = 0; y < mask.height; y++) {
    const row = y * mask.width;
    let x = 0;
    while (x < mask.width) {
      const from = x;
      while (x < mask.width && mask.ink[row + x] === 1) x++;
      if (x > from && x - from <= thinPixels) thin.fill(1, row + from, row + x);
      x++;
    }
  }
  return thin;
}

interface RunLimits {
  readonly shortest: number;
  readonly gapPixels: number;
  readonly leastFill: number;
}

interface FoundRun extends Span {
  readonly x: number;
}

function markRuns(mask: Mask, source: Uint8Array, marked: Uint8Array, limits: RunLimits, isVoted: boolean): void {
  const found: FoundRun[] = [];
  const dark = columnProfile({ ...mask, ink: source }, { from: 0, to: mask.height });
  // Most columns of pixels are too bright, with both neighbours, to hold one run: they need no walk down the page.
  const least = limits.leastFill * limits.shortest;
  for (let x = 0; x < mask.width; x++) {
    if ((dark[x - 1] ?? 0) + (dark[x] ?? 0) + (dark[x + 1] ?? 0) < least) continue;
    for (const run of runsOfColumn(mask, source, x, limits)) found.push({ x, ...run });
  }
  const votes = isVoted ? countVotes(mask, found) : undefined;
  for (const run of found) {
    if (votes !== undefined && (votes[run.x] ?? 0) < LEAST_COVERAGE * mask.height) continue;
    copyRun(mask, source, marked, run);
  }
}

function copyRun(mask: Mask, source: Uint8Array, marked: Uint8Array, run: FoundRun): void {
  for (let y = run.from; y < run.to; y++) {
    for (let x = Math.max(0, run.x - 1); x <= Math.min(mask.width - 1, run.x + 1); x++) {
      const i = y * mask.width + x;
      if (source[i] === 1) marked[i] = 1;
    }
  }
}

/** Rows on which a run passes within a few pixels of each pixel column: a slanting rule collects all its pieces. */
function countVotes(mask: Mask, found: readonly FoundRun[]): Float64Array {
  const reach = Math.max(2, Math.round(0.003 * mask.width));
  const votes = new Float64Array(mask.width);
  const lastX = new Int32Array(mask.height).fill(-1);
  // Runs come from left to right, so a row was already counted up to `lastX + reach`.
  for (const run of found) {
    for (let y = run.from; y < run.to; y++) {
      const before = lastX[y] ?? -1;
      const from = Math.max(0, run.x - reach, before < 0 ? 0 : before + reach + 1);
      for (let x = from; x <= Math.min(mask.width - 1, run.x + reach); x++) votes[x] = (votes[x] ?? 0) + 1;
      lastX[y] = run.x;
    }
  }
  return votes;
}

/**
 * Runs of one pixel column, from its top. A pixel is dark when it or its neighbour to the left or right is. A long enough run has no
 * wide gap in the `shortest` pixels after its first, so these are looked at from their end: the first gap met there rules out
 * everything above it, and most of a page is never read.
 */
function runsOfColumn(mask: Mask, source: Uint8Array, x: number, limits: RunLimits): Span[] {
  const { width, height } = mask;
  const [left, right] = [x > 0 ? 1 : 0, x + 1 < width ? 1 : 0];
  const isDark = (y: number): boolean => {
    const i = y * width + x;
    return source[i] === 1 || source[i - left] === 1 || source[i + right] === 1;
  };
  const reach = Math.max(1, Math.ceil(limits.shortest));
  const runs: Span[] = [];
  let from = 0;
  while (from + reach <= height) {
    const begin = earliestBegin(isDark, { from, to: from + reach }, limits.gapPixels);
    if (begin === from) {
      const { to, filled } = followRun(isDark, { from, to: height }, limits.gapPixels);
      if (to - from >= reach && filled / (to - from) >= limits.leastFill) runs.push({ from, to });
      from = to;
    } else from = begin;
  }
  return runs;
}

/** First dark pixel after the last wide gap of the span; its first dark pixel without such a gap; its end if it is white. */
function earliestBegin(isDark: (y: number) => boolean, span: Span, gapPixels: number): number {
  let begin = span.to;
  for (let y = span.to - 1, white = 0; y >= span.from && white <= gapPixels; y--) {
    if (isDark(y)) [begin, white] = [y, 0];
    else white++;
  }
  return begin;
}

/** Where the run that begins at `from` ends, and how many of its pixels are dark. */
function followRun(isDark: (y: number) => boolean, { from, to }: Span, gapPixels: number): { to: number; filled: number } {
  let last = from;
  let filled = 0;
  for (let y = from; y < to && y - last <= gapPixels + 1; y++) {
    if (!isDark(y)) continue;
    last = y;
    filled++;
  }
  return { to: last + 1, filled };
}

function gatherRules(mask: Mask, pixels: Uint8Array): readonly Rule[] {
  const reach = Math.max(2, Math.round(mask.width * 0.004));
  const near = smooth(columnProfile({ ...mask, ink: pixels }, { from: 0, to: mask.height }), reach);
  const rules: Rule[] = [];
  let x = 0;
  while (x < mask.width) {
    if ((near[x] ?? 0) * (2 * reach + 1) < LEAST_COVERAGE * mask.height * 0.5) {
      x++;
      continue;
    }
    const start = x;
    while (x < mask.width && (near[x] ?? 0) * (2 * reach + 1) >= LEAST_COVERAGE * mask.height * 0.5) x++;
    const rule = describeRule(mask, pixels, start, x);
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}

function describeRule(mask: Mask, pixels: Uint8Array, from: number, to: number): Rule | undefined {
  let covered = 0;
  let sum = 0;
  let count = 0;
  let start = -1;
  let end = -1;
  let left = to;
  let right = from;
  for (let y = 0; y < mask.height; y++) {
    let isHit = false;
    for (let x = from; x < to; x++) {
      if (pixels[y * mask.width + x] !== 1) continue;
      isHit = true;
      sum += x;
      count++;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
    }
    if (!isHit) continue;
    covered++;
    if (start < 0) start = y;
    end = y + 1;
  }
  if (covered < LEAST_COVERAGE * mask.height) return undefined;
  return { at: sum / count, from: left, to: right, coverage: covered / mask.height, start, end };
}
