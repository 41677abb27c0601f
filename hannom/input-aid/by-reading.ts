/** Finding characters by how they are read in Quốc ngữ. */
import { READINGS_TABLE } from "../readings-table.ts";
import { isSameWord, levelOf, type WordKey, wordKey } from "../search-key-word.ts";
import type { DictionaryEntry } from "./dictionary.ts";

/** Readings with what is written for them. */
export interface ReadingIndex {
  /** By reading without any mark: what may be meant by it. */
  readonly byBare: ReadonlyMap<string, readonly ReadEntry[]>;
}

/** A character, or several, with a reading. */
export interface ReadEntry {
  readonly text: string;
  readonly reading: string;
  /** Of Unihan, or of the library's own dictionaries. */
  readonly source: "unihan" | "dictionary";
}

/** An index over the readings that are built in and those of the library. */
export function readingIndex(dictionary: readonly DictionaryEntry[] = []): ReadingIndex {
  const byBare = new Map<string, ReadEntry[]>();
  const add = (entry: ReadEntry) => {
    const key = bareKey(entry.reading);
    const known = byBare.get(key);
    if (known === undefined) byBare.set(key, [entry]);
    else known.push(entry);
  };
  for (const row of READINGS_TABLE.split(";")) {
    const [reading = "", characters = ""] = row.split(" ");
    for (const text of characters) add({ text, reading: reading.toLowerCase(), source: "unihan" });
  }
  for (const { text, reading } of dictionary) add({ text, reading, source: "dictionary" });
  return { byBare };
}

/**
 * What may be written for a reading of one syllable or several. Typed without marks it finds all tones, typed with marks only
 * what has them; tone marks may stand on either vowel. Each text once, one of the exact reading first.
 */
export function byReading(index: ReadingIndex, typed: string): readonly ReadEntry[] {
  const wanted = keysOf(typed);
  const found = (index.byBare.get(wanted.map(({ bare }) => bare).join(" ")) ?? []).filter(({ reading }) => {
    const keys = keysOf(reading);
    return wanted.every((word, at) => isSameWord(word, levelOf(word), keys[at] as WordKey));
  });
  const isExact = ({ reading }: ReadEntry) => reading === wanted.map(({ text }) => text).join(" ");
  const seen = new Set<string>();
  return [...found.filter(isExact), ...found.filter((entry) => !isExact(entry))].filter(({ text }) => {
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

function keysOf(reading: string): readonly WordKey[] {
  const words = reading.trim().split(/\s+/u);
  return words.filter((word) => word !== "").map(wordKey);
}

function bareKey(reading: string): string {
  return keysOf(reading)
    .map(({ bare }) => bare)
    .join(" ");
}
