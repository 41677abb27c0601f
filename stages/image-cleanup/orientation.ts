import type { Affine, Size } from "../../pipeline/geometry.ts";

/**
 * From points of the upright picture to points of the picture as stored.
 * @param orientation EXIF orientation 1 to 8 (Exif 2.32, tag 0x0112)
 * @param stored size before orientation
 */
export function uprightToStored(orientation: number, { width, height }: Size): Affine {
  const maps: Readonly<Record<number, Affine>> = {
    2: { a: -1, b: 0, c: 0, d: 1, e: width, f: 0 },
    3: { a: -1, b: 0, c: 0, d: -1, e: width, f: height },
    4: { a: 1, b: 0, c: 0, d: -1, e: 0, f: height },
    5: { a: 0, b: 1, c: 1, d: 0, e: 0, f: 0 },
    6: { a: 0, b: -1, c: 1, d: 0, e: 0, f: height },
    7: { a: 0, b: -1, c: -1, d: 0, e: width, f: height },
    8: { a: 0, b: 1, c: -1, d: 0, e: width, f: 0 },
  };
  return maps[orientation] ?? { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
}
