import type { PageView } from "./page-view.ts";

/** Levels of the page, sampled at full resolution. */
export interface Tone {
  /** Share of the page's ink, of all that is less than half as light as the paper, without any light (luminance 2 or less). */
  readonly clippedLowShare: number;
  /** Share of the ink in which a colour at least is cut off at its dark end (2 or less): its hue is lost, if not its shape. */
  readonly clippedColourShare: number;
  /** Share of the page whose red and green are full: no detail is left in the lights. */
  readonly clippedHighShare: number;
  readonly meanLuminance: number;
  /** Luminance that 5 % and 90 % of the page stay below. */
  readonly darkLevel: number;
  readonly lightLevel: number;
  /** Share of the page that is nearly black or nearly white: about 1 for a bitonal scan. */
  readonly bitonalShare: number;
  /** Share of the ink within one level of its commonest level, bleached ink counted or not: no sensor makes ink as even as a drawing's. */
  readonly evenInkShare: number;
  /** True when hardly any level between black and white is used, in the ink neither. */
  readonly isBitonal: boolean;
}

/** About as many pixels of the page are looked at. */
const SAMPLES = 250_000;
const FULL = 254;
const CUT_OFF = 2;
const BLACK = 32;
const NEARLY_WHITE = 200;
/** Ink that too much light has bleached is paler than nearly white, and is ink. */
const PALEST_INK = 240;

/** Measure the levels of the page; ground and added white around the scan do not count. */
export function measureTone({ raster, bounds, factor, pageMask, grey }: PageView): Tone {
  const { width, height, channels, pixels } = raster;
  const step = Math.max(1, Math.floor(Math.sqrt((bounds.width * bounds.height * factor * factor) / SAMPLES)));
  const counts: Counts = { levels: new Float64Array(256), cutOff: new Float64Array(256), full: 0, total: 0 };
  const bottom = Math.min(height, (bounds.y + bounds.height) * factor);
  const right = Math.min(width, (bounds.x + bounds.width) * factor);
  for (let y = bounds.y * factor; y < bottom; y += step) {
    const maskRow = Math.floor(y / factor) * grey.width;
    for (let x = bounds.x * factor; x < right; x += step) {
      if (pageMask[maskRow + Math.floor(x / factor)] === 1) addPixel(counts, pixels, (y * width + x) * channels, channels);
    }
  }
  return toneOf(counts);
}

/** Pixels by their luminance, and those of them that have lost a colour. */
interface Counts {
  readonly levels: Float64Array;
  readonly cutOff: Float64Array;
  full: number;
  total: number;
}

function addPixel(counts: Counts, pixels: Uint8Array, at: number, channels: number): void {
  const red = pixels[at] as number;
  const green = channels === 1 ? red : (pixels[at + 1] as number);
  const blue = channels === 1 ? red : (pixels[at + 2] as number);
  const level = (77 * red + 150 * green + 29 * blue + 128) >> 8;
  counts.levels[level] = (counts.levels[level] as number) + 1;
  if (red <= CUT_OFF || green <= CUT_OFF || blue <= CUT_OFF) counts.cutOff[level] = (counts.cutOff[level] as number) + 1;
  if (red >= FULL && green >= FULL) counts.full++;
  counts.total++;
}

function toneOf({ levels, cutOff, full, ...counts }: Counts): Tone {
  const total = Math.max(1, counts.total);
  const sumOf = (counts: Float64Array, most: number): number => counts.subarray(0, most + 1).reduce((sum, each) => sum + each, 0);
  const upTo = (most: number): number => sumOf(levels, most);
  const evenShare = (most: number): number => commonest(levels.subarray(CUT_OFF + 1, most)) / Math.max(total * 0.002, upTo(most));
  const lightLevel = levelAbove(levels, total * 0.9);
  const bitonalShare = (upTo(16) + total - upTo(238)) / total;
  const inked = Math.max(total * 0.002, upTo(lightLevel >> 1));
  return {
    clippedLowShare: upTo(CUT_OFF) / inked,
    clippedColourShare: sumOf(cutOff, lightLevel >> 1) / inked,
    evenInkShare: Math.min(evenShare(NEARLY_WHITE), evenShare(PALEST_INK)),
    clippedHighShare: full / total,
    meanLuminance: levels.reduce((sum, count, level) => sum + count * level, 0) / total,
    darkLevel: levelAbove(levels, total * 0.05),
    lightLevel,
    bitonalShare,
    // bleached ink is grey where that of a bitonal scan is black
    isBitonal: bitonalShare > 0.8 && upTo(BLACK) > 0.5 * upTo(NEARLY_WHITE),
  };
}

/** Most that three levels side by side hold. */
function commonest(levels: Float64Array): number {
  return levels.reduce((most, count, at) => Math.max(most, (levels[at - 1] ?? 0) + count + (levels[at + 1] ?? 0)), 0);
}

function levelAbove(levels: Float64Array, wanted: number): number {
  let seen = 0;
  for (let level = 0; level < levels.length; level++) {
    seen += levels[level] as number;
    if (seen >= wanted) return level;
  }
  return levels.length - 1;
}
