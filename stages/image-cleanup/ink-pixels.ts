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
  const block = Math.max(4, Math.round(longest / SOLID_PART));
  const isSolid = solidBlocks(flat, block);
  const columns = Math.ceil(width / block);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let x = 0; x < width; x++) if (isSolid[row + Math.floor(x / block)] === 1) mask[y * width + x] = 255;
  }
  const least = sureContrast(mask, flat.pixels);
  const reach = Math.max(3, Math.round(longest / STROKE_PART));
  const ink = mask.map((each, i) =>
    each === 0 && (flat.pixels[i] as number) <= (1 - least) * 255 && isBetweenPaper(flat, i, reach) ? 0 : 255,
  );
  const at = dropSpecks(ink, width, Math.ceil((longest / SPECK_PART) ** 2));
  return { at, contrast: Float32Array.from(at, (i) => 1 - (flat.pixels[i] as number) / 255) };
}

/** 255 for paper in both channels; the darker of them counts. Black where there is no paper. */
function flatten(reduced: Raster): Raster {
  const { width, height, channels, pixels } = reduced;
  const { levels, indexAt } = localPaper(reduced);
  const greens = levels.filter((_, i) => i % 3 === 1).toSorted();
  const leastPaper = LEAST_PAPER * (greens[Math.floor(greens.length * 0.6)] ?? 0);
  const flat = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = indexAt(x, y);
      if ((levels[at + 1] as number) < leastPaper) continue;
      const p = (y * width + x) * channels;
      const red = (pixels[p] as number) / (levels[at] as number);
      const green = (pixels[p + 1] as number) / (levels[at + 1] as number);
      flat[y * width + x] = Math.min(1, red, green) * 255;
    }
  }
  return { width, height, channels: 1, pixels: flat };
}

/** Whether it gets half way to paper on both sides, across or down; beyond the rim of the picture is paper. */
function isBetweenPaper({ width, height, pixels }: Raster, at: number, reach: number): boolean {
  const wanted = ((pixels[at] as number) + 255) / 2;
  const x = at % width;
  const y = (at - x) / width;
  const isLightAlong = (step: number, room: number): boolean => {
    for (let i = 1; i <= Math.min(reach, room); i++) if ((pixels[at + i * step] as number) >= wanted) return true;
    return room < reach;
  };
  return (
    (isLightAlong(-1, x) && isLightAlong(1, width - 1 - x)) || (isLightAlong(-width, y) && isLightAlong(width, height - 1 - y))
  );
}

/** 1 for blocks that are dark all over, and for their neighbours. */
function solidBlocks({ width, height, pixels }: Raster, block: number): Uint8Array {
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const hasLight = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let x = 0; x < width; x++) if ((pixels[y * width + x] as number) > 128) hasLight[row + Math.floor(x / block)] = 1;
  }
  const solid = new Uint8Array(columns * rows);
  for (let node = 0; node < solid.length; node++) {
    if (hasLight[node] === 1) continue;
    const column = node % columns;
    const row = (node - column) / columns;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      solid.fill(1, r * columns + Math.max(0, column - 1), r * columns + Math.min(columns, column + 2));
    }
  }
  return solid;
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
