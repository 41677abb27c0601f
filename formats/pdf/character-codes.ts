/**
 * The two-byte codes of one PDF. A code stands for one whole code point, never for half a surrogate pair (half pairs come out
 * of viewers in the wrong order), and for the length of the cell that the character has: a column of characters of unequal
 * height is then one string. Codes are given in order of appearance.
 */
import { StageError } from "../../pipeline/errors.ts";
import { BOXES, nearestGlyph, widthOfGlyph } from "./glyphless-font.ts";

/** Codes are two bytes, and code 0 stays with `.notdef`. */
export const MOST_CODES = 65_535;
/** From here on only characters that have no code yet get one; the others make do with the lengths that they have. */
const SPARE_CODES = 20_000;

/** One code. */
export interface CharacterCode {
  /** Two bytes. */
  readonly code: number;
  /** The character that it means, one code point. */
  readonly character: string;
  /** Index of the glyph in the font program, from 1. */
  readonly glyph: number;
  /** In thousandths of the em. */
  readonly width: number;
}

/** Hands out codes; the same character of the same length always has the same code. */
export interface CharacterCodes {
  /**
   * The code for a cell of this length in thousandths of the em, rounded to the widths that the font has.
   * @throws {StageError} PDF-CHARS when the document has more distinct characters than codes.
   */
  codeOf(character: string, width: number): CharacterCode;
  /** All codes given so far: the first is 1. */
  all(): readonly CharacterCode[];
}

/** An empty table of codes. `most` is lowered by tests only. */
export function createCharacterCodes(most = MOST_CODES): CharacterCodes {
  /** By code point and glyph in one number: looked up for every character of the book. */
  const byKey = new Map<number, CharacterCode>();
  const all: CharacterCode[] = [];
  const spare = Math.min(SPARE_CODES, most >> 1);
  const keyOf = (character: string, glyph: number) => (character.codePointAt(0) ?? 0) * (BOXES + 1) + glyph;

  function give(character: string, glyph: number): CharacterCode {
    if (all.length >= most) throw new StageError({ code: "PDF-CHARS", facts: { most } });
    const code = { code: all.length + 1, character, glyph, width: widthOfGlyph(glyph) };
    all.push(code);
    byKey.set(keyOf(character, glyph), code);
    return code;
  }

  function nearestKnown(character: string, glyph: number): CharacterCode | undefined {
    for (let away = 1; away < BOXES; away++) {
      const found =
        byKey.get(keyOf(character, Math.max(0, glyph - away))) ?? byKey.get(keyOf(character, Math.min(BOXES, glyph + away)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    codeOf(character, width) {
      const glyph = nearestGlyph(width);
      const known = byKey.get(keyOf(character, glyph));
      if (known !== undefined) return known;
      const isScarce = all.length >= most - spare;
      return (isScarce ? nearestKnown(character, glyph) : undefined) ?? give(character, glyph);
    },
    all: () => all,
  };
}
