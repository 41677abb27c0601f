/** Cutting the words that belong to a column where the column is cut, and joining them again. */
import type { Column } from "./column.ts";

/** Where in `text` the character stands, in UTF-16 units; undefined when text and characters do not fit each other. */
export function offsetOfCharacter({ text, characters }: Pick<Column, "text" | "characters">, index: number): number | undefined {
  let offset = 0;
  for (const [at, character] of characters.entries()) {
    offset += text.slice(offset).search(/\S|$/u);
    if (!text.startsWith(character.text, offset)) return undefined;
    if (at === index) return offset;
    offset += character.text.length;
  }
  return index === characters.length ? text.length : undefined;
}

/**
 * A phiên âm or translation cut at a character: only where it has one syllable for each of `count` characters, parted by single
 * spaces; otherwise it stays whole with the first part.
 */
export function cutWords(words: string | undefined, index: number, count: number): readonly [string?, string?] {
  if (words === undefined) return [];
  const syllables = words.split(" ");
  if (syllables.length !== count || syllables.includes("") || index === 0 || index === count) return [words];
  return [syllables.slice(0, index).join(" "), syllables.slice(index).join(" ")];
}

/** Layers of several columns as one; undefined where none has any. */
export function joinWords(parts: readonly (string | undefined)[], between: string): string | undefined {
  const given = parts.filter((part) => part !== undefined && part !== "");
  return given.length === 0 ? parts.find((part) => part !== undefined) : given.join(between);
}

/** A column with its further layers; those that are undefined are left out. */
export function withLayers(
  column: Column,
  layers: { readonly [Key in "phienAm" | "translation" | "note"]?: string | undefined },
): Column {
  const { phienAm: _phienAm, translation: _translation, note: _note, ...bare } = column;
  const given = Object.entries(layers).filter(([, value]) => value !== undefined);
  return { ...bare, ...Object.fromEntries(given) };
}
