import type { Raster } from "../../formats/raster.ts";
import { adaptiveThreshold } from "./adaptive-threshold.ts";
import { FLAT_PAPER } from "./flat-picture.ts";
import { isSharp } from "./is-sharp.ts";

/** How dark and how sharp the ink of a page is. */
export interface InkContrast {
  /** Middle contrast, 0 to 1; 0 on a page without ink. */
  readonly median: number;
  /** Share of its pixels that lie at a sharp edge. */
  readonly sharpShare: number;
}

/** The window of the threshold, as a part of the longest side: about a character of a full page. */
const WINDOW_PART = 40;
/** Ink is at least this much darker than the paper about it. */
const LEAST_CONTRAST = 0.15;
/** A page with less ink says nothing about it. */
const LEAST_SHARE = 0.002;

/** How dark the ink of a page is, by the pixels that stand out from their surroundings. */
export function inkContrast(flat: Raster, factor: number, isPage: (x: number, y: number) => boolean): InkContrast {
  const { width, height, pixels } = flat;
  const windowPixels = Math.min(255, Math.max(9, 2 * Math.round(Math.max(width, height) / WINDOW_PART / 2) + 1));
  const bitonal = adaptiveThreshold(flat, { windowPixels, k: LEAST_CONTRAST });
  const counts = new Uint32Array(256);
  let paper = 0;
  let sharp = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isPage((x + 0.5) * factor, (y + 0.5) * factor)) continue;
      if (bitonal.pixels[y * width + x] === 255) {
        paper++;
        continue;
      }
      const level = pixels[y * width + x] as number;
      counts[level] = (counts[level] as number) + 1;
      if (isSharp(flat, x, y, level)) sharp++;
    }
  }
  const ink = counts.reduce((sum, each) => sum + each, 0);
  if (ink < LEAST_SHARE * (ink + paper)) return { median: 0, sharpShare: 0 };
  let seen = 0;
  const level = counts.findIndex((each) => {
    seen += each;
    return seen * 2 >= ink;
  });
  return { median: Math.max(0, 1 - level / FLAT_PAPER), sharpShare: sharp / ink };
}
