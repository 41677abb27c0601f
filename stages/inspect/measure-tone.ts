import type { Rgb } from "../../formats/raster.ts";
import type { PageView } from "./page-view.ts";

/** Levels of the page, sampled at full resolution. */
export interface Tone {
  /** Share of the page's ink, of all that is less than half as light as the paper, without any light (luminance 2 or less). */
  readonly clippedLowShare: number;
  /** Share of the page whose red and green are full: no detail is left in the lights. */
  readonly clippedHighShare: number;
  readonly meanLuminance: number;
  /** Luminance that 5 % and 90 % of the page stay below. */
  readonly darkLevel: number;
  readonly lightLevel: number;
  /** Share of the page that is nearly black or nearly white: about 1 for a bitonal scan. */
  readonly bitonalShare: number;
  /** True when hardly any level between black and white is used, in the ink neither. */
  readonly isBitonal: boolean;
}

/** About as many pixels of the page are looked at. */
const SAMPLES = 250_000;
const FULL = 254;

/** Measure the levels of the page; ground and added white around the scan do not count. */
export function measureTone({ raster, bounds, factor, pageMask, grey }: PageView): Tone {
  const { width, height, channels, pixels } = raster;
  const step = Math.max(1, Math.floor(Math.sqrt((bounds.width * bounds.height * factor * factor) / SAMPLES)));
  const levels = new Float64Array(256);
  let [full, total] = [0, 0];
  const bottom = Math.min(height, (bounds.y + bounds.height) * factor);
  const right = Math.min(width, (bounds.x + bounds.width) * factor);
  for (let y = bounds.y * factor; y < bottom; y += step) {
    const maskRow = Math.floor(y / factor) * grey.width;
    for (let x = bounds.x * factor; x < right; x += step) {
      if (pageMask[maskRow + Math.floor(x / factor)] === 0) continue;
      const at = (y * width + x) * channels;
      const [red, green, blue] = colourOf(pixels, at, channels);
      const level = (77 * red + 150 * green + 29 * blue + 128) >> 8;
      levels[level] = (levels[level] as number) + 1;
      if (red >= FULL && green >= FULL) full++;
      total++;
    }
  }
  return toneOf(levels, full, Math.max(1, total));
}

function colourOf(pixels: Uint8Array, at: number, channels: number): Rgb {
  const red = pixels[at] as number;
  return channels === 1 ? [red, red, red] : [red, pixels[at + 1] as number, pixels[at + 2] as number];
}

function toneOf(levels: Float64Array, full: number, total: number): Tone {
  const upTo = (most: number): number => levels.subarray(0, most + 1).reduce((sum, each) => sum + each, 0);
  const lightLevel = levelAbove(levels, total * 0.9);
  const bitonalShare = (upTo(16) + total - upTo(238)) / total;
  return {
    clippedLowShare: upTo(2) / Math.max(total * 0.002, upTo(lightLevel >> 1)),
    clippedHighShare: full / total,
    meanLuminance: levels.reduce((sum, count, level) => sum + count * level, 0) / total,
    darkLevel: levelAbove(levels, total * 0.05),
    lightLevel,
    bitonalShare,
    isBitonal: bitonalShare > 0.8 && upTo(32) > 0.6 * upTo(127),
  };
}

function levelAbove(levels: Float64Array, wanted: number): number {
  let seen = 0;
  for (let level = 0; level < levels.length; level++) {
    seen += levels[level] as number;
    if (seen >= wanted) return level;
  }
  return levels.length - 1;
}
