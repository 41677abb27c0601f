import type { Raster } from "../../formats/raster.ts";

/** What is at most this light hangs together with the ground it touches, soft edges and tears of the paper included ... */
const DARK_LEVEL = 190;
/** ... within so many blocks of it. */
const REACH_BLOCKS = 2;

/**
 * Take the ground out of a mask of ink: squares of `block` pixels that are dark all over, which no stroke is thick enough
 * for, and what hangs together with them close by.
 * @param flat one channel, 255 for paper
 */
export function leaveOutGround(mask: Uint8Array, flat: Raster, block: number): void {
  const { width, height, pixels } = flat;
  const columns = Math.ceil(width / block);
  const solid = solidBlocks(flat, block);
  const near = widen(solid, columns, REACH_BLOCKS);
  const heap = pixelsOf(solid, columns, block, flat);
  const seen = new Uint8Array(mask.length);
  for (const at of heap) seen[at] = 1;
  const isOpen = (at: number): boolean =>
    seen[at] === 0 &&
    (pixels[at] as number) <= DARK_LEVEL &&
    near[Math.floor(Math.floor(at / width) / block) * columns + Math.floor((at % width) / block)] === 1;
  for (let at = heap.pop(); at !== undefined; at = heap.pop()) {
    mask[at] = 255;
    const x = at % width;
    const around = [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at, Math.max(at % width, at - width), at + width];
    for (const other of around) {
      if (other >= width * height || !isOpen(other)) continue;
      seen[other] = 1;
      heap.push(other);
    }
  }
}

function pixelsOf(blocks: Uint8Array, columns: number, block: number, { width, height }: Raster): number[] {
  const found: number[] = [];
  blocks.forEach((each, i) => {
    if (each === 0) return;
    const [left, top] = [(i % columns) * block, Math.floor(i / columns) * block];
    for (let y = top; y < Math.min(height, top + block); y++) {
      for (let x = left; x < Math.min(width, left + block); x++) found.push(y * width + x);
    }
  });
  return found;
}

function solidBlocks({ width, height, pixels }: Raster, block: number): Uint8Array {
  const columns = Math.ceil(width / block);
  const solid = new Uint8Array(columns * Math.ceil(height / block)).fill(1);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let x = 0, node = row, end = block; x < width; x++) {
      if (x === end) [node, end] = [node + 1, end + block];
      if ((pixels[y * width + x] as number) > 128) solid[node] = 0;
    }
  }
  return solid;
}

function widen(nodes: Uint8Array, columns: number, reach: number): Uint8Array {
  const rows = nodes.length / columns;
  const wide = new Uint8Array(nodes.length);
  nodes.forEach((each, node) => {
    if (each === 0) return;
    const column = node % columns;
    const row = (node - column) / columns;
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) {
      wide.fill(1, r * columns + Math.max(0, column - reach), r * columns + Math.min(columns, column + reach + 1));
    }
  });
  return wide;
}
