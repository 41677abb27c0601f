/** Setting of short texts: width, lines that fit, and the characters on the surface. Text is set as it is, left to right. */
import type { Rgb } from "../raster.ts";
import { type GlyphMask, glyphMask, type Outline } from "./glyph-mask.ts";
import { inkMask, type Surface } from "./surface.ts";

/** Where the outlines of characters come from. */
export interface Typeface {
  has(character: string): boolean;
  /** Only asked for characters that the typeface has. */
  shape(character: string): Outline;
}

/** Sets text of one size. */
export interface Typesetter {
  /** Pixels from baseline to baseline. */
  readonly lineHeight: number;
  widthOf(text: string): number;
  /** Lines of at most `width` pixels, broken at spaces where possible; the last of `most` ends in … when text is left. */
  linesOf(text: string, width: number, most: number): readonly string[];
  /** Draw one line with its top left corner at `x`, `y`. Returns where the pen stands. */
  draw(surface: Surface, text: string, x: number, y: number, colour: Rgb): number;
}

const LINE_HEIGHT = 1.32;
/** Where the baseline lies in the height of a line. */
const BASELINE = 0.98;

/** A typesetter of `sizePixels` an em. A character that the typeface lacks is set as its code point, never left out. */
export function typesetter(face: Typeface, sizePixels: number): Typesetter {
  const masks = new Map<string, GlyphMask>();
  const maskOf = (character: string): GlyphMask => {
    const known = masks.get(character) ?? glyphMask(face.shape(character), sizePixels);
    masks.set(character, known);
    return known;
  };
  const advance = (character: string): number => (face.shape(character).advance * sizePixels) / 1000;
  const settable = (text: string): readonly string[] => [...text.normalize("NFC")].flatMap((each) => known(face, each));
  const widthOf = (text: string): number => settable(text).reduce((sum, each) => sum + advance(each), 0);
  return {
    lineHeight: Math.round(sizePixels * LINE_HEIGHT),
    widthOf,
    linesOf: (text, width, most) => linesOf(text, width, most, widthOf),
    draw(surface, text, x, y, colour) {
      let pen = x;
      for (const each of settable(text)) {
        inkMask(surface, maskOf(each), pen, y + sizePixels * BASELINE, colour);
        pen += advance(each);
      }
      return pen;
    },
  };
}

function known(face: Typeface, character: string): readonly string[] {
  if (face.has(character)) return [character];
  return [...`[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`];
}

function linesOf(text: string, width: number, most: number, widthOf: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text, width, widthOf)) {
    const longer = line === "" ? word.trimStart() : line + word;
    if (line !== "" && widthOf(longer.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = word.trimStart();
    } else line = longer;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), shortened(lines[most - 1] ?? "", width, widthOf)];
}

/** Words with the space before them; one that is wider than a line falls into its characters. */
function wordsOf(text: string, width: number, widthOf: (text: string) => number): readonly string[] {
  return (text.match(/\s*\S+/g) ?? []).flatMap((word) => (widthOf(word.trim()) > width ? [...word] : [word]));
}

function shortened(text: string, width: number, widthOf: (text: string) => number): string {
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
