/**
 * From a picture of a column to what the network is shown: grey, a fixed width, height in proportion, paper at zero and
 * ink above, with rows of paper above and below.
 */
import { type GreyPicture, resample } from "./resample.ts";

/** The shape of a network's input. */
export interface InputShape {
  readonly widthPixels: number;
  readonly paddingRows: number;
  readonly rowsPerFrame: number;
}

/** A column ready to be read. */
export interface PreparedColumn {
  /** Rows × width; paper 0, ink positive. */
  readonly values: Float32Array;
  /** All rows, padding included: a multiple of the rows of a frame. */
  readonly rows: number;
  /** Rows that show the column. */
  readonly contentRows: number;
}

const LEAST_ROWS = 16;
/** Two columns of a large page one after the other: no column is longer, whatever a wrong box says. */
const MOST_ROWS = 1600;
/** Spread of grey levels below which a picture is paper grain, and must not be blown up to ink. */
const LEAST_SPREAD = 10;
const PAPER_SHARE = 0.8;

/**
 * Scale to the network's width, `stretch` times as tall as the width asks for: cubic when enlarging, Lanczos when
 * shrinking, as the columns of the training.
 */
export function toNetworkWidth(column: GreyPicture, widthPixels: number, stretch = 1): GreyPicture {
  const proportional = roundHalfEven((column.height * widthPixels * stretch) / column.width);
  const height = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, proportional));
  return resample(column, widthPixels, height, column.width <= widthPixels ? "cubic" : "lanczos");
}

/** Normalise a column of the network's width and put it between rows of paper. */
export function prepareColumn(scaled: GreyPicture, shape: InputShape): PreparedColumn {
  const { paper, spread } = toneOf(scaled.pixels);
  const rows = Math.ceil((scaled.height + 2 * shape.paddingRows) / shape.rowsPerFrame) * shape.rowsPerFrame;
  const values = new Float32Array(rows * shape.widthPixels);
  const offset = shape.paddingRows * shape.widthPixels;
  for (let i = 0; i < scaled.pixels.length; i++) values[offset + i] = (paper - (scaled.pixels[i] as number)) / spread;
  return { values, rows, contentRows: scaled.height };
}

/** Level of the paper (80th percentile) and twice the standard deviation, in grey levels. */
function toneOf(pixels: Uint8Array): { readonly paper: number; readonly spread: number } {
  const histogram = new Uint32Array(256);
  let sum = 0;
  let squares = 0;
  for (const value of pixels) {
    histogram[value] = (histogram[value] as number) + 1;
    sum += value;
    squares += value * value;
  }
  const mean = sum / pixels.length;
  const deviation = Math.sqrt(Math.max(0, squares / pixels.length - mean * mean));
  return { paper: percentile(histogram, pixels.length, PAPER_SHARE), spread: Math.max(LEAST_SPREAD, 2 * deviation) };
}

/** Percentile with linear interpolation between neighbours in rank. */
function percentile(histogram: Uint32Array, count: number, share: number): number {
  const rank = share * (count - 1);
  const [low, high] = [valueAtRank(histogram, Math.floor(rank)), valueAtRank(histogram, Math.ceil(rank))];
  return low + (high - low) * (rank - Math.floor(rank));
}

function valueAtRank(histogram: Uint32Array, rank: number): number {
  let passed = 0;
  for (let value = 0; value < 256; value++) {
    passed += histogram[value] as number;
    if (passed > rank) return value;
  }
  return 255;
}

/** Rounding to the nearest whole number, halves to the even one, as the training's scaling does. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
