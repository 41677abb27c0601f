/** Names of what records say by an id: entries of controlled lists, and roles of agents. */
import type { InternationalString } from "@iiif/presentation-3";
import type { Edition } from "./edition.ts";
import { bilingual, neutral } from "./language.ts";
import { TERM_NAMES } from "./term-names.ts";

/** The name of an entry for readers, as it stands alone: the site's own, else the usual one, else the id as it stands. */
export function termOf(list: string, id: string, { termName }: Pick<Edition, "termName">): InternationalString {
  const usual = TERM_NAMES[list]?.[id];
  return termName?.(list, id) ?? (usual ? bilingual(capital(usual[0]), capital(usual[1])) : neutral(id));
}

function capital(name: string): string {
  return name.charAt(0).toLocaleUpperCase("vi") + name.slice(1);
}

/** Several entries of one list as one value, language by language; an entry that lacks a language stands by its id there. */
export function termsOf(
  list: string,
  ids: readonly string[],
  edition: Pick<Edition, "termName">,
): InternationalString | undefined {
  if (ids.length === 0) return undefined;
  const names = ids.map((id) => termOf(list, id, edition));
  const tags = [...new Set(names.flatMap((name) => Object.keys(name)))].filter((tag) => tag !== "none");
  if (tags.length === 0) return neutral(...ids);
  return Object.fromEntries(tags.map((tag) => [tag, names.flatMap((name, index) => name[tag] ?? [ids[index] ?? ""])]));
}
