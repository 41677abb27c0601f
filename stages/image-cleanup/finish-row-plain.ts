/** Where a row of both pictures is written. */
export interface FinishedRow {
  readonly clean: Uint8Array;
  readonly text: Uint8Array;
}

/** For every cell of a row the first value and the step from pixel to pixel, one behind the other. */
export interface CellLight {
  /** Factor on colour, in 1/65536. */
  readonly gains: Int32Array;
  /** 1024 over ten times the light on the paper, in 1/16384. */
  readonly shares: Int32Array;
}

/**
 * One row of both pictures from the pixels of the row (red in the lowest byte): colour times gain, and the share of the
 * paper's light through the curve of 4096 levels. Reading grey is half red, four tenths green, a tenth blue (see
 * READING_WEIGHTS). In whole numbers, as kernels/finish-row.c does it: identical bytes.
 */
export function finishRowPlain(
  row: Int32Array,
  cell: number,
  { gains, shares }: CellLight,
  curve: Uint8Array,
  { clean, text }: FinishedRow,
): void {
  for (let from = 0, i = 0; from < row.length; from += cell, i += 2) {
    const to = Math.min(row.length, from + cell);
    evenCell(row, clean, from, to, gains[i] as number, gains[i + 1] as number);
    readCell(row, text, curve, from, to, shares[i] as number, shares[i + 1] as number);
  }
}

function evenCell(row: Int32Array, clean: Uint8Array, from: number, to: number, first: number, step: number): void {
  let gain = first;
  for (let x = from, p = from * 3; x < to; x++, p += 3) {
    const pixel = row[x] as number;
    clean[p] = Math.min(255, ((pixel & 255) * gain + 32768) >>> 16);
    clean[p + 1] = Math.min(255, (((pixel >> 8) & 255) * gain + 32768) >>> 16);
    clean[p + 2] = Math.min(255, (((pixel >> 16) & 255) * gain + 32768) >>> 16);
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
    text[x] = curve[Math.min(4095, (tenfold * share) >>> 14)] as number;
    share += step;
  }
}
