/** Where the ink of a column is: its extent across, and how much of it every row holds. */
import { otsuThreshold } from "../to-bitonal.ts";
import type { GreyPicture } from "./resample.ts";

/** The ink of a column, or nothing but paper. */
export interface ColumnInk {
  /** Grey level up to which a pixel is ink. */
  readonly threshold: number;
  /** First and one past the last pixel across that the writing reaches, specks left aside. */
  readonly left: number;
  readonly right: number;
}

/** Share of the ink that may lie outside the writing on each side: specks and remnants of rules. */
const STRAY_SHARE = 0.002;

/** Find the ink of a column; undefined where ink cannot be told from paper. */
export function findColumnInk(column: GreyPicture): ColumnInk | undefined {
  const threshold = otsuThreshold(column.pixels);
  if (threshold === undefined) return undefined;
  const across = new Uint32Array(column.width);
  let total = 0;
  for (let i = 0; i < column.pixels.length; i++) {
    if ((column.pixels[i] as number) > threshold) continue;
    const x = i % column.width;
    across[x] = (across[x] as number) + 1;
    total++;
  }
  const [left, right] = writingWithin(across, STRAY_SHARE * total);
  return { threshold, left, right };
}

/** The part of a profile that holds all of its mass but `stray` on each side. */
function writingWithin(profile: Uint32Array, stray: number): readonly [number, number] {
  let left = 0;
  for (let passed = profile[0] as number; left < profile.length - 1 && passed < stray; ) passed += profile[++left] as number;
  let right = profile.length;
  for (let passed = profile[right - 1] as number; right > left + 1 && passed < stray; ) passed += profile[--right - 1] as number;
  return [left, right];
}

/** Part of a column across, from `left` to `right` (one past the last); what lies outside the picture is paper. */
export function cutAcross(column: GreyPicture, left: number, right: number): GreyPicture {
  const width = right - left;
  const pixels = new Uint8Array(width * column.height).fill(255);
  const from = Math.max(0, left);
  const to = Math.min(column.width, right);
  for (let y = 0; y < column.height; y++) {
    const row = y * column.width;
    pixels.set(column.pixels.subarray(row + from, row + to), y * width + from - left);
  }
  return { width, height: column.height, pixels };
}
