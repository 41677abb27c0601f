import { FREQUENCIES, type PowerSpectrum } from "./power-spectrum.ts";
import { median } from "./quantile.ts";
import { TILE } from "./sample-tiles.ts";

/** The strongest wave over bare paper. */
export interface Pattern {
  readonly amplitudeLevels: number;
  readonly periodPixels: number;
}

/** Waves longer than this many pixels are light and shade. */
const LONGEST_PERIOD = 20;
/** A wave stands out from its neighbours by at least this; grain does not. */
const LEAST_PROMINENCE = 12;
/** The wave and its like hold this share of all that is not light and shade; strokes are made of many waves. */
const LEAST_DOMINANCE = 0.25;

/** Most tiles have such a wave, and nearly all have it as strong: waves of writing left on a tile differ from tile to tile. */
const LEAST_WAVES = 0.65;
const TILES_WITHOUT = 0.1;

/** Amplitude of the wave that all tiles of bare paper share: moiré, halftone dots, banding. Undefined without bare tiles. */
export function measurePattern(spectra: readonly PowerSpectrum[]): Pattern | undefined {
  if (spectra.length < 3) return undefined;
  const peaks = spectra.map(peakOf).sort((a, b) => a.amplitudeLevels - b.amplitudeLevels);
  const { amplitudeLevels, periodPixels } = peaks[Math.floor(peaks.length * TILES_WITHOUT)] as Peak;
  const isShared = peaks.filter((each) => each.isWave).length >= LEAST_WAVES * peaks.length;
  return { amplitudeLevels: isShared ? amplitudeLevels : 0, periodPixels };
}

interface Peak extends Pattern {
  readonly isWave: boolean;
}

function peakOf(spectrum: PowerSpectrum): Peak {
  let [best, bestAt, frequency] = [0, 0, 1];
  for (let y = 0, at = 0; y <= TILE / 2; y++) {
    for (let x = 0; x < TILE; x++, at++) {
      const away = FREQUENCIES[at] as number;
      // the long waves of stains and shadows are stronger the longer they are
      if (away < 1 / LONGEST_PERIOD || (spectrum[at] as number) * away <= best) continue;
      if (isBlockGrid(x, y)) continue;
      [best, bestAt, frequency] = [(spectrum[at] as number) * away, at, away];
    }
  }
  const prominence = (spectrum[bestAt] as number) / Math.max(0.02, around(spectrum, bestAt % TILE, Math.floor(bestAt / TILE)));
  if (prominence < LEAST_PROMINENCE) return { amplitudeLevels: 0, periodPixels: 1 / frequency, isWave: false };
  // of a wave under a Hann window two thirds of the power lie within a bin of its peak on either side
  const power = neighbourhood(spectrum, bestAt % TILE, Math.floor(bestAt / TILE), 2).reduce((a, b) => a + b, 0);
  const isWave = 2 * power > LEAST_DOMINANCE * powerAbove(spectrum, 1 / (LONGEST_PERIOD * 1.5));
  return { amplitudeLevels: (2 * Math.sqrt(power)) / TILE, periodPixels: 1 / frequency, isWave };
}

/** Power of all waves shorter than those of light and shade. */
function powerAbove(spectrum: PowerSpectrum, lowest: number): number {
  let sum = 0;
  for (let at = 0; at < spectrum.length; at++) {
    if ((FREQUENCIES[at] as number) >= lowest) sum += spectrum[at] as number;
  }
  return sum;
}

/** Frequencies of the 8 x 8 blocks of JPEG, which have a measure of their own. */
function isBlockGrid(x: number, y: number): boolean {
  const unit = TILE / 8;
  const isMultiple = (index: number): boolean => Math.min(index % unit, unit - (index % unit)) <= 1;
  return isMultiple(x) && isMultiple(y) && (Math.min(x, TILE - x) <= 1 || Math.min(y, TILE - y) <= 1);
}

function around(spectrum: PowerSpectrum, x: number, y: number): number {
  return median(neighbourhood(spectrum, x, y, 7));
}

function neighbourhood(spectrum: PowerSpectrum, x: number, y: number, radius: number): number[] {
  const values: number[] = [];
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      values.push(spectrum[((y + dy + TILE) % TILE) * TILE + ((x + dx + TILE) % TILE)] as number);
    }
  }
  return values;
}
