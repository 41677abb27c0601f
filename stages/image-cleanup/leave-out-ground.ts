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
  const seen = new Uint8Array(mask.length);
  const heap = new Uint32Array(mask.length);
  let size = takeSolid(solid, columns, block, flat, { mask, seen, heap });
  const take = (at: number): void => {
    if (seen[at] === 1 || (pixels[at] as number) > DARK_LEVEL) return;
    seen[at] = 1;
    const x = at % width;
    if (near[Math.floor((at - x) / width / block) * columns + Math.floor(x / block)] === 1) heap[size++] = at;
  };
  while (size > 0) {
    const at = heap[--size] as number;
    mask[at] = 255;
    const x = at % width;
    if (x > 0) take(at - 1);
    if (x < width - 1) take(at + 1);
    if (at >= width) take(at - width);
    if (at + width < width * height) take(at + width);
  }
}

/** Mark all pixels of solid blocks; put those on the heap whose block has other neighbours. Returns the heap's size. */
function takeSolid(
  solid: Uint8Array,
  columns: number,
  block: number,
  { width, height }: Raster,
  { mask, seen, heap }: { readonly mask: Uint8Array; readonly seen: Uint8Array; readonly heap: Uint32Array },
): number {
  let size = 0;
  solid.forEach((each, i) => {
    if (each === 0) return;
    const isInside = [i - 1, i + 1, i - columns, i + columns].every((other) => solid[other] !== 0);
    const left = (i % columns) * block;
    const right = Math.min(width, left + block);
    const top = Math.floor(i / columns) * block;
    for (let y = top; y < Math.min(height, top + block); y++) {
      mask.fill(255, y * width + left, y * width + right);
      seen.fill(1, y * width + left, y * width + right);
      for (let x = left; x < right && !isInside; x++) heap[size++] = y * width + x;
    }
  });
  return size;
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
