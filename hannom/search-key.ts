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

/** What a code point is to a search. Punctuation, spaces and variation selectors are nothing: they part nothing either. */
type Kind = "glyph" | "letter" | "mark" | "digit" | "gap" | "nothing";

/** Marks that say "as the character before" (同字符). */
const REPEATS = "々〻〃";

/**
 * The units of a text in order: words of Latin letters, numbers, and every other letter by itself (ideographs, private use,
 * planes that this runtime's Unicode does not know yet). Any string may be given, lone surrogates included.
 */
export function searchUnits(text: string): readonly SearchUnit[] {
  const units: SearchUnit[] = [];
  let start = 0;
  while (start < text.length) {
    const code = text.codePointAt(start) ?? 0;
    const kind = kindOf(code);
    const end = endOf(text, kind, start + (code > 0xffff ? 2 : 1));
    const isSomething = kind !== "nothing" && kind !== "mark";
    if (isSomething) units.push(unitOf(kind, text.slice(start, end), start, end, units.at(-1)));
    start = end;
  }
  return units;
}

/** Where what begins before `at` ends: words and numbers are longer than a character. */
function endOf(text: string, kind: Kind, at: number): number {
  if (kind !== "letter" && kind !== "digit") return at;
  let end = at;
  while (end < text.length && isSameRun(kind, kindOf(text.charCodeAt(end)))) end += 1;
  return end;
}

function unitOf(kind: Kind, text: string, start: number, end: number, before: SearchUnit | undefined): SearchUnit {
  if (kind === "gap") return { kind, start, end };
  if (kind !== "glyph") return { kind: "word", key: wordKey(text), start, end };
  const isRepeat = before?.kind === "glyph" && REPEATS.includes(text);
  return { kind, key: isRepeat ? before.key : glyphKey(text), start, end };
}

/** Latin letters, their marks and digits lie in the basic plane. */
function isSameRun(kind: Kind, next: Kind): boolean {
  return kind === next || (kind === "letter" && next === "mark");
}

function kindOf(code: number): Kind {
  if (code >= 0x3400 && code <= 0x9fff) return "glyph";
  if (code >= 0x20000 && code <= 0x3fffd) return "glyph";
  const known = kinds.get(code);
  if (known !== undefined) return known;
  const kind = asked(String.fromCodePoint(code));
  // No more entries than there are letters outside the two ranges.
  kinds.set(code, kind);
  return kind;
}

const kinds = new Map<number, Kind>();

const SHAPES: readonly (readonly [Kind, RegExp])[] = [
  ["gap", /[□■〓\ufffd]/u],
  ["letter", /\p{Script=Latin}/u],
  ["mark", /\p{M}/u],
  ["digit", /\p{Nd}/u],
  ["glyph", /[\p{L}\p{Nl}\p{Co}〃⺀-⿕]/u],
];

function asked(character: string): Kind {
  return SHAPES.find(([, shape]) => shape.test(character))?.[0] ?? "nothing";
}
