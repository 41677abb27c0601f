/**
 * The two-byte codes of one PDF. A code stands for one whole code point, never for half a surrogate pair (half pairs come out
 * of viewers in the wrong order), and for the length of the cell that the character has: a column of characters of unequal
 * height is then one string. Codes are given in order of appearance.
 */
import { StageError } from "../../pipeline/errors.ts";
import { nearestGlyph, widthOfGlyph } from "./glyphless-font.ts";
import { hex4 } from "./values.ts";

/** Codes are two bytes, and code 0 stays with `.notdef`. */
export const MOST_CODES = 65_535;
/** From here on only characters that have no code yet get one; the others make do with the lengths that they have. */
const SPARE_CODES = 20_000;

/** One code. */
export interface CharacterCode {
  /** Four hexadecimal digits. */
  readonly hex: string;
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
  const byCharacter = new Map<string, (CharacterCode | undefined)[]>();
  const all: CharacterCode[] = [];
  const spare = Math.min(SPARE_CODES, most >> 1);

  function give(character: string, glyph: number, known: (CharacterCode | undefined)[]): CharacterCode {
    if (all.length >= most) throw new StageError({ code: "PDF-CHARS", facts: { most } });
    const code = { hex: hex4(all.length + 1), character, glyph, width: widthOfGlyph(glyph) };
    all.push(code);
    known[glyph] = code;
    return code;
  }

  return {
    codeOf(character, width) {
      const glyph = nearestGlyph(width);
      const known = byCharacter.get(character);
      if (known === undefined) {
        const first: (CharacterCode | undefined)[] = [];
        byCharacter.set(character, first);
        return give(character, glyph, first);
      }
      return known[glyph] ?? (all.length >= most - spare ? nearestKnown(known, width) : give(character, glyph, known));
    },
    all: () => all,
  };
}

function nearestKnown(known: readonly (CharacterCode | undefined)[], width: number): CharacterCode {
  const codes = known.filter((code) => code !== undefined);
  const distance = (code: CharacterCode) => Math.abs(code.width - width);
  return codes.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}
