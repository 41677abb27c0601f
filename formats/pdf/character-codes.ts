/** The two-byte codes of one PDF: each distinct code point of the whole document gets one, in order of appearance. */
import { StageError } from "../../pipeline/errors.ts";
import { hex4 } from "./values.ts";

/** Codes are two bytes, and code 0 stays with `.notdef`. */
export const MOST_CODES = 65_535;
const CODE_POINTS = 0x110000;

/** Hands out codes; the same character always has the same code. */
export interface CharacterCodes {
  /**
   * The code as four hexadecimal digits.
   * @throws {StageError} PDF-CHARS when the document has more distinct characters than codes.
   */
  hexOf(character: string): string;
  /** Characters by code: the first has code 1. */
  characters(): readonly string[];
}

/**
 * An empty table of codes. A code stands for one whole code point, never for half a surrogate pair: half pairs as codes
 * come out of viewers in the wrong order.
 */
export function createCharacterCodes(): CharacterCodes {
  const codes = new Uint16Array(CODE_POINTS);
  const characters: string[] = [];
  const hex: string[] = ["0000"];
  return {
    hexOf(character) {
      const point = character.codePointAt(0) ?? 0;
      const known = codes[point];
      if (known) return hex[known] ?? "";
      if (characters.length >= MOST_CODES) throw new StageError({ code: "PDF-CHARS", facts: { most: MOST_CODES } });
      codes[point] = characters.push(character);
      return hex[hex.push(hex4(characters.length)) - 1] ?? "";
    },
    characters: () => characters,
  };
}
