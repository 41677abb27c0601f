/** How alike two pages are by the places of their ink, wherever the one lies against the other. */

/** Ink by cells, one hexadecimal digit each, row by row. */
export interface Sketch {
  readonly width: number;
  readonly height: number;
  readonly levels: string;
}

interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** The size of strokes is known to a few hundredths. */
const SCALES = [0.94, 0.97, 1, 1.03, 1.06] as const;
/** One page may lie this far aside of the other, as a share of its size; more was cut off than is common. */
const MOST_SHIFT = 0.3;
/** They must share this part of the smaller one. */
const LEAST_SHARED = 0.5;
/** In fewer cells chance makes pages alike. */
const LEAST_CELLS = 120;

/**
 * Correlation of two sketches where they fit best, -1 to 1: near 1 for two shots of a page, near 0 for two pages. Means of rows
 * and columns are taken off first, because pages of one book share columns and frame. Undefined when they are too small.
 */
export function likeness(one: Sketch, other: Sketch): number | undefined {
  const fixed = withoutLattice(gridOf(one));
  if (Math.min(one.levels.length, other.levels.length) < LEAST_CELLS) return undefined;
  const small = halved(fixed);
  let best = -1;
  for (const scale of SCALES) {
    const moved = withoutLattice(scaled(gridOf(other), scale));
    const rough = bestShift(small, halved(moved), 0, 0, Math.round((MOST_SHIFT * Math.max(small.width, small.height)) | 0));
    best = Math.max(best, bestShift(fixed, moved, rough.x * 2, rough.y * 2, 2).score);
  }
  return best;
}

function gridOf({ width, height, levels }: Sketch): Grid {
  return { width, height, values: Float32Array.from(levels, (digit) => Number.parseInt(digit, 16)) };
}

/** Every cell less the means of its row and of its column. */
function withoutLattice({ width, height, values }: Grid): Grid {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  let mean = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    const [row, column] = [Math.floor(at / width), at % width];
    rows[row] = (rows[row] as number) + value / width;
    columns[column] = (columns[column] as number) + value / height;
    mean += value / values.length;
  }
  const left = values.map(
    (value, at) => value - (rows[Math.floor(at / width)] as number) - (columns[at % width] as number) + mean,
  );
  return { width, height, values: left };
}

function halved({ width, height, values }: Grid): Grid {
  const [wide, high] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const half = new Float32Array(wide * high);
  for (let y = 0; y < Math.min(height, high * 2); y++) {
    for (let x = 0; x < Math.min(width, wide * 2); x++) {
      const to = (y >> 1) * wide + (x >> 1);
      half[to] = (half[to] as number) + (values[y * width + x] as number) / 4;
    }
  }
  return { width: wide, height: high, values: half };
}

/** The grid with cells `scale` times as large, mixed from their neighbours. */
function scaled(grid: Grid, scale: number): Grid {
  if (scale === 1) return grid;
  const width = Math.max(1, Math.round(grid.width / scale));
  const height = Math.max(1, Math.round(grid.height / scale));
  const values = new Float32Array(width * height);
  const at = (x: number, y: number): number =>
    grid.values[Math.min(grid.height - 1, y) * grid.width + Math.min(grid.width - 1, x)] as number;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [Math.max(0, (x + 0.5) * scale - 0.5), Math.max(0, (y + 0.5) * scale - 0.5)];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const upper = at(left, top) + (at(left + 1, top) - at(left, top)) * (u - left);
      const lower = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * (u - left);
      values[y * width + x] = upper + (lower - upper) * (v - top);
    }
  }
  return { width, height, values };
}

interface Shift {
  readonly x: number;
  readonly y: number;
  readonly score: number;
}

/** The best of all shifts within `reach` of one; middles lie on each other at shift (0, 0) of the rough search. */
function bestShift(one: Grid, other: Grid, aboutX: number, aboutY: number, reach: number): Shift {
  let best: Shift = { x: aboutX, y: aboutY, score: -1 };
  for (let y = aboutY - reach; y <= aboutY + reach; y++) {
    for (let x = aboutX - reach; x <= aboutX + reach; x++) {
      const score = correlation(one, other, x, y);
      if (score > best.score) best = { x, y, score };
    }
  }
  return best;
}

/** Cell (u, v) of one lies on (u - x, v - y) of the other. */
function correlation(one: Grid, other: Grid, x: number, y: number): number {
  const [left, right] = [Math.max(0, x), Math.min(one.width, other.width + x)];
  const [top, bottom] = [Math.max(0, y), Math.min(one.height, other.height + y)];
  const shared = Math.max(0, right - left) * Math.max(0, bottom - top);
  if (shared < LEAST_SHARED * Math.min(one.values.length, other.values.length)) return -1;
  let [ab, aa, bb] = [0, 0, 0];
  for (let v = top; v < bottom; v++) {
    for (let u = left, p = v * one.width + left, q = (v - y) * other.width + left - x; u < right; u++, p++, q++) {
      const a = one.values[p] as number;
      const b = other.values[q] as number;
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
  }
  return aa === 0 || bb === 0 ? -1 : ab / Math.sqrt(aa * bb);
}
