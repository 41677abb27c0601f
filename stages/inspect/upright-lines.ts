/**
 * Dark lines that run up and down the middle of a page, faint ones too: rules of a centre strip, the crease of a fold.
 * A line is the best path down the page that steps aside only where there is much to gain by it; so a line may bow as old
 * paper does, while strokes of characters, which stand to and fro, make none.
 */
import { type MiddleBand, shareOfWidth } from "./middle-band.ts";

/** A line down the page; places in shares of the page's width and height. */
export interface UprightLine {
  readonly x: number;
  /** The stretch over which it is seen. */
  readonly from: number;
  readonly to: number;
  /** 1 for a straight line that is seen all along the stretch; less for gaps, and for steps aside. */
  readonly clearness: number;
}

/** A line is darker than what lies to either side of it by this share of the paper's luminance. */
const CONTRAST = 0.035;
/** Its sides are looked at so far away, as a share of the band's width. */
const ASIDE = 0.014;
/** What a step aside costs, in rows of line. */
const STEP_COST = 2.5;
/** Shortest line, as a share of the page's height. */
const LEAST_LENGTH = 0.3;
const LEAST_CLEARNESS = 0.6;

/** Lines of the band, from left to right. */
export function uprightLines(band: MiddleBand): readonly UprightLine[] {
  const darkness = darknessOf(band);
  const steps = new Int8Array(darkness.length);
  const [upper, lower] = [bestPaths(darkness, band, steps, 1), bestPaths(darkness, band, steps, -1)];
  const sums = upper.map((sum, cell) => sum + (lower[cell] as number));
  return peaksOf(sums)
    .map((cell) => lineOf(band, darkness, pathThrough(band, steps, cell)))
    .filter((line) => line.to - line.from >= LEAST_LENGTH && line.clearness >= LEAST_CLEARNESS);
}

/** How much of a line every cell is, -0.5 to 1. */
function darknessOf({ cells, rows, light, paper }: MiddleBand): Float32Array {
  const aside = Math.max(2, Math.round(cells * ASIDE));
  const darkness = new Float32Array(cells * rows);
  for (let at = 0; at < darkness.length; at++) {
    const cell = at % cells;
    const [before, after] = [light[at - Math.min(cell, aside)], light[at + Math.min(cells - 1 - cell, aside)]] as number[];
    const depth = (Math.min(before as number, after as number) - (light[at] as number)) / (CONTRAST * paper);
    darkness[at] = Math.max(-0.5, Math.min(1, depth));
  }
  return darkness;
}

/** Sums of the best paths to every cell of the middle row, from the top (way 1) or the foot; `steps` leads back. */
function bestPaths(darkness: Float32Array, { cells, rows }: MiddleBand, steps: Int8Array, way: 1 | -1): Float32Array {
  const middle = rows >> 1;
  let best = new Float32Array(cells);
  for (let row = way === 1 ? 0 : rows - 1; row !== middle; row += way) {
    const sums = best.map((sum, cell) => sum + (darkness[row * cells + cell] as number));
    best = sums.map((straight, cell) => {
      const [left, right] = [(sums[cell - 1] ?? -rows) - STEP_COST, (sums[cell + 1] ?? -rows) - STEP_COST];
      const most = Math.max(straight, left, right);
      steps[row * cells + cell] = most === straight ? 0 : most === left ? -1 : 1;
      return most;
    });
  }
  return best;
}

/** Cells that are the best of those about them. */
function peaksOf(sums: Float32Array): readonly number[] {
  const reach = Math.max(2, Math.round(sums.length * 0.015));
  return [...sums.keys()].filter((cell) => {
    const first = Math.max(0, cell - reach);
    const around = sums.subarray(first, cell + reach + 1);
    return around.every((sum, i) => (first + i < cell ? sum < (sums[cell] as number) : sum <= (sums[cell] as number)));
  });
}

/** The cells of the best path through a cell of the middle row, row by row. */
function pathThrough({ cells, rows }: MiddleBand, steps: Int8Array, start: number): Int32Array {
  const middle = rows >> 1;
  const path = new Int32Array(rows).fill(start);
  for (const way of [-1, 1]) {
    let cell = start;
    for (let row = middle + way; row >= 0 && row < rows; row += way) {
      cell += steps[row * cells + cell] as number;
      path[row] = cell;
    }
  }
  return path;
}

function lineOf({ cells, rows }: MiddleBand, darkness: Float32Array, path: Int32Array): UprightLine {
  const seen = Float32Array.from(path, (cell, row) => Math.max(0, darkness[row * cells + cell] as number));
  const { from, to } = stretchOf(seen);
  const length = Math.max(1, to - from);
  const solidity = seen.subarray(from, to).reduce((sum, each) => sum + each, 0) / length;
  const stretch = path.slice(from, to);
  const stepShare = stretch.filter((cell, i) => i > 0 && cell !== stretch[i - 1]).length / length;
  const middle = stretch.sort()[length >> 1] ?? 0;
  return { x: shareOfWidth(cells, middle + 0.5), from: from / rows, to: to / rows, clearness: solidity - 2 * stepShare };
}

/** The stretch that holds most of a line: more than half of it is seen. */
function stretchOf(seen: Float32Array): { readonly from: number; readonly to: number } {
  let best = { from: 0, to: 0, sum: 0 };
  let [from, sum] = [0, 0];
  for (const [row, value] of seen.entries()) {
    sum += value - 0.5;
    if (sum > best.sum) best = { from, to: row + 1, sum };
    if (sum < 0) [from, sum] = [row + 1, 0];
  }
  return best;
}
