/** Power of the frequencies in square tiles: what repeats, and what a lens has lost. */
import { TILE, type Tile } from "./sample-tiles.ts";

/** Power at (column, row): frequencies of 0 to TILE - 1 periods a tile, those above the half count as negative. */
export type PowerSpectrum = Float64Array;

const BITS = Math.log2(TILE);
const COSINES = Float64Array.from({ length: TILE / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / TILE));
const SINES = Float64Array.from({ length: TILE / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / TILE));
const REVERSED = Uint16Array.from({ length: TILE }, (_, i) => {
  let reversed = 0;
  for (let bit = 0; bit < BITS; bit++) if ((i >> bit) & 1) reversed |= 1 << (BITS - 1 - bit);
  return reversed;
});
const WINDOW = Float64Array.from({ length: TILE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / TILE));
/** Mean of the squared window over a tile: power is divided by it, so that white noise keeps its variance. */
const WINDOW_POWER = 9 / 64;

/**
 * Spectra of tiles under a Hann window, each value the square of an amplitude sum over TILE x TILE pixels, divided by
 * the count of pixels: white noise of variance s has s everywhere. Tiles are transformed two at a time.
 */
export function powerSpectra(tiles: readonly Tile[]): PowerSpectrum[] {
  const spectra: PowerSpectrum[] = [];
  const real = new Float64Array(TILE * TILE);
  const imaginary = new Float64Array(TILE * TILE);
  for (let i = 0; i < tiles.length; i += 2) {
    const [one, other] = [tiles[i] as Tile, tiles[i + 1]];
    fillWindowed(real, one.levels);
    if (other === undefined) imaginary.fill(0);
    else fillWindowed(imaginary, other.levels);
    transform(real, imaginary);
    const [first, second] = apart(real, imaginary);
    spectra.push(first);
    if (other !== undefined) spectra.push(second);
  }
  return spectra;
}

/** Frequency of a column or row of a spectrum in periods a pixel, -0.5 to 0.5. */
function frequencyOf(index: number): number {
  return (index < TILE / 2 ? index : index - TILE) / TILE;
}

/** How far every value of a spectrum lies from its middle: periods a pixel in whatever direction. */
export const FREQUENCIES = Float64Array.from({ length: TILE * TILE }, (_, at) =>
  Math.hypot(frequencyOf(at % TILE), frequencyOf(Math.floor(at / TILE))),
);

/** Rows become columns: those are what is transformed first. */
function fillWindowed(values: Float64Array, levels: Uint8Array): void {
  let mean = 0;
  for (let i = 0; i < levels.length; i++) mean += levels[i] as number;
  mean /= levels.length;
  for (let y = 0, at = 0; y < TILE; y++) {
    const down = WINDOW[y] as number;
    for (let x = 0; x < TILE; x++, at++) values[x * TILE + y] = ((levels[at] as number) - mean) * (WINDOW[x] as number) * down;
  }
}

/** Rows and then columns. The tile came with its rows as columns; it leaves with its own. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  transformColumns(real, imaginary);
  transpose(real);
  transpose(imaginary);
  transformColumns(real, imaginary);
}

/** Cooley and Tukey's fast Fourier transform of every column, in place: all of them at once, as they lie side by side. */
function transformColumns(real: Float64Array, imaginary: Float64Array): void {
  for (let i = 0; i < TILE; i++) {
    const j = REVERSED[i] as number;
    if (j <= i) continue;
    swapRows(real, i, j);
    swapRows(imaginary, i, j);
  }
  for (let half = 1; half < TILE; half *= 2) {
    const turn = TILE / (2 * half);
    for (let pair = 0; pair < TILE / 2; pair++) {
      const k = pair % half;
      const row = 2 * pair - k;
      turnAndAdd(real, imaginary, row, row + half, COSINES[k * turn] as number, SINES[k * turn] as number);
    }
  }
}

/** The second row is turned by an angle, then the two become their sum and their difference. */
function turnAndAdd(real: Float64Array, imaginary: Float64Array, first: number, second: number, cos: number, sin: number): void {
  for (let a = first * TILE, b = second * TILE, end = a + TILE; a < end; a++, b++) {
    const re = (real[b] as number) * cos - (imaginary[b] as number) * sin;
    const im = (real[b] as number) * sin + (imaginary[b] as number) * cos;
    real[b] = (real[a] as number) - re;
    imaginary[b] = (imaginary[a] as number) - im;
    real[a] = (real[a] as number) + re;
    imaginary[a] = (imaginary[a] as number) + im;
  }
}

function swapRows(values: Float64Array, i: number, j: number): void {
  for (let x = 0; x < TILE; x++) swap(values, i * TILE + x, j * TILE + x);
}

function transpose(values: Float64Array): void {
  for (let y = 0; y < TILE; y++) for (let x = 0; x < y; x++) swap(values, y * TILE + x, x * TILE + y);
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i] as number;
  values[i] = values[j] as number;
  values[j] = kept;
}

/** The spectra of two real tiles that were transformed as one complex tile. */
function apart(real: Float64Array, imaginary: Float64Array): [PowerSpectrum, PowerSpectrum] {
  const first = new Float64Array(TILE * TILE);
  const second = new Float64Array(TILE * TILE);
  const scale = 1 / (4 * TILE * TILE * WINDOW_POWER);
  for (let y = 0, at = 0; y < TILE; y++) {
    const opposite = ((TILE - y) % TILE) * TILE;
    for (let x = 0; x < TILE; x++, at++) {
      const other = opposite + ((TILE - x) % TILE);
      const a = real[at] as number;
      const b = imaginary[at] as number;
      const c = real[other] as number;
      const d = imaginary[other] as number;
      first[at] = ((a + c) ** 2 + (b - d) ** 2) * scale;
      second[at] = ((b + d) ** 2 + (c - a) ** 2) * scale;
    }
  }
  return [first, second];
}
