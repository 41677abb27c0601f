/**
 * Scaling of grey pictures exactly as the Pillow library does it (convolution with a widened kernel, 22-bit weights,
 * rounding to 8 bits between the passes): a recognizer reads best what is scaled as the columns it learnt from.
 * Facts of the method: Pillow, src/libImaging/Resample.c.
 */

/** A grey picture, row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Kernels: cubic with a = -0.5 (two pixels each way) or Lanczos (three). */
export type Kernel = "cubic" | "lanczos";

const REACH: Readonly<Record<Kernel, number>> = { cubic: 2, lanczos: 3 };
const WEIGHT_BITS = 22;

/** The picture at another size; `width` and `height` in pixels. */
export function resample(picture: GreyPicture, width: number, height: number, kernel: Kernel): GreyPicture {
  return scaleRows(scaleColumns(picture, width, kernel), height, kernel);
}

interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Weights of each output pixel, `stride` apart. */
  readonly weights: Int32Array;
  readonly stride: number;
}

function scaleColumns(picture: GreyPicture, width: number, kernel: Kernel): GreyPicture {
  if (width === picture.width) return picture;
  const { first, count, weights, stride } = tapsFor(picture.width, width, kernel);
  const pixels = new Uint8Array(width * picture.height);
  for (let y = 0; y < picture.height; y++) {
    const row = y * picture.width;
    for (let x = 0; x < width; x++) {
      let sum = 1 << (WEIGHT_BITS - 1);
      const from = row + (first[x] as number);
      const taps = count[x] as number;
      for (let k = 0, w = x * stride; k < taps; k++, w++) sum += (picture.pixels[from + k] as number) * (weights[w] as number);
      pixels[y * width + x] = toByte(sum);
    }
  }
  return { width, height: picture.height, pixels };
}

function scaleRows(picture: GreyPicture, height: number, kernel: Kernel): GreyPicture {
  if (height === picture.height) return picture;
  const { width } = picture;
  const { first, count, weights, stride } = tapsFor(picture.height, height, kernel);
  const pixels = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (WEIGHT_BITS - 1));
    for (let k = 0; k < (count[y] as number); k++) {
      const weight = weights[y * stride + k] as number;
      const from = ((first[y] as number) + k) * width;
      for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (picture.pixels[from + x] as number) * weight;
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = toByte(sums[x] as number);
  }
  return { width, height, pixels };
}

function toByte(sum: number): number {
  return Math.max(0, Math.min(255, sum >> WEIGHT_BITS));
}

function tapsFor(from: number, to: number, kernel: Kernel): Taps {
  const scale = from / to;
  const widening = Math.max(1, scale);
  const reach = REACH[kernel] * widening;
  const stride = Math.ceil(reach) * 2 + 1;
  const taps = { first: new Int32Array(to), count: new Int32Array(to), weights: new Int32Array(to * stride), stride };
  const raw = new Float64Array(stride);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const count = Math.min(from, Math.trunc(centre + reach + 0.5)) - first;
    let total = 0;
    for (let k = 0; k < count; k++) total += raw[k] = weightAt((k + first - centre + 0.5) / widening, kernel);
    taps.first[i] = first;
    taps.count[i] = count;
    for (let k = 0; k < count; k++) taps.weights[i * stride + k] = toFixedPoint((raw[k] as number) / (total === 0 ? 1 : total));
  }
  return taps;
}

function toFixedPoint(weight: number): number {
  return Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * (1 << WEIGHT_BITS));
}

function weightAt(x: number, kernel: Kernel): number {
  if (kernel === "lanczos") return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
  const t = Math.abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
