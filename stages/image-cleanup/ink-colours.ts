import type { Raster, Rgb } from "../../formats/raster.ts";
import { type Grid, valueAt } from "./grid.ts";
import { READING_WEIGHTS as WEIGHTS } from "./paper-light.ts";
import type { TonePage } from "./tone-page.ts";

/** What a pixel of a reduced page shows. */
export const PAPER = 0;
export const BLACK = 1;
export const VERMILION = 2;

/** Black and vermilion ink of a reduced page. */
export interface InkColours {
  readonly width: number;
  readonly height: number;
  /** PAPER, BLACK or VERMILION, pixel by pixel. */
  readonly kinds: Uint8Array;
  readonly blackPixels: number;
  readonly vermilionPixels: number;
  /** Share of the paper's light that vermilion takes from reading grey, for each part that it leaves red brighter than green. */
  readonly greyForExcess: number;
}

/** Factors that bring red and green to the scale of reading grey. */
export interface ChannelShares {
  readonly perRed: number;
  readonly perGreen: number;
}

/** Vermilion is brighter in red than in green by this share of the paper's light, and not as dark as black ink in red. */
const LEAST_EXCESS = 0.12;
const LEAST_RED = 0.45;
/** Black ink is darker than this in both. */
const BLACKEST = 0.6;
/** Pixels over which the light is taken to change evenly. */
const RUN = 8;
const MOST_GREY_FOR_EXCESS = 3;

/**
 * Tell black ink from vermilion, each by its share of the light on the paper in red and in green.
 * @param reduced 3 channels
 * @param factor pixels of the upright master a reduced pixel stands for
 */
export function inkColours(reduced: Raster, factor: number, light: Grid, page: TonePage): InkColours {
  const { width, height } = reduced;
  const kinds = kindsOf(reduced, factor, light, channelShares(page.paperColour));
  const counts = [0, 0, 0];
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i] as number;
    if (kind === PAPER) continue;
    const x = i % width;
    const y = (i - x) / width;
    if (!page.isPage((x + 0.5) * factor, (y + 0.5) * factor)) kinds[i] = PAPER;
    else counts[kind] = (counts[kind] as number) + 1;
  }
  const [, blackPixels = 0, vermilionPixels = 0] = counts;
  const greyForExcess = vermilionPixels === 0 ? 0 : greyForExcessOf(reduced, factor, light, page, kinds);
  return { width, height, kinds, blackPixels, vermilionPixels, greyForExcess };
}

/** The factors for paper of this colour. */
export function channelShares(paperColour: Rgb): ChannelShares {
  const grey = Math.max(1, greyOf(paperColour, 0));
  return { perRed: grey / Math.max(1, paperColour[0]), perGreen: grey / Math.max(1, paperColour[1]) };
}

function kindsOf(
  { width, height, channels, pixels }: Raster,
  factor: number,
  light: Grid,
  { perRed, perGreen }: ChannelShares,
): Uint8Array {
  const kinds = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let from = 0; from < width; from += RUN) {
      const middle = Math.max(8, valueAt(light, (from + RUN / 2) * factor, (y + 0.5) * factor));
      const [reds, greens] = [perRed / middle, perGreen / middle];
      for (let x = from, p = (y * width + from) * channels; x < Math.min(width, from + RUN); x++, p += channels) {
        kinds[y * width + x] = kindOf((pixels[p] as number) * reds, (pixels[p + 1] as number) * greens);
      }
    }
  }
  return kinds;
}

function kindOf(red: number, green: number): number {
  if (red - green >= LEAST_EXCESS) return red >= LEAST_RED ? VERMILION : PAPER;
  return red < BLACKEST && green < BLACKEST ? BLACK : PAPER;
}

function greyForExcessOf(
  { width, channels, pixels }: Raster,
  factor: number,
  light: Grid,
  { paperColour }: TonePage,
  kinds: Uint8Array,
): number {
  const { perRed, perGreen } = channelShares(paperColour);
  let [missing, excess] = [0, 0];
  for (let i = kinds.indexOf(VERMILION); i >= 0; i = kinds.indexOf(VERMILION, i + 1)) {
    const p = i * channels;
    const x = i % width;
    const paper = Math.max(8, valueAt(light, (x + 0.5) * factor, ((i - x) / width + 0.5) * factor));
    missing += Math.max(0, 1 - greyOf(pixels, p) / paper);
    excess += ((pixels[p] as number) * perRed - (pixels[p + 1] as number) * perGreen) / paper;
  }
  return Math.min(MOST_GREY_FOR_EXCESS, missing / excess);
}

function greyOf(pixels: ArrayLike<number>, p: number): number {
  return (
    WEIGHTS.red * (pixels[p] as number) + WEIGHTS.green * (pixels[p + 1] as number) + WEIGHTS.blue * (pixels[p + 2] as number)
  );
}
