/** How evenly the page is lit, by its bare paper. */
import type { Box } from "../../pipeline/geometry.ts";
import { leastSquares } from "./least-squares.ts";
import type { PageView } from "./page-view.ts";
import { median } from "./quantile.ts";

export interface Light {
  /** Share of the light that is missing in the darkest part of the paper, against the brightest. */
  readonly unevenShare: number;
  /** The darkest part, in pixels of the master. */
  readonly darkest: Box;
}

/** Cells a side of the grid over the page. */
const GRID = 16;
const LEAST_CELLS = 24;

interface Cell {
  /** Middle, -1 to 1 over the page. */
  readonly u: number;
  readonly v: number;
  readonly light: number;
}

/**
 * Fit a surface of the second degree to the paper's light, cell by cell, leaving stains and shadows of the fold aside.
 * Red light is asked: age and damp take blue from paper first, a weak lamp takes all. Undefined where too little paper shows.
 */
export function measureLight(view: PageView): Light | undefined {
  const cells = cellsOf(view);
  if (cells.length < LEAST_CELLS) return undefined;
  let kept = cells;
  let surface = fitted(kept);
  for (let pass = 0; pass < 3; pass++) {
    const misfits = cells.map((each) => Math.abs(each.light - surface(each.u, each.v)));
    const limit = 2.5 * median(misfits) + 0.005;
    kept = cells.filter((_, i) => (misfits[i] as number) <= limit);
    if (kept.length < LEAST_CELLS) break;
    surface = fitted(kept);
  }
  const lights = cells.map(({ u, v }) => ({ u, v, light: surface(u, v) })).sort((a, b) => a.light - b.light);
  const darkest = lights[Math.floor(lights.length * 0.01)] as Cell;
  const brightest = lights[Math.floor(lights.length * 0.99)] as Cell;
  const unevenShare = brightest.light <= 0 ? 0 : Math.max(0, Math.min(1, 1 - darkest.light / brightest.light));
  return { unevenShare, darkest: boxAbout(view, darkest) };
}

function cellsOf(view: PageView): Cell[] {
  const { bounds } = view;
  const cells: Cell[] = [];
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const x = Math.floor(bounds.x + (bounds.width * column) / GRID);
      const y = Math.floor(bounds.y + (bounds.height * row) / GRID);
      const right = Math.floor(bounds.x + (bounds.width * (column + 1)) / GRID);
      const bottom = Math.floor(bounds.y + (bounds.height * (row + 1)) / GRID);
      const light = lightIn(view, { x, y, width: right - x, height: bottom - y });
      if (light === undefined) continue;
      cells.push({ u: (2 * (column + 0.5)) / GRID - 1, v: (2 * (row + 0.5)) / GRID - 1, light });
    }
  }
  return cells;
}

/** Light of the bare paper in a cell; undefined where less than two fifths of it are bare. */
function lightIn({ reduced, pageMask, ink }: PageView, cell: Box): number | undefined {
  const { width, channels, pixels } = reduced;
  const counts = new Uint32Array(256);
  let count = 0;
  for (let y = cell.y; y < cell.y + cell.height; y++) {
    for (let at = y * width + cell.x; at < y * width + cell.x + cell.width; at++) {
      if (pageMask[at] === 0 || ink.mask[at] === 1) continue;
      const red = pixels[at * channels] as number;
      counts[red] = (counts[red] as number) + 1;
      count++;
    }
  }
  return count === 0 || count < cell.width * cell.height * 0.4 ? undefined : linear(levelAbove(counts, count * 0.7));
}

/** The level that so many of the counted pixels stay below. */
function levelAbove(counts: Uint32Array, wanted: number): number {
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += counts[level] as number;
    if (seen >= wanted) return level;
  }
  return 255;
}

/** Light of an sRGB level, 0 to 1 (IEC 61966-2-1). */
function linear(level: number): number {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Least squares of 1, u, v, uu, uv, vv. */
function fitted(cells: readonly Cell[]): (u: number, v: number) => number {
  const termsOf = (u: number, v: number): number[] => [1, u, v, u * u, u * v, v * v];
  const weights = leastSquares(
    cells.map(({ u, v }) => termsOf(u, v)),
    cells.map(({ light }) => light),
  );
  return (u, v) => termsOf(u, v).reduce((sum, term, i) => sum + term * (weights[i] as number), 0);
}

function boxAbout({ bounds, factor }: PageView, { u, v }: Cell): Box {
  const [wide, high] = [bounds.width / 4, bounds.height / 4];
  const x = bounds.x + Math.max(0, Math.min(bounds.width - wide, ((u + 1) / 2) * bounds.width - wide / 2));
  const y = bounds.y + Math.max(0, Math.min(bounds.height - high, ((v + 1) / 2) * bounds.height - high / 2));
  return {
    x: Math.round(x * factor),
    y: Math.round(y * factor),
    width: Math.round(wide * factor),
    height: Math.round(high * factor),
  };
}
