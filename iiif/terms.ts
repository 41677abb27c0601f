/** Names of what records say by an id: entries of controlled lists, and roles of agents. */
import type { InternationalString } from "@iiif/presentation-3";
import type { Edition } from "./edition.ts";
import { bilingual, neutral } from "./language.ts";

const USUAL: Readonly<Record<string, InternationalString>> = {
  "roles/author": bilingual("Tác giả", "Creator"),
  "roles/translator": bilingual("Người dịch", "Translator"),
  "roles/editor": bilingual("Người biên soạn", "Editor"),
  "roles/copyist": bilingual("Người chép", "Copyist"),
  "roles/carver": bilingual("Người khắc", "Block carver"),
  "roles/printer": bilingual("Nơi in", "Printer"),
  "roles/block-holder": bilingual("Nơi tàng bản", "Holder of the blocks"),
  "holding-classes/han-nom": bilingual("Tài liệu Hán Nôm", "Hán-Nôm documents"),
  "holding-classes/rare": bilingual("Tài liệu quý hiếm", "Rare holdings"),
  "holding-classes/ancient": bilingual("Tài liệu cổ", "Ancient holdings"),
};

/** The name of an entry for readers: the library's own, else the usual one, else the id as it stands. */
export function termOf(list: string, id: string, { termName }: Pick<Edition, "termName">): InternationalString {
  return termName?.(list, id) ?? USUAL[`${list}/${id}`] ?? neutral(id);
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
