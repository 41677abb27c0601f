/** How a character is compared when somebody searches, and which words it may be read as. */
import { READINGS_TABLE } from "./readings-table.ts";
import { type WordKey, wordKey } from "./search-key-word.ts";
import { foldVariants } from "./variants.ts";

const keys = new Map<string, string>();
/** There are some hundred thousand characters; texts that invent more do not fill the memory. */
const MOST_KEYS = 200_000;

/**
 * One form for all forms of a character: compatibility ideographs and radicals become the unified character, and variants
 * one of their group. For keys only; a text itself is never folded.
 */
export function glyphKey(character: string): string {
  const known = keys.get(character);
  if (known !== undefined) return known;
  const unified = character.normalize("NFKC");
  const key = foldVariants([...unified].length === 1 ? unified : character);
  if (keys.size < MOST_KEYS) keys.set(character, key);
  return key;
}

let sounds: ReadonlyMap<string, readonly WordKey[]> | undefined;

/** The words that any form of a character is read as (Unihan kVietnamese), by its key; empty where none is known. */
export function soundsOf(key: string): readonly WordKey[] {
  sounds ??= soundsByKey(READINGS_TABLE);
  return sounds.get(key) ?? [];
}

function soundsByKey(table: string): ReadonlyMap<string, readonly WordKey[]> {
  const byKey = new Map<string, WordKey[]>();
  for (const row of table.split(";")) {
    const [reading = "", characters = ""] = row.split(" ");
    const word = wordKey(reading);
    for (const character of characters) {
      const key = glyphKey(character);
      const known = byKey.get(key) ?? [];
      const isKnown = known.some((each) => each.toneless === word.toneless && each.tone === word.tone);
      if (!isKnown) byKey.set(key, [...known, word]);
    }
  }
  return byKey;
}
