/** Controlled lists: the entries that a field of a record may take, which a library may add to, rename and hide. */
import { z } from "zod";
import { foldColumnName } from "../../formats/column-name.ts";
import type { Terms } from "../../formats/record-terms.ts";

const entrySchema = z.strictObject({
  /** A slug; in the lists of rights and languages a URI or a BCP 47 tag. */
  id: z.string().min(1),
  vi: z.string().min(1),
  en: z.string().min(1),
  /** Other names that people write. */
  also: z.array(z.string().min(1)).default([]),
  /** Not offered any more; records that have it stay right. */
  isHidden: z.boolean().default(false),
});

/** One list, as it stands in a file. */
export const listSchema = z.array(entrySchema);

/** One entry of a list. */
export type ListEntry = Readonly<z.output<typeof entrySchema>>;

/** Entries by the name of their list. */
export type ControlledLists = ReadonlyMap<string, readonly ListEntry[]>;

/** The lists of the package with what a library changed: an entry with the same id replaces, another is added behind. */
export function withOwnEntries(lists: ControlledLists, own: ControlledLists): ControlledLists {
  const names = new Set([...lists.keys(), ...own.keys()]);
  return new Map([...names].map((name) => [name, merged(lists.get(name) ?? [], own.get(name) ?? [])]));
}

function merged(entries: readonly ListEntry[], own: readonly ListEntry[]): readonly ListEntry[] {
  const replaced = entries.map((entry) => own.find(({ id }) => id === entry.id) ?? entry);
  return [...replaced, ...own.filter(({ id }) => !entries.some((entry) => entry.id === id))];
}

/** True where a list has the entry, or where there is no such list. */
export function isListed(lists: ControlledLists, list: string, id: string): boolean {
  return lists.get(list)?.some((entry) => entry.id === id) ?? true;
}

/** Entries as people write them, in either language; labels in `language`. */
export function termsOf(lists: ControlledLists, language: "vi" | "en"): Terms {
  const byName = new Map([...lists].map(([list, entries]) => [list, idsByName(entries)]));
  return {
    find: (list, text) => byName.get(list)?.get(foldColumnName(text)),
    label: (list, id) => lists.get(list)?.find((entry) => entry.id === id)?.[language],
  };
}

/** The first entry to have a name keeps it, and an id always means itself. */
function idsByName(entries: readonly ListEntry[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { id } of entries) ids.set(foldColumnName(id), id);
  for (const { id, vi, en, also } of entries) {
    for (const name of [vi, en, ...also].map(foldColumnName)) if (!ids.has(name)) ids.set(name, id);
  }
  return ids;
}
