/** How evenly a card of one tone that fills the picture is lit. */
import { StageError } from "../../pipeline/errors.ts";
import type { ChartPicture } from "./chart-picture.ts";

/** Fields along each side of the picture. */
const FIELDS = 8;
/** The rim of the picture may show the edge of the card. */
const RIM_SHARE = 0.05;
/** Most L* that a field may spread by itself; more is print, a shadow's edge, or no card. */
const MOST_SPREAD_L = 4;
const LEAST_L = 20;
const LEAST_SIDE_PIXELS = 80;

/** Light over the card. */
export interface EvenCard {
  /** Share of the light missing in the darkest field against the brightest, in linear light. */
  readonly lightFalloffShare: number;
  readonly meanL: number;
  /** Colourfulness of the card's mean: 0 where it is neutral. */
  readonly chroma: number;
}

/** @throws {StageError} CHART-CARD when the picture is not of an even card that fills it. */
export function measureEvenCard(picture: ChartPicture): EvenCard {
  const { width, height } = picture;
  if (Math.min(width, height) < LEAST_SIDE_PIXELS) throw refusal("size", Math.min(width, height));
  const fields = Array.from({ length: FIELDS * FIELDS }, (_, at) => fieldAt(picture, at % FIELDS, Math.floor(at / FIELDS)));
  const worst = Math.max(...fields.map((field) => field.spreadL));
  if (worst > MOST_SPREAD_L) throw refusal("spread", worst);
  const lightest = Math.max(...fields.map((field) => field.luminance));
  const darkest = Math.min(...fields.map((field) => field.luminance));
  const mean = meanOf(fields.map((field) => field.mean));
  const lab = picture.toLab(mean);
  if (lab.l < LEAST_L) throw refusal("dark", lab.l);
  return { lightFalloffShare: 1 - darkest / lightest, meanL: lab.l, chroma: Math.hypot(lab.a, lab.b) };
}

function refusal(why: string, value: number): StageError {
  return new StageError({ code: "CHART-CARD", facts: { why, value: Math.round(value) }, exit: "input", retry: "person" });
}

function fieldAt(picture: ChartPicture, i: number, j: number) {
  const { width, height, channels, values } = picture;
  const edge = (n: number, length: number) => Math.floor(length * (RIM_SHARE + ((1 - 2 * RIM_SHARE) * n) / FIELDS));
  const [left, right, top, bottom] = [edge(i, width), edge(i + 1, width), edge(j, height), edge(j + 1, height)];
  const step = Math.max(1, Math.floor(Math.min(right - left, bottom - top) / 40));
  const seen: number[][] = [];
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const at = (y * width + x) * channels;
      seen.push(Array.from({ length: channels }, (_, c) => values[at + c] as number));
    }
  }
  const mean = meanOf(seen);
  const lightness = seen.map((device) => picture.toLab(device).l);
  const middle = lightness.reduce((sum, l) => sum + l, 0) / lightness.length;
  const spreadL = Math.sqrt(lightness.reduce((sum, l) => sum + (l - middle) ** 2, 0) / lightness.length);
  return { mean, luminance: picture.toLuminance(mean), spreadL };
}

function meanOf(rows: readonly (readonly number[])[]): readonly number[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, c) => rows.reduce((sum, row) => sum + (row[c] as number), 0) / rows.length);
}
