/** Reads the distance between a ruler's millimetre ticks, by how far a strip of the picture must be moved to fit itself. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Raster } from "../raster.ts";

/** Resolutions at which the ticks of a ruler can be told apart and a picture of a book still fits into memory. */
const RESOLUTION_DPI = { least: 100, most: 2400 } as const;
const MILLIMETRES_AN_INCH = 25.4;
/** How well the strip must fit itself, one tick on, 1 at best. */
const LEAST_FIT = 0.25;
/** Fewer ticks say too little. */
const LEAST_TICKS = 12;
/** Strips across the ruler: the numbers beside the ticks are not regular, the ticks are. */
const STRIPS = 8;

/** A ruler as it was read. */
export interface Ruler {
  readonly resolutionDpi: number;
  readonly millimetres: number;
  /** How well the ticks repeat, 1 at best. */
  readonly fit: number;
}

/** The resolution along the longer side of a box of a grey picture that holds millimetre ticks; undefined where none repeat. */
export function readRuler(grey: Raster, box: Box): Ruler | undefined {
  const isAcross = box.width >= box.height;
  const side = (isAcross ? box.height : box.width) / STRIPS;
  const read = Array.from({ length: STRIPS }, (_, n) => readStrip(stripOf(grey, box, isAcross, n * side, side)));
  // Strips that only the longer ticks reach repeat at five and ten millimetres: the finest count is that of millimetres.
  return read.filter((each) => each !== undefined).sort((one, other) => one.resolutionDpi - other.resolutionDpi)[0];
}

/** Means across the strip, without what changes slowly along it. */
function stripOf({ width, height, pixels }: Raster, box: Box, isAcross: boolean, from: number, side: number): Float64Array {
  const length = Math.floor(isAcross ? box.width : box.height);
  const means = new Float64Array(length);
  const first = Math.floor(from);
  const last = Math.max(first + 1, Math.floor(from + side));
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let j = first; j < last; j++) {
      const x = Math.floor(box.x) + (isAcross ? i : j);
      const y = Math.floor(box.y) + (isAcross ? j : i);
      sum += pixels[Math.min(height - 1, y) * width + Math.min(width - 1, x)] as number;
    }
    means[i] = sum / (last - first);
  }
  const smooth = movingMean(means, Math.ceil(RESOLUTION_DPI.most / MILLIMETRES_AN_INCH / 2));
  return means.map((value, i) => value - (smooth[i] as number));
}

function movingMean(values: Float64Array, reach: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    sums[i + 1] = (sums[i] as number) + value;
  });
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - reach), Math.min(values.length, i + reach + 1)];
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}

function readStrip(strip: Float64Array): Ruler | undefined {
  const least = RESOLUTION_DPI.least / MILLIMETRES_AN_INCH;
  const most = Math.min(RESOLUTION_DPI.most / MILLIMETRES_AN_INCH, strip.length / LEAST_TICKS);
  const fits = Array.from({ length: Math.ceil(strip.length / 2) }, (_, lag) => (lag < least - 1 ? 1 : fitAt(strip, lag)));
  for (let lag = Math.max(2, Math.floor(least)); lag <= most; lag++) {
    const fit = fits[lag] as number;
    const isPeak = fit >= LEAST_FIT && fit >= (fits[lag - 1] as number) && fit > (fits[lag + 1] as number);
    // The ticks repeat again and again, chance does not; and between two ticks the strip must not fit.
    if (!isPeak || !repeats(fits, lag) || (fits[Math.round(lag * 1.5)] as number) > fit / 2) continue;
    const pitch = farPitch(fits, lag);
    const millimetres = strip.length / pitch;
    return { resolutionDpi: pitch * MILLIMETRES_AN_INCH, millimetres, fit };
  }
  return undefined;
}

function repeats(fits: readonly number[], lag: number): boolean {
  return [2, 3, 4].every((n) => {
    const around = fits.slice(n * lag - n, n * lag + n + 1);
    return around.length > 0 && Math.max(...around) >= LEAST_FIT;
  });
}

/** How well the strip fits itself moved by `lag`. */
function fitAt(strip: Float64Array, lag: number): number {
  let [product, one, other] = [0, 0, 0];
  for (let i = 0; i + lag < strip.length; i++) {
    const [a, b] = [strip[i] as number, strip[i + lag] as number];
    product += a * b;
    one += a * a;
    other += b * b;
  }
  return one === 0 || other === 0 ? 0 : product / Math.sqrt(one * other);
}

/** The further the strip is moved, the more ticks share one error of reading: follow the peaks outwards. */
function farPitch(fits: readonly number[], lag: number): number {
  let pitch = peakNear(fits, lag, 1);
  for (let n = 2; Math.ceil((n + 0.5) * pitch) < fits.length; n++) pitch = peakNear(fits, n * pitch, pitch / 3) / n;
  return pitch;
}

/** Place of the highest fit near a lag, between the samples by a parabola. */
function peakNear(fits: readonly number[], lag: number, reach: number): number {
  let best = Math.round(lag);
  for (let at = Math.ceil(lag - reach); at <= lag + reach; at++) {
    if ((fits[at] as number) > (fits[best] as number)) best = at;
  }
  const [before, peak, after] = [fits[best - 1] ?? 0, fits[best] ?? 0, fits[best + 1] ?? 0];
  const bend = before - 2 * peak + after;
  return bend >= 0 ? best : best + (before - after) / (2 * bend);
}
