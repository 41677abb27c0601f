/**
 * From words with boxes to characters with boxes. In vertical text Tesseract's boxes of single characters are wrong
 * (they stand in the turned picture), those of words are right, so a word's box is shared out evenly among its characters.
 */
import type { Box } from "../../pipeline/geometry.ts";
import type { LineReading, ReadCharacter } from "./engine.ts";
import type { Choice } from "./parse-choices.ts";

/** A word as the engine gives it, in pixels of the picture it was shown. */
export interface ReadWord {
  readonly box: Box;
  readonly symbols: readonly { readonly text: string; readonly confidence: number; readonly box: Box }[];
  /** One list a symbol, or none when the engine's lists do not match. */
  readonly choices: readonly (readonly Choice[])[];
}

/** Most alternatives kept for one character. */
const MOST_ALTERNATIVES = 5;

/** The reading of a column: characters from top to bottom, no spaces. */
export function readingOfColumn(words: readonly ReadWord[]): LineReading {
  const inOrder = [...words].sort((a, b) => a.box.y + a.box.height / 2 - (b.box.y + b.box.height / 2));
  const characters = inOrder.flatMap((word) =>
    word.symbols.map((symbol, i) => {
      const top = word.box.y + (word.box.height * i) / word.symbols.length;
      const box = { x: word.box.x, y: top, width: word.box.width, height: word.box.height / word.symbols.length };
      return toCharacter(word, i, symbol, box);
    }),
  );
  return { text: characters.map((each) => each.text).join(""), confidence: meanConfidence(characters), characters };
}

/** The reading of a horizontal line: words from left to right, parted by single spaces; composed letters (NFC). */
export function readingOfLine(words: readonly ReadWord[]): LineReading {
  const inOrder = [...words].filter((word) => word.symbols.length > 0).sort((a, b) => a.box.x - b.box.x);
  const parts = inOrder.map((word) =>
    word.symbols.map((symbol, i) => toCharacter(word, i, { ...symbol, text: symbol.text.normalize("NFC") }, symbol.box)),
  );
  const characters = parts.flat();
  const text = parts.map((part) => part.map((each) => each.text).join("")).join(" ");
  return { text, confidence: meanConfidence(characters), characters };
}

function toCharacter(word: ReadWord, index: number, symbol: { text: string; confidence: number }, box: Box): ReadCharacter {
  const alternatives = (word.choices[index] ?? [])
    .filter(
      (choice, at, all) =>
        choice.text !== "" && choice.text !== symbol.text && all.findIndex((each) => each.text === choice.text) === at,
    )
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_ALTERNATIVES);
  return { text: symbol.text, box, confidence: symbol.confidence, alternatives };
}

function meanConfidence(characters: readonly ReadCharacter[]): number {
  if (characters.length === 0) return 0;
  return characters.reduce((sum, each) => sum + each.confidence, 0) / characters.length;
}
