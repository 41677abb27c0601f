/** Three ways to take one row of a picture out of a source picture that may be turned. All fill in what lies beyond. */
import type { Raster, Rgb } from "../../formats/raster.ts";
import { type Affine, mapPoint } from "../../pipeline/geometry.ts";

/** Where a row comes from. */
export interface Sampling {
  /** From points of the row's picture to points of the source. */
  readonly toSource: Affine;
  /** Colour beyond the source. */
  readonly fill: Rgb;
}

/** Copy whole pixels; for maps that only shift, by whole pixels. */
export function sampleStraight(source: Raster, { toSource, fill }: Sampling, y: number, colours: Uint8Array): void {
  const row = y + toSource.f;
  const width = colours.length / 3;
  for (let x = 0; x < width; x++) {
    const column = x + toSource.e;
    if (column >= 0 && column < source.width && row >= 0 && row < source.height) {
      const from = (row * source.width + column) * 3;
      const run = Math.min(width - x, source.width - column);
      colours.set(source.pixels.subarray(from, from + run * 3), x * 3);
      x += run - 1;
    } else colours.set(fill, x * 3);
  }
}

/** Mix the four nearest pixels (bilinear). */
export function sampleMixed(source: Raster, { toSource, fill }: Sampling, y: number, colours: Uint8Array): void {
  const { width, height, pixels } = source;
  const stride = width * 3;
  const start = mapPoint(toSource, 0.5, y + 0.5);
  const { a, b } = toSource;
  for (let x = 0, p = 0; p < colours.length; x++, p += 3) {
    const u = start.x - 0.5 + a * x;
    const v = start.y - 0.5 + b * x;
    const column = Math.floor(u);
    const row = Math.floor(v);
    if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) {
      nearest(source, u, v, fill, colours, p);
      continue;
    }
    const right = ((u - column) * 256) | 0;
    const lower = ((v - row) * 256) | 0;
    const left = 256 - right;
    const at = row * stride + column * 3;
    for (let c = 0; c < 3; c++) {
      const i = at + c;
      const top = (pixels[i] as number) * left + (pixels[i + 3] as number) * right;
      const bottom = (pixels[i + stride] as number) * left + (pixels[i + stride + 3] as number) * right;
      colours[p + c] = (top * (256 - lower) + bottom * lower + 32768) >> 16;
    }
  }
}

/** Weights of four neighbours by 1/256 of a pixel (Catmull and Rom's cubic, which passes through the pixels). */
const CUBIC = Float64Array.from({ length: 256 * 4 }, (_, i) => {
  const t = (i >> 2) / 256;
  const weights = [((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t];
  return (weights[i & 3] as number) / 2;
});

/** Weigh the sixteen nearest pixels (bicubic): keeps thin strokes, costs four times as much as mixing. */
export function sampleSharp(source: Raster, { toSource, fill }: Sampling, y: number, colours: Uint8Array): void {
  const { width, height, pixels } = source;
  const stride = width * 3;
  const start = mapPoint(toSource, 0.5, y + 0.5);
  for (let x = 0, p = 0; p < colours.length; x++, p += 3) {
    const u = start.x - 0.5 + toSource.a * x;
    const v = start.y - 0.5 + toSource.b * x;
    const column = Math.floor(u);
    const row = Math.floor(v);
    if (column < 1 || row < 1 || column >= width - 2 || row >= height - 2) {
      nearest(source, u, v, fill, colours, p);
      continue;
    }
    const across = (((u - column) * 256) | 0) * 4;
    const down = (((v - row) * 256) | 0) * 4;
    const first = (row - 1) * stride + (column - 1) * 3;
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let r = 0; r < 4; r++) {
        const at = first + r * stride + c;
        sum +=
          (CUBIC[down + r] as number) *
          ((CUBIC[across] as number) * (pixels[at] as number) +
            (CUBIC[across + 1] as number) * (pixels[at + 3] as number) +
            (CUBIC[across + 2] as number) * (pixels[at + 6] as number) +
            (CUBIC[across + 3] as number) * (pixels[at + 9] as number));
      }
      colours[p + c] = Math.min(255, Math.max(0, Math.round(sum)));
    }
  }
}

/** At the rim of the source: its nearest pixel, or the fill colour further than a pixel beyond. */
function nearest(source: Raster, u: number, v: number, fill: Rgb, colours: Uint8Array, p: number): void {
  const column = Math.round(u);
  const row = Math.round(v);
  if (column < 0 || row < 0 || column >= source.width || row >= source.height) {
    colours.set(fill, p);
    return;
  }
  const at = (row * source.width + column) * 3;
  colours.set(source.pixels.subarray(at, at + 3), p);
}
