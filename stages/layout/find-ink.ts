/**
 * Local threshold after Wolf and Jolion: like Sauvola's, but the contrast is measured against the strongest contrast
 * of the page, so faint grey prints keep their strokes. Sliding sums need memory for one row only.
 * Source: C. Wolf, J.-M. Jolion, "Extraction and recognition of artificial text in multimedia documents", 2003.
 */
import type { Grey, Mask } from "./mask.ts";

const SENSITIVITY = 0.35;
/** Contrast below which a page counts as blank, so that paper grain never becomes ink. */
const LEAST_CONTRAST = 24;
/** Ink is darker than the mean of its surroundings by more than this, in grey levels. */
const LEAST_DARKNESS = 12;

interface Moments {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** Where the ink of an evened grey page is. `windowPixels` should span a good part of a character. */
export function findInk(grey: Grey, windowPixels: number): Mask {
  const { width, height, pixels } = grey;
  const { mean, deviation } = localMoments(grey, Math.max(2, windowPixels >> 1));
  let darkest = 255;
  let strongest = LEAST_CONTRAST;
  for (let i = 0; i < pixels.length; i++) {
    if ((pixels[i] as number) < darkest) darkest = pixels[i] as number;
    if ((deviation[i] as number) > strongest) strongest = deviation[i] as number;
  }
  const ink = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const m = mean[i] as number;
    const value = pixels[i] as number;
    if (m - value <= LEAST_DARKNESS) continue;
    const threshold = m - SENSITIVITY * (1 - (deviation[i] as number) / strongest) * (m - darkest);
    if (value < threshold) ink[i] = 1;
  }
  return { width, height, ink };
}

function localMoments(grey: Grey, radius: number): Moments {
  const { width, height, pixels } = grey;
  const mean = new Float32Array(width * height);
  const deviation = new Float32Array(width * height);
  const sums = new Int32Array(width);
  const squares = new Int32Array(width);
  const add = (y: number, sign: 1 | -1) => {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const value = pixels[row + x] as number;
      sums[x] = (sums[x] as number) + sign * value;
      squares[x] = (squares[x] as number) + sign * value * value;
    }
  };
  for (let y = 0; y < Math.min(radius, height); y++) add(y, 1);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) add(y + radius, 1);
    if (y - radius - 1 >= 0) add(y - radius - 1, -1);
    const rows = Math.min(height, y + radius + 1) - Math.max(0, y - radius);
    slideRow(sums, squares, rows, radius, y * width, mean, deviation);
  }
  return { mean, deviation };
}

function slideRow(
  sums: Int32Array,
  squares: Int32Array,
  rows: number,
  radius: number,
  offset: number,
  mean: Float32Array,
  deviation: Float32Array,
): void {
  const width = sums.length;
  let sum = 0;
  let square = 0;
  for (let x = 0; x < Math.min(radius, width); x++) {
    sum += sums[x] as number;
    square += squares[x] as number;
  }
  for (let x = 0; x < width; x++) {
    if (x + radius < width) {
      sum += sums[x + radius] as number;
      square += squares[x + radius] as number;
    }
    if (x - radius - 1 >= 0) {
      sum -= sums[x - radius - 1] as number;
      square -= squares[x - radius - 1] as number;
    }
    const count = rows * (Math.min(width, x + radius + 1) - Math.max(0, x - radius));
    const m = sum / count;
    mean[offset + x] = m;
    deviation[offset + x] = Math.sqrt(Math.max(0, square / count - m * m));
  }
}
