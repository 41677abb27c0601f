/**
 * Character shapes of the sample book, from Cactus Classical Serif (SIL Open Font License 1.1), which comes whole as an
 * npm package: nothing is downloaded, no font of the system is used.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import opentype, { type Font } from "opentype.js";

/** Height of the em square in units of the font. */
export const UNITS_PER_EM = 1000;

/** A shape in font units, y upwards, with the rectangle that its ink fills. */
export interface GlyphShape {
  /** SVG path data; empty for a space. */
  readonly path: string;
  readonly advance: number;
  readonly ink: { readonly left: number; readonly right: number; readonly bottom: number; readonly top: number };
}

/** Shapes by character. */
export interface Glyphs {
  has(character: string): boolean;
  /** @throws {RangeError} when the font has no such character. */
  shape(character: string): GlyphShape;
}

let loaded: Glyphs | undefined;

/** The shapes of the sample font. Reading it costs about half a second, once a process. */
export function sampleGlyphs(): Glyphs {
  loaded ??= glyphsOf(readFont());
  return loaded;
}

function readFont(): Font {
  const require = createRequire(import.meta.url);
  const bytes = readFileSync(
    require.resolve("@expo-google-fonts/cactus-classical-serif/400Regular/CactusClassicalSerif_400Regular.ttf"),
  );
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function glyphsOf(font: Font): Glyphs {
  const shapes = new Map<string, GlyphShape>();
  return {
    has: (character) => font.charToGlyphIndex(character) > 0,
    shape(character) {
      const known = shapes.get(character);
      if (known) return known;
      if (!(font.charToGlyphIndex(character) > 0)) throw new RangeError(`the sample font has no ${character}`);
      const glyph = font.charToGlyph(character);
      const path = glyph.getPath(0, 0, UNITS_PER_EM);
      const box = path.getBoundingBox();
      const shape: GlyphShape = {
        path: path.toPathData(0),
        advance: glyph.advanceWidth ?? UNITS_PER_EM,
        ink: { left: box.x1, right: box.x2, bottom: -box.y2, top: -box.y1 },
      };
      shapes.set(character, shape);
      return shape;
    },
  };
}
