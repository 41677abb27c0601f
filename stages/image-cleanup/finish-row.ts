import type { LightRows } from "./light-rows.ts";

/** Where a row of both pictures is written. */
export interface FinishedRow {
  readonly clean: Uint8ClampedArray;
  readonly text: Uint8Array;
}

/**
 * One row of both pictures from the pixels of the row (red in the lowest byte): colour times gain, and the share of the
 * paper's light through the curve. Reading grey is half red, four tenths green, a tenth blue (see READING_WEIGHTS),
 * in whole numbers because this loop sees every pixel. What is not page is left white.
 */
export function finishRow(row: Int32Array, light: LightRows, curve: Uint8Array, { clean, text }: FinishedRow): void {
  const { cell, gains, shares, pages } = light;
  for (let from = 0, node = 0; from < row.length; from += cell, node++) {
    const to = Math.min(row.length, from + cell);
    const gain = Math.round((gains[node] as number) * 65536);
    const gainStep = Math.round((((gains[node + 1] as number) - (gains[node] as number)) * 65536) / cell);
    evenCell(row, clean, from, to, gain, gainStep);
    const corners = (pages[node] as number) + (pages[node + 1] as number);
    if (corners === 0) continue;
    const share = Math.round((shares[node] as number) * 16384);
    const shareStep = Math.round((((shares[node + 1] as number) - (shares[node] as number)) * 16384) / cell);
    readCell(row, text, curve, from, to, share, shareStep);
    if (corners === 4) continue;
    for (let x = from; x < to; x++) if (!light.isPageAt(x)) text[x] = 255;
  }
}

function evenCell(row: Int32Array, clean: Uint8ClampedArray, from: number, to: number, first: number, step: number): void {
  let gain = first;
  for (let x = from, p = from * 3; x < to; x++, p += 3) {
    const pixel = row[x] as number;
    clean[p] = ((pixel & 255) * gain + 32768) >> 16;
    clean[p + 1] = (((pixel >> 8) & 255) * gain + 32768) >> 16;
    clean[p + 2] = (((pixel >> 16) & 255) * gain + 32768) >> 16;
    gain += step;
  }
}

function readCell(
  row: Int32Array,
  text: Uint8Array,
  curve: Uint8Array,
  from: number,
  to: number,
  first: number,
  step: number,
): void {
  let share = first;
  for (let x = from; x < to; x++) {
    const pixel = row[x] as number;
    const tenfold = 5 * (pixel & 255) + 4 * ((pixel >> 8) & 255) + ((pixel >> 16) & 255);
    text[x] = curve[(tenfold * share) >> 14] as number;
    share += step;
  }
}
