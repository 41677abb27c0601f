/** The two-byte codes of one PDF: each distinct code point of the whole document gets one, in order of appearance. */
import { StageError } from "../../pipeline/errors.ts";

/** Codes are two bytes, and code 0 stays with `.notdef`. */
export const MOST_CODES = 65_535;

/** Hands out codes; the same character always has the same code. */
export interface CharacterCodes {
  /** @throws {StageError} PDF-CHARS when the document has more distinct characters than codes. */
  codeOf(character: string): number;
  /** Characters by code: the first has code 1. */
  characters(): readonly string[];
}

/**
 * An empty table of codes. A code stands for one whole code point, never for half a surrogate pair: half pairs as codes
 * come out of viewers in the wrong order.
 */
export function createCharacterCodes(): CharacterCodes {
  const codes = new Map<string, number>();
  return {
    codeOf(character) {
      const known = codes.get(character);
      if (known !== undefined) return known;
      if (codes.size >= MOST_CODES) throw new StageError({ code: "PDF-CHARS", facts: { most: MOST_CODES } });
      codes.set(character, codes.size + 1);
      return codes.size;
    },
    characters: () => [...codes.keys()],
  };
}
