/** What a patch of the chart measures: its mean colour, its grain, its clipping. */
import type { Projective } from "../../pipeline/geometry.ts";
import type { ChartPicture } from "./chart-picture.ts";
import { placeOf, stepAt } from "./plane-map.ts";

/** Device values of one patch. */
export interface PatchSample {
  readonly mean: readonly number[];
  /** Standard deviation of L* between pixels two apart: grain without shading. */
  readonly noiseL: number;
  /** Largest distance in levels (of 255) between the means of the patch's quarters. */
  readonly unevenLevels: number;
  /** Share of samples with a channel at the upper end of the scale. */
  readonly clippedHighShare: number;
  /** Share of samples with all channels at the lower end: a strong colour may lack one channel and still be sound. */
  readonly clippedLowShare: number;
}

/** Share of the even part of a patch that is looked at: its rim may hold the blur of the edge. */
const INNER_SHARE = 0.7;
/** Most samples along a side: enough to measure, and enough to know the colour again. */
export const SAMPLE_STEPS = { measuring: 160, glancing: 8 } as const;

/**
 * Measure the patch at a place of the grid by at most `mostSteps` samples along a side; undefined where it reaches over
 * the picture's rim.
 */
export function samplePatch(
  picture: ChartPicture,
  map: Projective,
  place: { readonly column: number; readonly row: number },
  share: { readonly across: number; readonly down: number },
  mostSteps: number = SAMPLE_STEPS.measuring,
): PatchSample | undefined {
  const { column, row } = place;
  const side = { across: share.across * INNER_SHARE, down: share.down * INNER_SHARE };
  const across = steps(stepAt(map, column, row, "column") * side.across, mostSteps);
  const down = steps(stepAt(map, column, row, "row") * side.down, mostSteps);
  const { channels, values, width, height } = picture;
  const samples = new Float64Array(across * down * channels);
  for (let j = 0, to = 0; j < down; j++) {
    for (let i = 0; i < across; i++) {
      const u = column + ((i + 0.5) / across - 0.5) * side.across;
      const v = row + ((j + 0.5) / down - 0.5) * side.down;
      const at = placeOf(map, u, v);
      const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
      if (!(x >= 0 && y >= 0 && x < width && y < height)) return undefined;
      for (let c = 0; c < channels; c++) samples[to++] = values[(y * width + x) * channels + c] as number;
    }
  }
  return describe(picture, samples, across, down);
}

function steps(pixels: number, most: number): number {
  return Math.max(4, Math.min(most, Math.round(pixels)));
}

function describe(picture: ChartPicture, samples: Float64Array, across: number, down: number): PatchSample {
  const { channels, most } = picture;
  const mean = Array.from({ length: channels }, (_, c) => meanOf(samples, channels, c, across, [0, across], [0, down]));
  const step = most / 255;
  return {
    mean,
    noiseL: noiseOf(picture, mean, samples, across),
    unevenLevels: unevenness(samples, channels, across, down) / step,
    clippedHighShare: shareOf(samples, channels, (device) => device.some((value) => value > most - step)),
    clippedLowShare: shareOf(samples, channels, (device) => device.every((value) => value < step)),
  };
}

function shareOf(samples: Float64Array, channels: number, isMeant: (device: Float64Array) => boolean): number {
  let count = 0;
  for (let at = 0; at < samples.length; at += channels) if (isMeant(samples.subarray(at, at + channels))) count++;
  return (count * channels) / samples.length;
}

function meanOf(
  samples: Float64Array,
  channels: number,
  channel: number,
  across: number,
  columns: readonly [number, number],
  rows: readonly [number, number],
): number {
  let sum = 0;
  for (let j = rows[0]; j < rows[1]; j++)
    for (let i = columns[0]; i < columns[1]; i++) sum += samples[(j * across + i) * channels + channel] as number;
  return sum / ((columns[1] - columns[0]) * (rows[1] - rows[0]));
}

function unevenness(samples: Float64Array, channels: number, across: number, down: number): number {
  const [middle, centre] = [across >> 1, down >> 1];
  let largest = 0;
  for (let c = 0; c < channels; c++) {
    const quarters = [0, 1, 2, 3].map((n) =>
      meanOf(samples, channels, c, across, n & 1 ? [middle, across] : [0, middle], n & 2 ? [centre, down] : [0, centre]),
    );
    largest = Math.max(largest, Math.max(...quarters) - Math.min(...quarters));
  }
  return largest;
}

/** How L* follows each channel near the mean turns the grain of the channels into grain of lightness. */
function noiseOf(picture: ChartPicture, mean: readonly number[], samples: Float64Array, across: number): number {
  const { channels, most } = picture;
  const step = most / 255;
  const weights = mean.map((value, c) => {
    const moved = (by: number) =>
      picture.toLab(mean.map((each, k) => (k === c ? Math.min(most, Math.max(0, value + by)) : each))).l;
    return (moved(step) - moved(-step)) / (2 * step);
  });
  let squares = 0;
  let count = 0;
  for (let at = 0; at + 2 * channels < samples.length; at += channels) {
    if ((at / channels) % across >= across - 2) continue;
    let apart = 0;
    for (let c = 0; c < channels; c++) {
      apart += (weights[c] as number) * ((samples[at + 2 * channels + c] as number) - (samples[at + c] as number));
    }
    squares += apart * apart;
    count++;
  }
  return count === 0 ? 0 : Math.sqrt(squares / count / 2);
}
