import type { Raster } from "../../../formats/raster.ts";
import type { InkPoints } from "../ink-points.ts";

/** Strokes follow each other every so many pixels in the view. */
const STROKE_PERIOD = 6;
/** Gaps wider than this lie between characters or columns, not between strokes. */
const WIDEST_PERIOD = 48;
/** The view is cut to about so many pixels: enough strokes for a judgement. */
const VIEW_PIXELS = 600_000;

/**
 * The inked part of a page, straightened and brought to the scale at which strokes are counted.
 * @param grey the picture the ink is from
 * @param period as `strokePeriod` tells it
 */
export function levelView(grey: Raster, ink: InkPoints, period: number, skewDegrees: number): Raster {
  const step = Math.max(0.8, period / STROKE_PERIOD);
  const [across, down] = [extentOf(ink.x), extentOf(ink.y)];
  const shrink = Math.min(1, Math.sqrt((VIEW_PIXELS * step * step) / Math.max(1, 4 * across.half * down.half)));
  const width = Math.max(32, Math.round((2 * across.half * shrink) / step));
  const height = Math.max(32, Math.round((2 * down.half * shrink) / step));
  return resample(grey, { middle: { x: across.middle, y: down.middle }, step, skewDegrees, width, height });
}

/** The median distance from the start of one stroke to the start of the next, along rows and columns alike; undefined where there are few. */
export function strokePeriod({ mask }: InkPoints, width: number, height: number): number | undefined {
  const counts = new Uint32Array(WIDEST_PERIOD + 1);
  countPeriods(mask, height, width, width, 1, counts);
  countPeriods(mask, width, height, 1, width, counts);
  const all = counts.reduce((a, b) => a + b, 0);
  if (all < 400) return undefined;
  let seen = 0;
  for (let period = 0; period < counts.length; period++) {
    const before = seen;
    seen += counts[period] as number;
    if (seen >= all / 2) return period - 0.5 + (all / 2 - before) / Math.max(1, counts[period] as number);
  }
  return undefined;
}

function countPeriods(
  mask: Uint8Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
  counts: Uint32Array,
): void {
  for (let line = 0; line < lines; line++) {
    let last = -1;
    for (let i = 1; i < length; i++) {
      const at = line * lineStride + i * stride;
      if (mask[at] !== 1 || mask[at - stride] === 1) continue;
      const period = i - last;
      if (last >= 0 && period <= WIDEST_PERIOD) counts[period] = (counts[period] as number) + 1;
      last = i;
    }
  }
}

/** The middle of the ink along an axis, and half of what nearly all of it spans; by some 5,000 of its marks. */
function extentOf(places: Float32Array): { readonly middle: number; readonly half: number } {
  const every = Math.max(1, Math.floor(places.length / 5000));
  const sample = new Float32Array(Math.ceil(places.length / every));
  for (let i = 0; i < sample.length; i++) sample[i] = places[i * every] as number;
  sample.sort();
  const rank = (share: number): number => sample[Math.floor((sample.length - 1) * share)] ?? 0;
  return { middle: rank(0.5), half: (rank(0.97) - rank(0.03)) / 2 };
}

interface View {
  readonly middle: { readonly x: number; readonly y: number };
  /** Pixels of the picture a pixel of the view stands for. */
  readonly step: number;
  readonly skewDegrees: number;
  readonly width: number;
  readonly height: number;
}

/** Each pixel of the view is the mean of four points mixed from their neighbours; beyond the picture its rim goes on. */
function resample(grey: Raster, { middle, step, skewDegrees, width, height }: View): Raster {
  const radians = (skewDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) * step, Math.sin(radians) * step];
  const pixels = new Uint8Array(width * height);
  const quarter = step > 1.3 ? 0.25 : 0;
  const [cross, down] =
    quarter === 0
      ? [[0], [0]]
      : [
          [-quarter, quarter, -quarter, quarter],
          [-quarter, -quarter, quarter, quarter],
        ];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      let sum = 0;
      for (let spot = 0; spot < cross.length; spot++) {
        const u = column + (cross[spot] as number) - width / 2;
        const v = row + (down[spot] as number) - height / 2;
        sum += mixed(grey, middle.x + u * cos - v * sin, middle.y + u * sin + v * cos);
      }
      pixels[at] = sum / cross.length + 0.5;
    }
  }
  return { width, height, channels: 1, pixels };
}

function mixed({ width, height, pixels }: Raster, x: number, y: number): number {
  const u = Math.max(0, Math.min(width - 1.001, x));
  const v = Math.max(0, Math.min(height - 1.001, y));
  const column = u | 0;
  const row = v | 0;
  const at = row * width + column;
  const right = column + 1 < width ? 1 : 0;
  const below = row + 1 < height ? width : 0;
  const upper = (pixels[at] as number) + ((pixels[at + right] as number) - (pixels[at] as number)) * (u - column);
  const lower =
    (pixels[at + below] as number) + ((pixels[at + below + right] as number) - (pixels[at + below] as number)) * (u - column);
  return upper + (lower - upper) * (v - row);
}
