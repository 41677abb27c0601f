/**
 * A perceptual hash of where on the page there is ink, so that two shots of a page are known for the same. Pages of one
 * book share frame, rules and the places of columns; these are taken out, and what is left differs from page to page.
 */
import { hexOfSigns } from "../../formats/perceptual-hash.ts";
import type { LevelInk } from "./level-ink.ts";
import { nthSmallest } from "./nth-smallest.ts";

const GRID = 48;

/** 16 hexadecimal digits; null where there is too little ink to know a page by. */
export function fingerprintOf(ink: LevelInk | undefined): string | null {
  return ink === undefined ? null : hexOfSigns(projected(withoutLattice(density(ink.x, ink.y))));
}

/** Share of the ink in every cell of a grid over the middle 98 % of it, so that shift, scale and a stray mark do not count. */
function density(xs: Float64Array, ys: Float64Array): Float64Array {
  const [columns, rows] = [cellsOf(xs), cellsOf(ys)];
  const grid = new Float64Array(GRID * GRID);
  const weight = 1 / xs.length;
  for (let i = 0; i < xs.length; i++) {
    const u = columns[i] as number;
    const v = rows[i] as number;
    const at = (v | 0) * GRID + (u | 0);
    const right = u - (u | 0);
    const below = v - (v | 0);
    grid[at] = (grid[at] as number) + weight * (1 - right) * (1 - below);
    grid[at + 1] = (grid[at + 1] as number) + weight * right * (1 - below);
    grid[at + GRID] = (grid[at + GRID] as number) + weight * (1 - right) * below;
    grid[at + GRID + 1] = (grid[at + GRID + 1] as number) + weight * right * below;
  }
  return grid;
}

/** In cells from the first to the 99th hundredth of the values. */
function cellsOf(values: Float64Array): Float64Array {
  const shuffled = values.slice();
  const low = nthSmallest(shuffled, Math.floor(values.length * 0.01));
  const high = nthSmallest(shuffled, Math.floor(values.length * 0.99));
  const span = Math.max(1, high - low);
  const cells = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    cells[i] = Math.max(0, Math.min(GRID - 1.001, (((values[i] as number) - low) / span) * (GRID - 1)));
  }
  return cells;
}

/** What is left when the mean of every row and column of the grid is taken off. */
function withoutLattice(grid: Float64Array): Float64Array {
  const rows = new Float64Array(GRID);
  const columns = new Float64Array(GRID);
  let mean = 0;
  for (const [at, value] of grid.entries()) {
    rows[Math.floor(at / GRID)] = (rows[Math.floor(at / GRID)] as number) + value / GRID;
    columns[at % GRID] = (columns[at % GRID] as number) + value / GRID;
    mean += value / (GRID * GRID);
  }
  return grid.map((value, at) => value - (rows[Math.floor(at / GRID)] as number) - (columns[at % GRID] as number) + mean);
}

/** Its 8 x 8 lowest waves that run both ways (discrete cosine transform, without those of a single direction). */
function projected(grid: Float64Array): Float64Array {
  return new Float64Array(64).map((_, bit) => waveIn(grid, WAVES[bit % 8] as Float64Array, WAVES[bit >> 3] as Float64Array));
}

const WAVES = Array.from({ length: 8 }, (_, k) =>
  Float64Array.from({ length: GRID }, (_, i) => Math.cos((Math.PI * (k + 1) * (i + 0.5)) / GRID)),
);

function waveIn(grid: Float64Array, across: Float64Array, down: Float64Array): number {
  let sum = 0;
  for (let row = 0, at = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++, at++) {
      sum += (grid[at] as number) * (across[column] as number) * (down[row] as number);
    }
  }
  return sum;
}
