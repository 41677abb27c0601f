import type { Raster } from "../../formats/raster.ts";

/** The paper about every place of a picture, by blocks. */
export interface LocalPaper {
  /** One level a block and channel (a picture of 4 channels has 3), 1 to 255. */
  readonly levels: Uint8Array;
  /** Pixels along the side of a block. */
  readonly block: number;
  /** Where the levels for a pixel begin. */
  indexAt(x: number, y: number): number;
}

/** Blocks along the longest side; a place looks at its own block and the eight about it. */
const BLOCKS = 50;
/** Paper is what this share of the pixels is darker than. */
const PAPER_RANK = 0.85;
/** Pixels looked at along each side of a block: enough for a rank. */
const SAMPLES = 8;
/** Levels are counted by fours. */
const BINS = 64;

/** The level of the paper in each channel, from nothing but the pixels about each place. */
export function localPaper({ width, height, channels, pixels }: Raster): LocalPaper {
  const block = Math.max(4, Math.ceil(Math.max(width, height) / BLOCKS));
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const used = channels === 1 ? 1 : 3;
  const step = Math.max(1, Math.floor(block / SAMPLES));
  const counts = new Uint16Array(columns * rows * used * BINS);
  for (let y = step >> 1; y < height; y += step) {
    const row = Math.floor(y / block) * columns;
    for (let x = step >> 1; x < width; x += step) {
      const node = (row + Math.floor(x / block)) * used;
      for (let c = 0; c < used; c++) {
        const at = (node + c) * BINS + ((pixels[(y * width + x) * channels + c] as number) >> 2);
        counts[at] = (counts[at] as number) + 1;
      }
    }
  }
  const across = addNeighbours(counts, columns * rows, used * BINS, 1, (node) => node % columns);
  const sums = addNeighbours(across, columns * rows, used * BINS, columns, (node) => Math.floor(node / columns));
  const levels = Uint8Array.from({ length: columns * rows * used }, (_, i) => rankOf(sums, i * BINS));
  return { levels, block, indexAt: (x, y) => (Math.floor(y / block) * columns + Math.floor(x / block)) * used };
}

/** To the counts of every node those of the two nodes `stride` away that lie in its line. */
function addNeighbours(
  counts: Uint16Array,
  nodes: number,
  size: number,
  stride: number,
  placeOf: (node: number) => number,
): Uint16Array {
  const sums = counts.slice();
  for (let node = 0; node < nodes; node++) {
    for (const other of [node - stride, node + stride]) {
      if (other < 0 || other >= nodes || Math.abs(placeOf(other) - placeOf(node)) !== 1) continue;
      for (let i = 0; i < size; i++)
        sums[node * size + i] = (sums[node * size + i] as number) + (counts[other * size + i] as number);
    }
  }
  return sums;
}

function rankOf(sums: Uint16Array, from: number): number {
  let total = 0;
  for (let bin = 0; bin < BINS; bin++) total += sums[from + bin] as number;
  let seen = 0;
  for (let bin = 0; bin < BINS; bin++) {
    seen += sums[from + bin] as number;
    if (seen >= total * PAPER_RANK) return bin * 4 + 2;
  }
  return 255;
}
