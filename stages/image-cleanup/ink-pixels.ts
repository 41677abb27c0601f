import type { Raster } from "../../formats/raster.ts";
import { adaptiveThreshold } from "./adaptive-threshold.ts";
import { dropSpecks } from "./drop-specks.ts";
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
/** Dark areas that hold a whole block of this part of the longest side are ground, shadow or picture: no strokes. */
const SOLID_PART = 160;
/** Where the brightest is darker than this share of the page's paper there is no paper to write on. */
const LEAST_PAPER = 0.45;
/** A stroke has paper on two opposite sides within this part of the longest side; a step from light to dark has not. */
const STROKE_PART = 50;
/** A mark smaller than a square of this part of the longest side is grain. */
const SPECK_PART = 450;

/**
 * The ink of a page by its own contrast, found without anything that cleanup knows or decides: the paper is what most
 * pixels about a place are, in red and in green, so that vermilion counts by its green; ink stands out from its
 * surroundings (Sauvola) and from the paper. Left out are dark areas thicker than any stroke with a narrow rim, and grain.
 * @param reduced the upright master, 3 channels
 */
export function inkPixels(reduced: Raster): InkPixels {
  const { width, height } = reduced;
  const longest = Math.max(width, height);
  const flat = flatten(reduced);
  const windowPixels = Math.min(255, Math.max(9, 2 * Math.round(longest / WINDOW_PART / 2) + 1));
  const mask = adaptiveThreshold(flat, { windowPixels, k: K }).pixels;
  leaveOutSolid(mask, flat, Math.max(4, Math.round(longest / SOLID_PART)));
  const limit = 255 * (1 - sureContrast(mask, flat.pixels));
  const reach = Math.max(3, Math.round(longest / STROKE_PART));
  const levels = flat.pixels;
  // the mask changes under the test, which looks at levels only
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0 && ((levels[i] as number) > limit || !isBetweenPaper(flat, i, reach))) mask[i] = 255;
  }
  const at = dropSpecks(mask, width, Math.ceil((longest / SPECK_PART) ** 2));
  return { at, contrast: Float32Array.from(at, (i) => 1 - (levels[i] as number) / 255) };
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

/** Whether it gets half way to paper on both sides, across or down; beyond the rim of the picture is paper. */
function isBetweenPaper({ width, height, pixels }: Raster, at: number, reach: number): boolean {
  const wanted = ((pixels[at] as number) + 255) / 2;
  const x = at % width;
  const y = (at - x) / width;
  return (
    (isLightAlong(pixels, at, -1, Math.min(reach, x + 1), x, wanted) &&
      isLightAlong(pixels, at, 1, Math.min(reach, width - x), width - 1 - x, wanted)) ||
    (isLightAlong(pixels, at, -width, Math.min(reach, y + 1), y, wanted) &&
      isLightAlong(pixels, at, width, Math.min(reach, height - y), height - 1 - y, wanted))
  );
}

function isLightAlong(pixels: Uint8Array, at: number, step: number, reach: number, room: number, wanted: number): boolean {
  for (let i = 1; i <= reach; i++) if (i > room || (pixels[at + i * step] as number) >= wanted) return true;
  return false;
}

/** Take blocks that are dark all over, and their neighbours, out of the mask. */
function leaveOutSolid(mask: Uint8Array, { width, height, pixels }: Raster, block: number): void {
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const hasLight = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let x = 0, column = row, end = block; x < width; x++) {
      if (x === end) [column, end] = [column + 1, end + block];
      if ((pixels[y * width + x] as number) > 128) hasLight[column] = 1;
    }
  }
  for (let node = 0; node < hasLight.length; node++) {
    if (hasLight[node] === 1) continue;
    const column = node % columns;
    const row = (node - column) / columns;
    const left = Math.max(0, column - 1) * block;
    const right = Math.min(width, (column + 2) * block);
    for (let y = Math.max(0, row - 1) * block; y < Math.min(height, (row + 2) * block); y++) {
      mask.fill(255, y * width + left, y * width + right);
    }
  }
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
