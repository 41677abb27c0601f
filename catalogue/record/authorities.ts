/**
 * Authority lists of persons, families, bodies and places: one entry each, with every form of the name that books have, so that
 * records may refer to it by its id.
 */
import { z } from "zod";
import { foldColumnName } from "../../formats/column-name.ts";
import { foldVariants } from "../../hannom/variants.ts";

const nameSchema = z.strictObject({ language: z.string().min(1), text: z.string().min(1) });

const authoritySchema = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(["person", "family", "corporate", "place"]),
  /** The form that the library files it under, first; then that name in other scripts. */
  names: z.array(nameSchema).min(1),
  /** Other names: tự, hiệu, old names of a place, other spellings. */
  variants: z
    .array(nameSchema.extend({ kind: z.enum(["courtesy", "art", "posthumous", "old", "spelling", "other"]).default("other") }))
    .default([]),
  /** Years of life, or those in which a place had the name: 1766-1820. */
  years: z.string().min(1).optional(),
  note: z.string().min(1).optional(),
  /** The same entry elsewhere: VIAF, Wikidata, the national library. */
  sameAs: z.array(z.url()).default([]),
});

/** An authority file. */
export const authoritiesSchema = z.array(authoritySchema);

/** One entry. */
export type Authority = Readonly<z.output<typeof authoritySchema>>;

/** Entries as records look for them. */
export interface Authorities {
  readonly entries: readonly Authority[];
  byId(id: string): Authority | undefined;
  /** All entries that have this name in any of its forms; folded, so that case, tone marks and variants of characters do not matter. */
  named(name: string): readonly Authority[];
}

/** Make a list ready to be looked into. Of two entries with one id the later one holds. */
export function authoritiesOf(entries: readonly Authority[]): Authorities {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const kept = [...byId.values()];
  const byName = new Map<string, Authority[]>();
  for (const entry of kept) {
    const keys = new Set([...entry.names, ...entry.variants].map(({ text }) => nameKey(text)));
    for (const key of keys) byName.set(key, [...(byName.get(key) ?? []), entry]);
  }
  return { entries: kept, byId: (id) => byId.get(id), named: (name) => byName.get(nameKey(name)) ?? [] };
}

/** A name as it is compared: Latin letters without marks and case, characters in their usual form, nothing else. */
function nameKey(name: string): string {
  const han =
    foldVariants(name)
      .match(/[\p{Script=Han}\p{Co}]/gu)
      ?.join("") ?? "";
  return `${foldColumnName(name)}|${han}`;
}
