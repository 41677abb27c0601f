import type { Raster } from "../../formats/raster.ts";
import { adaptiveThreshold } from "./adaptive-threshold.ts";
import { dropSpecks } from "./drop-specks.ts";
import { leaveOutGround } from "./leave-out-ground.ts";
import { localPaper } from "./local-paper.ts";

/** Ink of a reduced master: where it is, and how much darker than the paper about it. */
export interface InkPixels {
  /** Indexes of pixels of the reduced master, in order. */
  readonly at: Uint32Array;
  /** 0 to 1, one value a pixel of ink. */
  readonly contrast: Float32Array;
}

/** The window of the threshold, as a part of the longest side: about a character of a full page. */
const WINDOW_PART = 40;
/** Sauvola's k: how much darker than its surroundings a stroke must be where all else is even. */
const K = 0.15;
/** Of the page's middle ink contrast this share is ink for certain; paler marks may be what shines through. */
const SURE_OF_MIDDLE = 0.35;
const LEAST_SURE_CONTRAST = 0.14;
const MOST_SURE_CONTRAST = 0.3;
/** No stroke covers a square of this part of the longest side: ground and pictures do. */
const GROUND_PART = 80;
/** Where the brightest is darker than this share of the page's paper there is no paper to write on. */
const LEAST_PAPER = 0.45;
/** A stroke has paper on two opposite sides within this part of the longest side; a step from light to dark has not. */
const STROKE_PART = 50;
/** A mark smaller than a square of this part of the longest side is grain. */
const SPECK_PART = 450;

/**
 * The ink of a page by its own contrast, found without anything that cleanup knows or decides: the paper is what most
 * pixels about a place are, in red and in green, so that vermilion counts by its green; ink stands out from its
 * surroundings (Sauvola), and has paper on two sides. Left out are areas that are no strokes, ground among them, and grain.
 * @param reduced the upright master, 3 channels
 */
export function inkPixels(reduced: Raster): InkPixels {
  const { width, height } = reduced;
  const longest = Math.max(width, height);
  const flat = flatten(reduced);
  const windowPixels = Math.min(255, Math.max(9, 2 * Math.round(longest / WINDOW_PART / 2) + 1));
  const mask = adaptiveThreshold(flat, { windowPixels, k: K }).pixels;
  leaveOutGround(mask, flat, Math.max(8, Math.round(longest / GROUND_PART)));
  const reach = Math.max(3, Math.round(longest / STROKE_PART));
  const levels = flat.pixels;
  // the mask changes under the tests, which look at levels only
  const dark = 255 * (1 - LEAST_SURE_CONTRAST);
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0 && ((levels[i] as number) > dark || !isBetweenPaper(flat, i, reach))) mask[i] = 255;
  }
  const limit = 255 * (1 - sureContrast(mask, levels));
  for (let i = 0; i < mask.length; i++) if (mask[i] === 0 && (levels[i] as number) > limit) mask[i] = 255;
  const at = dropSpecks(mask, width, Math.ceil((longest / SPECK_PART) ** 2));
  const contrast = new Float32Array(at.length);
  for (let i = 0; i < at.length; i++) contrast[i] = 1 - (levels[at[i] as number] as number) / 255;
  return { at, contrast };
}

/** 255 for paper in both channels; the darker of them counts. Black where there is no paper. */
function flatten(reduced: Raster): Raster {
  const { width, height, channels, pixels } = reduced;
  const { levels, indexAt, block } = localPaper(reduced);
  const greens = levels.filter((_, i) => i % 3 === 1).toSorted();
  const leastPaper = LEAST_PAPER * (greens[Math.floor(greens.length * 0.6)] ?? 0);
  const flat = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let from = 0; from < width; from += block) {
      const at = indexAt(from, y);
      if ((levels[at + 1] as number) < leastPaper) continue;
      const [perRed, perGreen] = [255 / (levels[at] as number), 255 / (levels[at + 1] as number)];
      const to = Math.min(width, from + block);
      for (let x = from, p = (y * width + from) * channels; x < to; x++, p += channels) {
        const red = (pixels[p] as number) * perRed;
        const green = (pixels[p + 1] as number) * perGreen;
        flat[y * width + x] = Math.min(255, red, green);
      }
    }
  }
  return { width, height, channels: 1, pixels: flat };
}

/** Whether it gets half way to paper on both sides, across or down. Beyond the rim there is none: a strip of ground is no stroke. */
function isBetweenPaper({ width, height, pixels }: Raster, at: number, reach: number): boolean {
  const wanted = ((pixels[at] as number) + 255) / 2;
  const x = at % width;
  const y = (at - x) / width;
  return (
    (isLightAlong(pixels, at, -1, Math.min(reach, x), wanted) &&
      isLightAlong(pixels, at, 1, Math.min(reach, width - 1 - x), wanted)) ||
    (isLightAlong(pixels, at, -width, Math.min(reach, y), wanted) &&
      isLightAlong(pixels, at, width, Math.min(reach, height - 1 - y), wanted))
  );
}

function isLightAlong(pixels: Uint8Array, at: number, step: number, reach: number, wanted: number): boolean {
  for (let i = 1; i <= reach; i++) if ((pixels[at + i * step] as number) >= wanted) return true;
  return false;
}

function sureContrast(mask: Uint8Array, flat: Uint8Array): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 255) continue;
    counts[flat[i] as number] = (counts[flat[i] as number] as number) + 1;
    total++;
  }
  let seen = 0;
  const middle = counts.findIndex((each) => {
    seen += each;
    return seen * 2 >= total;
  });
  return Math.min(MOST_SURE_CONTRAST, Math.max(LEAST_SURE_CONTRAST, SURE_OF_MIDDLE * (1 - middle / 255)));
}
