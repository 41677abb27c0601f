/**
 * Three ways to take one row of a picture out of a source picture that may be turned. A pixel is one number, red in the
 * lowest byte. What lies beyond the source is filled in.
 */
import { mapPoint, type Projective, type Size } from "../../pipeline/geometry.ts";
import { insideRange } from "./inside-range.ts";
import { mixRowKernel } from "./kernels/mix-row-kernel.ts";
import { mixRowPlain, type PackedPicture, type RowMixer, type Walk } from "./mix-row-plain.ts";

/** Where a row comes from. */
export interface Sampling {
  /** From points of the row's picture to points of the source. */
  readonly toSource: Projective;
  /** Colour beyond the source. */
  readonly fill: number;
}

/** Writes the pixels of row `y` into `row`. */
export type Sampler = (y: number, row: Int32Array) => void;

/** Makes the sampler of a picture, for rows of a picture of that size. */
export type MakeSampler = (source: PackedPicture, sampling: Sampling, size: Size) => Sampler;

/** Copy whole pixels; for maps that only shift, by whole pixels. */
export const sampleStraight: MakeSampler =
  (source, { toSource, fill }) =>
  (y, row) => {
    row.fill(fill);
    const line = y + toSource.f;
    if (line < 0 || line >= source.height) return;
    const first = Math.max(0, -toSource.e);
    const last = Math.min(row.length, source.width - toSource.e);
    if (first >= last) return;
    const from = line * source.width + toSource.e;
    row.set(source.whole.subarray(from + first, from + last), first);
  };

/** Mix the four nearest pixels (bilinear). */
export const sampleMixed: MakeSampler = (source, sampling, size) => {
  const mix = mixRowKernel(source, linesCrossed(sampling.toSource, size), size.width) ?? mixRowPlain(source);
  return (y, row) => sampleRow(source, sampling, y, row, 0, mix);
};

/** Weigh the sixteen nearest pixels (bicubic): keeps thin strokes, costs several times as much as mixing. */
export const sampleSharp: MakeSampler = (source, sampling) => (y, row) => {
  sampleRow(source, sampling, y, row, 1, (walk, piece, from, to) => weighRow(source, walk, piece, from, to));
};

/** Lines of the source that one row comes from, at most; along a straight line through a slanting view nothing turns back. */
function linesCrossed(toSource: Projective, { width, height }: Size): number {
  const lines = [0, height].map((y) => Math.abs(mapPoint(toSource, width, y).y - mapPoint(toSource, 0, y).y));
  return Math.ceil(Math.max(...lines)) + 2;
}

/**
 * Of a slanting view a row is walked in pieces so short that the way through the source is straight to a hundredth of a
 * pixel: with 10 % perspective over 4,000 pixels it bends by 64 x 64 / 8 x 2 x 0.1 / 4,000 of a pixel.
 */
const PIECE_PIXELS = 64;

function sampleRow(
  source: PackedPicture,
  { toSource, fill }: Sampling,
  y: number,
  row: Int32Array,
  reach: number,
  inner: RowMixer,
): void {
  const length = toSource.g === 0 && toSource.h === 0 ? row.length : PIECE_PIXELS;
  for (let first = 0; first < row.length; first += length) {
    const piece = row.subarray(first, first + length);
    const walk = walkAlong(toSource, first + 0.5, y + 0.5, piece.length);
    const { from, to } = insideRange(
      piece.length,
      { start: walk.u0, slope: walk.a, least: reach, limit: source.width - 1 - reach },
      { start: walk.v0, slope: walk.b, least: reach, limit: source.height - 1 - reach },
    );
    for (let x = 0; x < from; x++) piece[x] = nearest(source, walk, x, fill);
    inner(walk, piece, from, to);
    for (let x = to; x < piece.length; x++) piece[x] = nearest(source, walk, x, fill);
  }
}

function walkAlong(toSource: Projective, x: number, y: number, length: number): Walk {
  const start = mapPoint(toSource, x, y);
  if (toSource.g === 0 && toSource.h === 0) return { u0: start.x - 0.5, a: toSource.a, v0: start.y - 0.5, b: toSource.b };
  const end = mapPoint(toSource, x + length, y);
  return { u0: start.x - 0.5, a: (end.x - start.x) / length, v0: start.y - 0.5, b: (end.y - start.y) / length };
}

/** At the rim of the source: its nearest pixel, or the fill colour beyond. */
function nearest({ width, height, whole }: PackedPicture, { u0, a, v0, b }: Walk, x: number, fill: number): number {
  const column = Math.round(u0 + a * x);
  const line = Math.round(v0 + b * x);
  if (column < 0 || line < 0 || column >= width || line >= height) return fill;
  return whole[line * width + column] as number;
}

/** Weights of four neighbours by 1/256 of a pixel (Catmull and Rom's cubic, which passes through the pixels). */
const CUBIC = Float64Array.from({ length: 256 * 4 }, (_, i) => {
  const t = (i >> 2) / 256;
  const weights = [((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t];
  return (weights[i & 3] as number) / 2;
});

function weighRow({ width, whole }: PackedPicture, { u0, a, v0, b }: Walk, row: Int32Array, from: number, to: number): void {
  for (let x = from; x < to; x++) {
    const u = u0 + a * x;
    const v = v0 + b * x;
    const across = (((u - (u | 0)) * 256) | 0) * 4;
    const down = (((v - (v | 0)) * 256) | 0) * 4;
    const first = ((v | 0) - 1) * width + (u | 0) - 1;
    let red = 0.5;
    let green = 0.5;
    let blue = 0.5;
    for (let i = 0; i < 16; i++) {
      const pixel = whole[first + (i >> 2) * width + (i & 3)] as number;
      const weight = (CUBIC[down + (i >> 2)] as number) * (CUBIC[across + (i & 3)] as number);
      red += weight * (pixel & 255);
      green += weight * ((pixel >> 8) & 255);
      blue += weight * ((pixel >> 16) & 255);
    }
    row[x] = level(red) | (level(green) << 8) | (level(blue) << 16);
  }
}

function level(value: number): number {
  return Math.max(0, Math.min(255, value)) | 0;
}
