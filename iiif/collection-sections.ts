/** Long lists of items in sections of bounded length: IIIF has no pages of a collection, but collections in collections. */
import type { Reference } from "./collection.ts";
import { bilingual } from "./language.ts";

/** A stretch of a list, numbered from 1. */
export interface Section {
  readonly number: number;
  /** Identifiers of items, in order; never empty. */
  readonly items: readonly string[];
}

/** Sections of at most `most` items each. */
export function sectionsOf(items: readonly string[], most: number): readonly Section[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, at) => ({
    number: at + 1,
    items: items.slice(at * most, (at + 1) * most),
  }));
}

/** The section as the collection names it, by its first and last item. */
export function sectionReference({ number, items }: Section, id: string): Reference {
  const ends = `${items[0] ?? ""} – ${items.at(-1) ?? ""}`;
  return { id, type: "Collection", label: bilingual(`Phần ${number}: ${ends}`, `Part ${number}: ${ends}`) };
}
