import type { Raster } from "../../formats/raster.ts";
import { type Grid, smoothGrid } from "./grid.ts";

/** How bright the bare paper is, place by place, 0 to 255: what a reading picture is divided by. */
export interface PaperLight {
  readonly fine: Grid;
  /** Level of the paper of the whole page. */
  readonly level: number;
}

/** Weight of the channels in reading grey: yellowed paper counts as light, vermilion stays readable. */
export const READING_WEIGHTS = { red: 0.5, green: 0.4, blue: 0.1 } as const;

/** A node looks at a window of this many steps either way; it must be wider than a thick character. */
const WINDOW_STEPS = 1;
/** Of a window the paper is what this share of the pixels is darker than. */
const PAPER_RANK = 0.85;
/** A window with less light than this share of the page's paper shows no paper: a picture, a seal, the ground. */
const LEAST_SHARE = 0.45;

/**
 * Estimate the light on the paper from a reduced picture.
 * @param factor pixels of the upright master a reduced pixel stands for
 * @param isPaper whether a point of the master lies on the page
 * @param steps nodes along the longest side
 */
export function paperLight(
  reduced: Raster,
  factor: number,
  isPaper: (x: number, y: number) => boolean,
  steps: number,
): PaperLight {
  const grey = readingGrey(reduced, factor, isPaper);
  const block = Math.max(2, Math.round(Math.max(reduced.width, reduced.height) / steps));
  const columns = Math.max(1, Math.ceil(reduced.width / block));
  const rows = Math.max(1, Math.ceil(reduced.height / block));
  const counts = blockCounts(grey, reduced.width, block, columns, rows);
  const levels = Float32Array.from({ length: columns * rows }, (_, node) =>
    windowLevel(counts, columns, rows, node % columns, Math.floor(node / columns)),
  );
  const known = Array.from(levels).filter((each) => each > 0);
  known.sort((a, b) => a - b);
  const level = known[Math.floor(known.length * 0.6)] ?? 255;
  const filled = fillUnknown(
    levels.map((each) => (each < level * LEAST_SHARE ? 0 : each)),
    columns,
    rows,
    level,
  );
  const fine = { columns, rows, step: block * factor, origin: (block * factor) / 2, values: filled };
  return { fine: smoothGrid(fine, 1), level };
}

/** Reading grey of every pixel, or -1 off the page. */
function readingGrey(reduced: Raster, factor: number, isPaper: (x: number, y: number) => boolean): Int16Array {
  const { width, height, channels, pixels } = reduced;
  const grey = new Int16Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const x = i % width;
    const y = (i - x) / width;
    if (!isPaper((x + 0.5) * factor, (y + 0.5) * factor)) {
      grey[i] = -1;
      continue;
    }
    const p = i * channels;
    const { red, green, blue } = READING_WEIGHTS;
    grey[i] =
      channels === 1
        ? (pixels[p] as number)
        : Math.round(red * (pixels[p] as number) + green * (pixels[p + 1] as number) + blue * (pixels[p + 2] as number));
  }
  return grey;
}

/** How often each level occurs in each block. */
function blockCounts(grey: Int16Array, width: number, block: number, columns: number, rows: number): Uint32Array {
  const counts = new Uint32Array(columns * rows * 256);
  for (let i = 0; i < grey.length; i++) {
    const level = grey[i] as number;
    if (level < 0) continue;
    const x = i % width;
    const node = Math.floor((i - x) / width / block) * columns + Math.floor(x / block);
    const at = node * 256 + level;
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** The paper level of the window about a node, or 0 when too little of it lies on the page. */
function windowLevel(counts: Uint32Array, columns: number, rows: number, column: number, row: number): number {
  const sums = new Uint32Array(256);
  let total = 0;
  for (let r = Math.max(0, row - WINDOW_STEPS); r <= Math.min(rows - 1, row + WINDOW_STEPS); r++) {
    for (let c = Math.max(0, column - WINDOW_STEPS); c <= Math.min(columns - 1, column + WINDOW_STEPS); c++) {
      const from = (r * columns + c) * 256;
      for (let level = 0; level < 256; level++) {
        const count = counts[from + level] as number;
        sums[level] = (sums[level] as number) + count;
        total += count;
      }
    }
  }
  if (total < 20) return 0;
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += sums[level] as number;
    if (seen >= total * PAPER_RANK) return Math.max(1, level);
  }
  return 255;
}

/** Carry known levels into unknown nodes, ring by ring, each the mean of its known neighbours. */
function fillUnknown(levels: Float32Array, columns: number, rows: number, fallback: number): Float32Array {
  let filled = levels;
  for (let ring = 0; ring < columns + rows; ring++) {
    if (filled.every((each) => each > 0)) return filled;
    const before = filled;
    filled = before.map((each, node) => (each > 0 ? each : meanOfKnown(before, columns, rows, node)));
  }
  return filled.map((each) => (each > 0 ? each : fallback));
}

function meanOfKnown(levels: Float32Array, columns: number, rows: number, node: number): number {
  const column = node % columns;
  const row = (node - column) / columns;
  let sum = 0;
  let known = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
      const level = levels[r * columns + c] as number;
      if (level > 0) {
        sum += level;
        known++;
      }
    }
  }
  return known === 0 ? 0 : sum / known;
}
