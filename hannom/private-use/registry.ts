/**
 * Private-use characters: what a code point means depends on the font it was typed for, so a text keeps them as typed and the registry says
 * what each font meant, where Unicode caught up. Only mappings with a source are kept; a font without any is not listed.
 */
import { codePointKind } from "../code-point.ts";
import { NOM_NA_TONG } from "./nom-na-tong.ts";

/** A font with private-use characters, and what is known of them. */
export interface PrivateUseFont {
  readonly name: string;
  readonly source: string;
  /** What is written in Unicode now, by private-use character. */
  readonly meanings: ReadonlyMap<string, string>;
}

export const PRIVATE_USE_FONTS: readonly PrivateUseFont[] = [
  { name: "Nom Na Tong", source: "nomfoundation/font 5.050, src/features.txt", meanings: meaningsOf(NOM_NA_TONG) },
];

/** One private-use character in a text. */
export interface PrivateUse {
  readonly character: string;
  /** Code points before it, from 0. */
  readonly at: number;
  /** What it is in Unicode, by every font that knows it; empty where none does. */
  readonly meanings: readonly { readonly font: string; readonly text: string }[];
}

/** Every private-use character of the text, in its order. */
export function privateUseIn(text: string): readonly PrivateUse[] {
  return [...text].flatMap((character, at) =>
    codePointKind(character) === "private-use" ? [{ character, at, meanings: meaningsIn(character) }] : [],
  );
}

/** The text with the private-use characters of one font written in Unicode; those that it does not know stay. A copy for search and for readers. */
export function inUnicode(text: string, font: string): string {
  const known = PRIVATE_USE_FONTS.find(({ name }) => name === font)?.meanings;
  return known ? [...text].map((character) => known.get(character) ?? character).join("") : text;
}

function meaningsIn(character: string): PrivateUse["meanings"] {
  return PRIVATE_USE_FONTS.flatMap(({ name, meanings }) => {
    const text = meanings.get(character);
    return text === undefined ? [] : [{ font: name, text }];
  });
}

function meaningsOf(table: string): ReadonlyMap<string, string> {
  const cells = table.split(" ");
  const meanings = new Map<string, string>();
  for (let at = 0; at < cells.length; at += 2)
    meanings.set(String.fromCodePoint(Number.parseInt(cells[at] ?? "", 16)), cells[at + 1] ?? "");
  return meanings;
}
