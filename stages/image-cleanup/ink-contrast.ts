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
/** A picture with less ink than this share says nothing about it. */
const LEAST_SHARE = 0.002;

/** How dark the ink of a page is, by the pixels that stand out from their surroundings. */
export function inkContrast(flat: Raster, factor: number, isPage: (x: number, y: number) => boolean): InkContrast {
  const { width, height, pixels } = flat;
  const windowPixels = Math.min(255, Math.max(9, 2 * Math.round(Math.max(width, height) / WINDOW_PART / 2) + 1));
  const bitonal = adaptiveThreshold(flat, { windowPixels, k: LEAST_CONTRAST });
  const counts = new Uint32Array(256);
  let sharp = 0;
  for (let i = 0; i < pixels.length; i++) {
    if (bitonal.pixels[i] === 255) continue;
    const x = i % width;
    const y = (i - x) / width;
    if (!isPage((x + 0.5) * factor, (y + 0.5) * factor)) continue;
    const level = pixels[i] as number;
    counts[level] = (counts[level] as number) + 1;
    if (isSharp(flat, x, y, level)) sharp++;
  }
  const ink = counts.reduce((sum, each) => sum + each, 0);
  if (ink < LEAST_SHARE * pixels.length) return { median: 0, sharpShare: 0 };
  let seen = 0;
  const level = counts.findIndex((each) => {
    seen += each;
    return seen * 2 >= ink;
  });
  return { median: Math.max(0, 1 - level / FLAT_PAPER), sharpShare: sharp / ink };
}
