import type { Raster } from "../../formats/raster.ts";
import { type Grid, valueAt } from "./grid.ts";
import { READING_WEIGHTS } from "./paper-light.ts";

/** Which shares of the paper's light become black and white in the reading picture, 0 to 1. */
export interface ReadingTone {
  readonly black: number;
  readonly white: number;
}

const BINS = 320;
const BINS_PER_UNIT = 256;
/** Rows that are looked at, spread over the page. */
const ROWS = 300;

/** Of the pixels that are ink this share is darker than black and loses its shades. */
const BLACK_RANK = 0.01;
/** Black goes no higher: on a leaf without ink the darkest grain would be stretched until it looks like strokes. */
const HIGHEST_BLACK = 0.3;
/** White goes no lower: thin strokes in small scans are only a little darker than paper. */
const WHITE = 0.97;
/** A leaf with less ink than this, or less contrast, holds no text to lose: there grain is bleached. */
const LEAST_INK_SHARE = 0.002;
const LEAST_CONTRAST = 0.12;
const BLANK_TONE: ReadingTone = { black: 0.2, white: 0.85 };

/**
 * Stretch the shares of light from the darkest ink to paper, and clip next to nothing: layout and OCR choose thresholds of
 * their own, column by column, and for that need the shades at the rims of strokes. With harder clipping, 20 pages
 * of real columns read 5 points worse and grain on a noisy blank leaf was read as text.
 * @see docs/decisions/0008-tone-of-the-reading-picture.md for the figures
 */
export function readingTone(raster: Raster, light: Grid, isPaper: (x: number, y: number) => boolean): ReadingTone {
  const counts = shareCounts(raster, light, isPaper);
  const split = otsu(counts);
  const ink = meanOf(counts, 0, split);
  const paper = meanOf(counts, split, BINS);
  if (ink.share < LEAST_INK_SHARE || paper.mean - ink.mean < LEAST_CONTRAST) return BLANK_TONE;
  return { black: Math.min(HIGHEST_BLACK, rankOf(counts, split, BLACK_RANK)), white: WHITE };
}

function shareCounts(raster: Raster, light: Grid, isPaper: (x: number, y: number) => boolean): Float64Array {
  const { width, height, channels, pixels } = raster;
  const { red, green, blue } = READING_WEIGHTS;
  const counts = new Float64Array(BINS);
  const stepX = Math.max(1, Math.floor(width / 1500));
  for (let y = 0; y < height; y += Math.max(1, Math.floor(height / ROWS))) {
    for (let x = 0; x < width; x += stepX) {
      if (!isPaper(x, y)) continue;
      const p = (y * width + x) * channels;
      const grey =
        channels === 1
          ? (pixels[p] as number)
          : red * (pixels[p] as number) + green * (pixels[p + 1] as number) + blue * (pixels[p + 2] as number);
      const bin = Math.min(BINS - 1, Math.floor((grey / valueAt(light, x, y)) * BINS_PER_UNIT));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return counts;
}

/** The bin that parts two classes best. @see N. Otsu, IEEE Trans. SMC 9(1), 1979 */
function otsu(counts: Float64Array): number {
  const total = counts.reduce((a, b) => a + b, 0);
  const all = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let below = 0;
  let sumBelow = 0;
  let best = { bin: BINS >> 1, spread: -1 };
  for (let bin = 0; bin < BINS; bin++) {
    below += counts[bin] as number;
    sumBelow += bin * (counts[bin] as number);
    if (below === 0 || below === total) continue;
    const distance = sumBelow / below - (all - sumBelow) / (total - below);
    const spread = below * (total - below) * distance * distance;
    if (spread > best.spread) best = { bin: bin + 1, spread };
  }
  return best.bin;
}

function meanOf(counts: Float64Array, from: number, to: number): { mean: number; share: number } {
  let total = 0;
  let count = 0;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const each = counts[bin] as number;
    total += each;
    if (bin < from || bin >= to) continue;
    count += each;
    sum += (each * (bin + 0.5)) / BINS_PER_UNIT;
  }
  return count === 0 ? { mean: 0, share: 0 } : { mean: sum / count, share: count / total };
}

/** The share of light that `rank` of the pixels below `end` are darker than. */
function rankOf(counts: Float64Array, end: number, rank: number): number {
  let total = 0;
  for (let bin = 0; bin < end; bin++) total += counts[bin] as number;
  let seen = 0;
  for (let bin = 0; bin < end; bin++) {
    seen += counts[bin] as number;
    if (seen >= total * rank) return bin / BINS_PER_UNIT;
  }
  return 0;
}
