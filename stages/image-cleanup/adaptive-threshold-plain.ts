import type { BandPlace, ThresholdRule } from "./kernels/threshold-kernel.ts";

/**
 * The adaptive threshold in plain TypeScript: the same steps in the same order as kernels/adaptive-threshold.c, every
 * product rounded to single precision, so that both give identical pixels. For engines without WebAssembly SIMD.
 */
export function thresholdBand(
  band: Uint8Array,
  width: number,
  { first, count }: BandPlace,
  rule: ThresholdRule,
  into: Uint8Array,
): void {
  const height = band.length / width;
  const columns = { sums: new Uint32Array(width), squares: new Uint32Array(width) };
  const totals = { sums: new Uint32Array(width + 1), squares: new Uint32Array(width + 1) };
  let top = Math.max(0, first - rule.radius);
  let bottom = top;
  for (let y = first; y < first + count; y++) {
    for (; bottom < Math.min(height, y + rule.radius + 1); bottom++) addRow(band, bottom * width, columns, 1);
    for (; top < y - rule.radius; top++) addRow(band, top * width, columns, -1);
    runTotals(columns.sums, totals.sums);
    runTotals(columns.squares, totals.squares);
    decideRow(band.subarray(y * width, (y + 1) * width), totals, rule, bottom - top, into, (y - first) * width);
  }
}

/** Sums of levels and of their squares. */
interface Sums {
  readonly sums: Uint32Array;
  readonly squares: Uint32Array;
}

function addRow(band: Uint8Array, from: number, { sums, squares }: Sums, sign: 1 | -1): void {
  for (let x = 0; x < sums.length; x++) {
    const level = band[from + x] as number;
    sums[x] = (sums[x] as number) + sign * level;
    squares[x] = (squares[x] as number) + sign * level * level;
  }
}

/** What lies left of each column; totals may wrap, their differences do not. */
function runTotals(columns: Uint32Array, totals: Uint32Array): void {
  let total = 0;
  for (let x = 0; x < columns.length; x++) {
    totals[x] = total;
    total = (total + (columns[x] as number)) >>> 0;
  }
  totals[columns.length] = total;
}

function decideRow(row: Uint8Array, totals: Sums, rule: ThresholdRule, rows: number, into: Uint8Array, at: number): void {
  const { fround } = Math;
  const { radius } = rule;
  const [rest, weight] = [fround(rule.rest), fround(rule.weight)];
  const { sums, squares } = totals;
  for (let x = 0; x < row.length; x++) {
    const low = Math.max(0, x - radius);
    const high = Math.min(row.length, x + radius + 1);
    const share = fround(1 / ((high - low) * rows));
    const mean = fround(fround(((sums[high] as number) - (sums[low] as number)) >>> 0) * share);
    const square = fround(fround(((squares[high] as number) - (squares[low] as number)) >>> 0) * share);
    const power = fround(mean * mean);
    const distance = fround((row[x] as number) - fround(mean * rest));
    const bound = fround(fround(power * weight) * fround(square - power));
    into[at + x] = distance < 0 || fround(distance * distance) < bound ? 0 : 255;
  }
}
