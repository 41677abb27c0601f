/** What the engines of the PDF bench share: the operators of a page, and the parts of the font beneath them. */
import { type CharacterCodes, createCharacterCodes } from "../../formats/pdf/character-codes.ts";
import { textOperators } from "../../formats/pdf/text-operators.ts";
import { textRuns } from "../../formats/pdf/text-runs.ts";
import { densePage, PAGE } from "./pdf-pages.ts";

/** Binds the images in order into a PDF at `out`. */
export type Engine = (images: readonly string[], out: string) => Promise<void>;

/** Units of a page in points. */
export const POINTS_PER_PIXEL = 72 / PAGE.dpi;
/** Width and height of a page in points. */
export const SIZE_POINTS = [PAGE.width * POINTS_PER_PIXEL, PAGE.height * POINTS_PER_PIXEL] as const;

/** The operators of the page with this number, from 0. */
export function operatorsOf(number: number, codes: CharacterCodes): string {
  return textOperators(textRuns(densePage(number)), codes, { heightPixels: PAGE.height, unitsPerPixel: POINTS_PER_PIXEL });
}

/** Code 0 leads to `.notdef`, every other code to its glyph. */
export function glyphMap(codes: CharacterCodes): Buffer {
  return Buffer.concat([0, ...codes.all().map(({ glyph }) => glyph)].map((glyph) => Buffer.from([0, glyph])));
}

/** The widths of all codes as the font dictionary has them. */
export function widthsOf(codes: CharacterCodes): (number | number[])[] {
  return [1, codes.all().map(({ width }) => width)];
}

/** What the codes mean, in order. */
export function meaningsOf(codes: CharacterCodes): string[] {
  return codes.all().map(({ character }) => character);
}

/** Numbers of the font descriptor. */
export const DESCRIPTOR = {
  FontBBox: [0, -120, 1000, 880],
  ItalicAngle: 0,
  Ascent: 880,
  Descent: -120,
  CapHeight: 880,
  StemV: 80,
  Flags: 4,
};

/** No file at all: the start of the process and the text of every page, which no writer can do without. */
export const textAlone: Engine = async (images) => {
  const codes = createCharacterCodes();
  for (const number of images.keys()) operatorsOf(number, codes);
};
