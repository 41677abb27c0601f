/** The source: pixels as single numbers, red in the lowest byte. */
export interface PackedPicture {
  readonly width: number;
  readonly height: number;
  readonly whole: Int32Array;
}

/** u0 + a x and v0 + b x: where the centre of pixel x lies, counted in centres of the source. */
export interface Walk {
  readonly u0: number;
  readonly a: number;
  readonly v0: number;
  readonly b: number;
}

/** Writes the pixels `from` to `to` of a row that walks through a source, all of whose neighbours there are. */
export type RowMixer = (walk: Walk, row: Int32Array, from: number, to: number) => void;

/**
 * The four nearest pixels mixed by weights of 1/256; red and blue are weighed in one number, their lanes do not touch.
 * In whole numbers, as kernels/mix-row.c does it: identical bytes.
 */
export function mixRowPlain({ width, whole }: PackedPicture): RowMixer {
  return ({ u0, a, v0, b }, row, from, to) => {
    for (let x = from; x < to; x++) {
      const u = ((u0 + a * x) * 256) | 0;
      const v = ((v0 + b * x) * 256) | 0;
      const lowerRight = ((u & 255) * (v & 255) + 128) >> 8;
      const lowerLeft = (v & 255) - lowerRight;
      const upperRight = (u & 255) - lowerRight;
      const upperLeft = 256 - (v & 255) - upperRight;
      const at = Math.imul(v >> 8, width) + (u >> 8);
      const p = whole[at] as number;
      const q = whole[at + 1] as number;
      const r = whole[at + width] as number;
      const s = whole[at + width + 1] as number;
      const redBlue =
        (Math.imul(p & 0xff00ff, upperLeft) +
          Math.imul(q & 0xff00ff, upperRight) +
          Math.imul(r & 0xff00ff, lowerLeft) +
          Math.imul(s & 0xff00ff, lowerRight) +
          0x800080) |
        0;
      const green =
        (Math.imul(p & 0xff00, upperLeft) +
          Math.imul(q & 0xff00, upperRight) +
          Math.imul(r & 0xff00, lowerLeft) +
          Math.imul(s & 0xff00, lowerRight) +
          0x8000) |
        0;
      row[x] = ((redBlue >>> 8) & 0xff00ff) | ((green >>> 8) & 0xff00);
    }
  };
}
