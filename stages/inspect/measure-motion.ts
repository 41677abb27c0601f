import { FREQUENCIES, frequencyOf, type PowerSpectrum } from "./power-spectrum.ts";
import { median, quantileOf } from "./quantile.ts";
import { TILE } from "./sample-tiles.ts";

/** How much less detail a picture has along one direction than across it. */
export interface Motion {
  /** Detail across the poorest direction over the detail along it; about 1 to 3 for a still page. */
  readonly ratio: number;
  /** The poorest direction: 0 is left to right, 90 top to bottom, clockwise. */
  readonly degrees: number;
}

/** Detail a movement takes away first, and still has power above the grain: periods of 4 to 12 pixels. */
const LOWEST = 1 / 12;
const HIGHEST = 1 / 4;
const DIRECTIONS = 12;
/** The direction of every value of a spectrum, -1 for those of which the power says nothing. */
const SECTORS = Int8Array.from(FREQUENCIES, (frequency, at) => {
  if (frequency < LOWEST || frequency > HIGHEST) return -1;
  const angle = Math.atan2(frequencyOf(Math.floor(at / TILE)), frequencyOf(at % TILE));
  return Math.floor((angle / Math.PI + 1) * DIRECTIONS + 0.5) % DIRECTIONS;
});

/**
 * Compare the power of fine detail by direction over tiles with writing. A lens out of focus takes it from all
 * directions alike, a movement from its own.
 */
export function measureMotion(spectra: readonly PowerSpectrum[]): Motion | undefined {
  if (spectra.length < 2) return undefined;
  const power = new Float64Array(DIRECTIONS);
  const count = new Float64Array(DIRECTIONS);
  const floor = median(spectra.map(noiseFloor));
  for (let at = 0; at < SECTORS.length; at++) {
    const sector = SECTORS[at] as number;
    if (sector < 0) continue;
    for (let i = 0; i < spectra.length; i++) {
      power[sector] = (power[sector] as number) + Math.max(0, ((spectra[i] as PowerSpectrum)[at] as number) - floor);
    }
    count[sector] = (count[sector] as number) + spectra.length;
  }
  const detail = power.map((each, i) => each / (count[i] as number) + floor * 0.5 + 0.5);
  const ratios = [...detail].map((each, i) => (detail[(i + DIRECTIONS / 2) % DIRECTIONS] as number) / each);
  const ratio = Math.max(...ratios);
  return { ratio, degrees: (ratios.indexOf(ratio) * 180) / DIRECTIONS };
}

/** Power of the finest detail, where nothing but grain is left. */
function noiseFloor(spectrum: PowerSpectrum): number {
  const quarter = TILE / 4;
  const finest = new Float64Array(quarter * quarter);
  for (let row = 0; row < quarter; row++) {
    const from = (TILE / 2 - quarter / 2 + row) * TILE + TILE / 2 - quarter / 2;
    finest.set(spectrum.subarray(from, from + quarter), row * quarter);
  }
  return quantileOf(finest.sort(), 0.5);
}
