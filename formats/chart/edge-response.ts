/**
 * Sharpness from a slanted edge: the edge crosses the pixels at ever new places, so together its rows show it finer than
 * one pixel (ISO 12233 e-SFR). The result is that of the whole capture, the printed edge of the chart included.
 */
import { leastSquares } from "./solve.ts";

/** Linear light across an edge: every row of values begins at its own pixel. */
export interface EdgeRow {
  /** Place of the first value along the row, in pixels. */
  readonly from: number;
  /** Place of the row itself, in pixels. */
  readonly at: number;
  readonly values: readonly number[];
}

/** Spatial frequency response at an edge. */
export interface EdgeResponse {
  /** Cycles a pixel at which half, and a tenth, of the contrast is left; null when it stays above up to 0.5. */
  readonly mtf50: number | null;
  readonly mtf10: number | null;
  /** mtf10 over the half cycle a pixel that sampling allows, at most 1. */
  readonly samplingEfficiency: number;
  /** Largest response at any frequency: above 1 the picture was sharpened. */
  readonly mostResponse: number;
  /** Angle between the edge and the pixel rows or columns. */
  readonly slantDegrees: number;
}

/** Bins a pixel. */
const FINENESS = 4;
/** With less slant the rows all see the edge at the same place within the pixel. */
const SLANT_DEGREES = { least: 1, most: 25 } as const;
/** Contrast of the edge below this share of white is too close to noise. */
const LEAST_CONTRAST = 0.1;

/** With less on each side of the edge its skirts are cut off. */
const LEAST_REACH_PIXELS = 4;

/** The response of an edge, or undefined when the rows show no single straight slanted edge of enough contrast. */
export function edgeResponse(rows: readonly EdgeRow[]): EdgeResponse | undefined {
  const crossings = rows.flatMap((row) => {
    const place = crossing(row.values);
    return place === undefined ? [] : [{ along: row.from + place, at: row.at }];
  });
  if (crossings.length < 20 || crossings.length < rows.length * 0.9) return undefined;
  const line = leastSquares(crossings.map(({ along, at }) => [at, 1, along]));
  if (!line) return undefined;
  const [slope, start] = line as [number, number];
  const slantDegrees = (Math.abs(Math.atan(slope)) * 180) / Math.PI;
  if (slantDegrees < SLANT_DEGREES.least || slantDegrees > SLANT_DEGREES.most) return undefined;
  // All places within a pixel must have been seen.
  if (Math.abs(slope) * rows.length < 1) return undefined;
  const isStraight = crossings.every(({ along, at }) => Math.abs(along - (slope * at + start)) < 2);
  if (!isStraight) return undefined;
  const spread = binned(rows, slope, start);
  if (!spread) return undefined;
  return { ...responseOf(spread), slantDegrees };
}

/** Where a row crosses the middle between its ends' levels, by the centre of gravity of its differences. */
function crossing(values: readonly number[]): number | undefined {
  const fifth = Math.max(2, Math.floor(values.length / 5));
  const mean = (part: readonly number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
  const contrast = mean(values.slice(-fifth)) - mean(values.slice(0, fifth));
  if (Math.abs(contrast) < LEAST_CONTRAST) return undefined;
  let [weight, sum] = [0, 0];
  for (let i = 1; i < values.length; i++) {
    const step = (values[i] as number) - (values[i - 1] as number);
    // Differences against the edge are noise; they would pull the middle about.
    if (step * contrast <= 0 || Math.abs(step) < 0.02 * Math.abs(contrast)) continue;
    weight += step;
    sum += step * i;
  }
  return weight === 0 ? undefined : sum / weight;
}

/** The edge as quarter pixels see it, by distance from the line along its normal. */
function binned(rows: readonly EdgeRow[], slope: number, start: number): readonly number[] | undefined {
  const shrink = Math.cos(Math.atan(slope));
  const distance = (row: EdgeRow, i: number) => (row.from + i - (slope * row.at + start)) * shrink;
  const reach = Math.min(...rows.map((row) => Math.min(-distance(row, 0), distance(row, row.values.length - 1))), 32);
  const half = Math.floor(reach * FINENESS) - 1;
  if (half < LEAST_REACH_PIXELS * FINENESS) return undefined;
  const sums = new Float64Array(half * 2);
  const counts = new Float64Array(half * 2);
  for (const row of rows) {
    row.values.forEach((value, i) => {
      const bin = Math.round(distance(row, i) * FINENESS) + half;
      if (bin < 0 || bin >= sums.length) return;
      sums[bin] = (sums[bin] as number) + value;
      counts[bin] = (counts[bin] as number) + 1;
    });
  }
  if (counts.some((count) => count === 0)) return undefined;
  return [...sums.map((sum, bin) => sum / (counts[bin] as number))];
}

function responseOf(spread: readonly number[]): Omit<EdgeResponse, "slantDegrees"> {
  const count = spread.length - 1;
  const line = Array.from({ length: count }, (_, i) => {
    const window = 0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / count);
    return ((spread[i + 1] as number) - (spread[i] as number)) * window;
  });
  const zero = amplitude(line, 0);
  const curve = Array.from({ length: 101 }, (_, n) => {
    const frequency = n / 200;
    // The difference of neighbouring bins and the width of a bin lower the response themselves.
    const loss = sinc(frequency / FINENESS) ** 2;
    return { frequency, response: amplitude(line, frequency) / zero / loss };
  });
  const mtf10 = fallsTo(curve, 0.1);
  return {
    mtf50: fallsTo(curve, 0.5),
    mtf10,
    samplingEfficiency: mtf10 === null ? 1 : mtf10 / 0.5,
    mostResponse: Math.max(...curve.map(({ response }) => response)),
  };
}

function amplitude(line: readonly number[], cyclesAPixel: number): number {
  let [real, imaginary] = [0, 0];
  line.forEach((value, i) => {
    const angle = (2 * Math.PI * cyclesAPixel * i) / FINENESS;
    real += value * Math.cos(angle);
    imaginary += value * Math.sin(angle);
  });
  return Math.hypot(real, imaginary);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function fallsTo(curve: readonly { readonly frequency: number; readonly response: number }[], level: number): number | null {
  const after = curve.findIndex(({ response }) => response < level);
  if (after <= 0) return null;
  const [one, other] = [curve[after - 1], curve[after]] as [{ frequency: number; response: number }, (typeof curve)[number]];
  const share = (one.response - level) / (one.response - other.response);
  return one.frequency + share * (other.frequency - one.frequency);
}
