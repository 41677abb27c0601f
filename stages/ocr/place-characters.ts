/**
 * From words with boxes to characters with boxes. In vertical text Tesseract's boxes of single characters are wrong
 * (they stand in the turned picture), those of words are right, so a word's box is shared out evenly among its characters.
 */
import type { Box } from "../../pipeline/geometry.ts";
import { downTheColumn } from "./down-the-column.ts";
import type { LineReading, ReadCharacter } from "./engine.ts";
import type { Choice } from "./parse-choices.ts";

/** A character as the engine gives it. */
export interface ReadSymbol {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
  readonly choices: readonly Choice[];
}

/** A word as the engine gives it, in pixels of the picture it was shown. */
export interface ReadWord {
  readonly box: Box;
  /** How sure the engine is of the whole word, 0 to 1; absent: as of its characters. */
  readonly confidence?: number;
  readonly symbols: readonly ReadSymbol[];
}

/** Most alternatives kept for one character. */
const MOST_ALTERNATIVES = 5;

/**
 * The reading of a column: characters from top to bottom, no spaces. In old columns Tesseract answers remnants of rules
 * and stains with Latin letters, digits and punctuation, which woodblock and brush never have: only Han and
 * private-use characters are kept.
 */
export function readingOfColumn(words: readonly ReadWord[]): LineReading {
  const characters = words.flatMap((word) =>
    word.symbols.map((symbol, i) => {
      const height = word.box.height / word.symbols.length;
      return toCharacter(symbol, { x: word.box.x, y: word.box.y + height * i, width: word.box.width, height }, isHan);
    }),
  );
  return toReading(downTheColumn(characters.filter((each) => isHan(each.text))));
}

/**
 * The reading of a horizontal line: words from left to right, parted by single spaces; composed letters (NFC). No letter is
 * surer than its word: Tesseract is sure of nearly every letter by itself, even of letters it sees in stains.
 */
export function readingOfLine(words: readonly ReadWord[]): LineReading {
  const parts = [...words]
    .sort((a, b) => a.box.x - b.box.x)
    .map((word) =>
      word.symbols
        .filter((symbol) => symbol.text.trim() !== "")
        .map((symbol) => ({ ...symbol, confidence: Math.min(symbol.confidence, word.confidence ?? 1) })),
    )
    .filter((symbols) => symbols.length > 0)
    .map((symbols) => symbols.map((symbol) => toCharacter({ ...symbol, text: symbol.text.normalize("NFC") }, symbol.box, isInk)));
  const text = parts.map((part) => part.map((each) => each.text).join("")).join(" ");
  return { ...toReading(parts.flat()), text };
}

function isHan(text: string): boolean {
  return /^[\p{Script=Han}\p{Co}]/u.test(text);
}

function isInk(text: string): boolean {
  return text.trim() !== "";
}

function toCharacter(symbol: ReadSymbol, box: Box, isPossible: (text: string) => boolean): ReadCharacter {
  const alternatives = symbol.choices
    .filter((choice, at, all) => isPossible(choice.text) && all.findIndex((each) => each.text === choice.text) === at)
    .filter((choice) => choice.text !== symbol.text)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_ALTERNATIVES);
  return { text: symbol.text, box, confidence: symbol.confidence, alternatives };
}

function toReading(characters: readonly ReadCharacter[]): LineReading {
  const sum = characters.reduce((total, each) => total + each.confidence, 0);
  const confidence = characters.length === 0 ? 0 : sum / characters.length;
  return { text: characters.map((each) => each.text).join(""), confidence, characters };
}
