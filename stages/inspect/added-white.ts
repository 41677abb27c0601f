/** White that somebody added around a scan, so that all pictures have one size: even, plain, and no ground that a page lay on. */
import type { Raster } from "../../formats/raster.ts";
import type { Box } from "../../pipeline/geometry.ts";

/** Rows and columns of added white; compression rings a little where white meets the scan. */
const WHITE = { least: 236, mean: 251 } as const;
/** Narrower white is a light rim. */
const LEAST_PIXELS = 3;

/** The box of the scan within added white on at least two sides; null without any. */
export function addedWhite({ width, height, channels, pixels }: Raster): Box | null {
  const isWhite = (from: number, step: number, count: number): boolean => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      for (let at = (from + i * step) * channels, end = at + channels; at < end; at++) {
        const level = pixels[at] as number;
        if (level < WHITE.least) return false;
        sum += level;
      }
    }
    return sum >= WHITE.mean * count * channels;
  };
  let [left, top, right, bottom] = [0, 0, width, height];
  while (top < bottom && isWhite(top * width, 1, width)) top++;
  while (bottom > top && isWhite((bottom - 1) * width, 1, width)) bottom--;
  while (left < right && isWhite(left, width, height)) left++;
  while (right > left && isWhite(right - 1, width, height)) right--;
  const added = [left, top, width - right, height - bottom].filter((each) => each >= LEAST_PIXELS);
  if (added.length < 2 || right - left < 8 * LEAST_PIXELS || bottom - top < 8 * LEAST_PIXELS) return null;
  // the outermost row and column of the scan are mixed with white
  return { x: left + 1, y: top + 1, width: right - left - 2, height: bottom - top - 2 };
}

/** The part of a picture in a box. */
export function cutOut({ width, channels, pixels }: Raster, box: Box): Raster {
  const cut = new Uint8Array(box.width * box.height * channels);
  for (let y = 0; y < box.height; y++) {
    const from = ((box.y + y) * width + box.x) * channels;
    cut.set(pixels.subarray(from, from + box.width * channels), y * box.width * channels);
  }
  return { width: box.width, height: box.height, channels, pixels: cut };
}

/** The mask of a part of a picture as one of the whole, where all around is ground. */
export function laidInto({ width, height }: Raster, box: Box, mask: Uint8Array): Uint8Array {
  const whole = new Uint8Array(width * height).fill(1);
  for (let y = 0; y < box.height; y++) {
    whole.set(mask.subarray(y * box.width, (y + 1) * box.width), (box.y + y) * width + box.x);
  }
  return whole;
}
