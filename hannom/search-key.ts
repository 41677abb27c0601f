/**
 * A text as what can be searched for: characters folded to one form of their variants, words folded to their letters.
 * Keys are for comparing copies; the text itself stays as it was typed.
 */
import { glyphKey } from "./search-key-glyph.ts";
import { type WordKey, wordKey } from "./search-key-word.ts";

/** One character or word of a text, with its place there in UTF-16 units. */
export type SearchUnit = { readonly start: number; readonly end: number } & (
  | { readonly kind: "glyph"; readonly key: string }
  | { readonly kind: "word"; readonly key: WordKey }
  /** Where a character is missing or cannot be read: nothing is found across it. */
  | { readonly kind: "gap" }
);

/**
 * Words of Latin letters, numbers, every other letter by itself (ideographs, private use, planes that this runtime's Unicode
 * does not know yet), and marks of lost characters. Punctuation, spaces and variation selectors part nothing.
 */
const UNIT =
  /(?<word>\p{Script=Latin}[\p{Script=Latin}\p{M}]*|\p{Nd}+)|(?<gap>[□■〓\ufffd])|(?<glyph>[\p{L}\p{Nl}\p{Co}\u3003\u2e80-\u2fd5\u{20000}-\u{3fffd}])/gu;
/** Marks that say "as the character before" (同字符). */
const REPEAT = /^[々〻〃]$/u;

/** The units of a text in order. Any string may be given, lone surrogates included. */
export function searchUnits(text: string): readonly SearchUnit[] {
  const units: SearchUnit[] = [];
  for (const match of text.matchAll(UNIT)) {
    const { word, gap, glyph = "" } = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    const before = units.at(-1);
    if (word !== undefined) units.push({ ...place, kind: "word", key: wordKey(word) });
    else if (gap !== undefined) units.push({ ...place, kind: "gap" });
    else if (REPEAT.test(glyph) && before?.kind === "glyph") units.push({ ...place, kind: "glyph", key: before.key });
    else units.push({ ...place, kind: "glyph", key: glyphKey(glyph) });
  }
  return units;
}
