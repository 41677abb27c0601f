import type { Raster } from "./raster.ts";

/**
 * Shrink by a whole factor: each pixel is the mean of a block of `factor` x `factor` pixels.
 * The last column and row average what is left of their block, so no pixel of the edge is lost.
 */
export function reduce(raster: Raster, factor: number): Raster {
  if (factor <= 1) return raster;
  const { channels, pixels } = raster;
  const width = Math.ceil(raster.width / factor);
  const height = Math.ceil(raster.height / factor);
  const reduced = new Uint8Array(width * height * channels);
  const sums = new Uint32Array(width * channels);
  const stride = raster.width * channels;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const first = y * factor;
    const rows = Math.min(factor, raster.height - first);
    for (let row = 0; row < rows; row++) {
      const from = (first + row) * stride;
      if (channels === 3) addRow3(sums, pixels, from, raster.width, factor);
      else addRow1(sums, pixels, from, raster.width, factor);
    }
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(factor, raster.width - x * factor);
      for (let c = 0; c < channels; c++) {
        const at = x * channels + c;
        reduced[y * width * channels + at] = ((sums[at] as number) + (count >> 1)) / count;
      }
    }
  }
  return { width, height, channels, pixels: reduced };
}

/** Sums are kept in locals across a block: this loop reads every pixel of the master. */
function addRow3(sums: Uint32Array, pixels: Uint8Array, from: number, width: number, factor: number): void {
  let at = from;
  for (let x = 0, block = 0; x < width; block += 3) {
    const end = Math.min(width, x + factor);
    let red = 0;
    let green = 0;
    let blue = 0;
    for (; x < end; x++, at += 3) {
      red += pixels[at] as number;
      green += pixels[at + 1] as number;
      blue += pixels[at + 2] as number;
    }
    sums[block] = (sums[block] as number) + red;
    sums[block + 1] = (sums[block + 1] as number) + green;
    sums[block + 2] = (sums[block + 2] as number) + blue;
  }
}

function addRow1(sums: Uint32Array, pixels: Uint8Array, from: number, width: number, factor: number): void {
  let at = from;
  for (let x = 0, block = 0; x < width; block++) {
    const end = Math.min(width, x + factor);
    let grey = 0;
    for (; x < end; x++, at++) grey += pixels[at] as number;
    sums[block] = (sums[block] as number) + grey;
  }
}

/** The smallest whole factor that brings the longest side to at most `longest` pixels. */
export function reductionTo(width: number, height: number, longest: number): number {
  return Math.max(1, Math.ceil(Math.max(width, height) / longest));
}
