import { packed, type Raster } from "./raster.ts";

/**
 * Shrink by a whole factor: each pixel is the mean of a block of `factor` x `factor` pixels; of 4 channels 3 are left.
 * The last column and row average what is left of their block, so no pixel of the edge is lost.
 * @param factor 1 to 256
 */
export function reduce(raster: Raster, factor: number): Raster {
  const channels = raster.channels === 1 ? 1 : 3;
  const width = Math.ceil(raster.width / factor);
  const height = Math.ceil(raster.height / factor);
  const reduced = new Uint8Array(width * height * channels);
  const sums = new Uint32Array(width * channels);
  const addRow = rowAdder(raster, sums, factor);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const first = y * factor;
    const rows = Math.min(factor, raster.height - first);
    for (let row = 0; row < rows; row++) addRow(first + row);
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

/** The smallest whole factor that brings the longest side to at most `longest` pixels. */
export function reductionTo(width: number, height: number, longest: number): number {
  return Math.max(1, Math.ceil(Math.max(width, height) / longest));
}

/** Adds a row of the picture to the sums of its blocks. Made for each form of pixel: these loops read every one. */
function rowAdder(raster: Raster, sums: Uint32Array, factor: number): (row: number) => void {
  const { width, channels, pixels } = raster;
  if (channels === 4) {
    const whole = packed(raster);
    return (row) => addPacked(sums, whole, row * width, width, factor);
  }
  return (row) => addPlain(sums, pixels, row * width * channels, width, factor, channels);
}

/** Red and blue are added in one number: the sums of 256 pixels fit side by side without touching. */
function addPacked(sums: Uint32Array, whole: Int32Array, from: number, width: number, factor: number): void {
  for (let x = 0, block = 0; x < width; block += 3) {
    const end = Math.min(width, x + factor);
    let redBlue = 0;
    let green = 0;
    for (; x < end; x++) {
      const pixel = whole[from + x] as number;
      redBlue += pixel & 0xff00ff;
      green += pixel & 0xff00;
    }
    sums[block] = (sums[block] as number) + (redBlue & 0xffff);
    sums[block + 1] = (sums[block + 1] as number) + (green >>> 8);
    sums[block + 2] = (sums[block + 2] as number) + (redBlue >>> 16);
  }
}

function addPlain(sums: Uint32Array, pixels: Uint8Array, from: number, width: number, factor: number, channels: number): void {
  for (let x = 0, at = from; x < width; x++) {
    const block = Math.floor(x / factor) * channels;
    for (let c = 0; c < channels; c++, at++) sums[block + c] = (sums[block + c] as number) + (pixels[at] as number);
  }
}
