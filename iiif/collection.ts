/** IIIF Collections: of everything that is public, and of its parts by library, class of holding and batch. */
import type { Collection, ContentResource, InternationalString } from "@iiif/presentation-3";
import type { Size } from "../pipeline/geometry.ts";
import { thumbnailOf } from "./canvas.ts";
import { PRESENTATION_CONTEXT, SEARCH_2_CONTEXT } from "./context.ts";
import type { Edition } from "./edition.ts";
import { bilingual, languageMap, neutral } from "./language.ts";
import { linkedPage } from "./linked-page.ts";
import { type Holding, type Part, partsOf } from "./parts.ts";
import { agentsOf } from "./provider.ts";
import { searchServices } from "./search-services.ts";

/** What a collection says of one item. */
export interface CollectionEntry extends Holding {
  readonly item: string;
  readonly titles: readonly { readonly language: string; readonly text: string }[];
  /** The page whose picture stands for the item. */
  readonly cover?: Size & { readonly id: string };
  readonly navDate?: string | undefined;
}

/** A manifest or another collection as a collection names it. */
export interface Reference {
  readonly id: string;
  readonly type: "Manifest" | "Collection";
  readonly label: InternationalString;
  readonly thumbnail?: readonly ContentResource[];
  readonly navDate?: string;
}

/** A Collection that names its members; the published types would have manifests whole. */
export type ItemCollection = Omit<Collection, "items"> & { readonly items: readonly Reference[] };

/** Everything: the collections by library and by class, then all items in the order given. */
export function collectionOf(entries: readonly CollectionEntry[], edition: Edition): ItemCollection {
  const parts = new Map(entries.flatMap((entry) => partsOf(entry, edition)).map((part) => [part.id, part]));
  return wholeCollectionOf([...parts.values()], entriesAsMembers(entries, edition), edition);
}

/** Everything, where there are too many items to name them all: `members` leads to them. */
export function wholeCollectionOf(parts: readonly Part[], members: readonly Reference[], edition: Edition): ItemCollection {
  const { uris } = edition;
  const inOrder = [...parts].sort((a, b) => order(a).localeCompare(order(b), "vi"));
  const services = searchServices({ search: uris.searchCollection, autocomplete: uris.autocompleteCollection });
  return {
    ...frameOf(uris.collection(), WHOLE, edition),
    "@context": edition.hasSearch ? [SEARCH_2_CONTEXT, PRESENTATION_CONTEXT] : PRESENTATION_CONTEXT,
    ...(edition.hasSearch && { service: services }),
    items: [...inOrder.map(({ id, label }): Reference => ({ id, type: "Collection", label })), ...members],
  };
}

/** The items of one library or class; undefined when it has none of these. */
export function partCollectionOf(
  kind: Part["kind"],
  slug: string,
  entries: readonly CollectionEntry[],
  edition: Edition,
): ItemCollection | undefined {
  const isWanted = (part: Part): boolean => part.kind === kind && part.slug === slug;
  const members = entries.filter((entry) => partsOf(entry, edition).some(isWanted));
  const part = members[0] && partsOf(members[0], edition).find(isWanted);
  return part && partCollectionOfMembers(part, entriesAsMembers(members, edition), edition);
}

/** The collection of a library or class, with what leads to its items. */
export function partCollectionOfMembers({ id, label }: Part, members: readonly Reference[], edition: Edition): ItemCollection {
  return memberCollection({ id, label }, [wholeReference(edition)], members, edition);
}

/** The items that arrived together. */
export function batchCollectionOf(batch: string, entries: readonly CollectionEntry[], edition: Edition): ItemCollection {
  const own = { id: edition.uris.collectionOf("batch", batch), label: neutral(batch) };
  return memberCollection(own, [wholeReference(edition)], entriesAsMembers(entries, edition), edition);
}

/** One section of the list of a collection that is too long for one answer. */
export function sectionCollectionOf(
  section: Pick<Reference, "id" | "label">,
  of: Reference,
  entries: readonly CollectionEntry[],
  edition: Edition,
): ItemCollection {
  return memberCollection(section, [of], entriesAsMembers(entries, edition), edition);
}

/** The collection of everything, as others name it. */
export function wholeReference({ uris }: Edition): Reference {
  return { id: uris.collection(), type: "Collection", label: WHOLE };
}

const WHOLE = bilingual("Sưu tập số", "Digital collection");

function entriesAsMembers(entries: readonly CollectionEntry[], edition: Edition): readonly Reference[] {
  return entries.map((entry) => manifestReference(entry, edition));
}

function memberCollection(
  { id, label }: Pick<Reference, "id" | "label">,
  partOf: readonly Reference[],
  items: readonly Reference[],
  edition: Edition,
): ItemCollection {
  return { ...frameOf(id, label, edition), partOf: partOf.map((each) => ({ ...each, type: "Collection" as const })), items };
}

function frameOf(id: string, label: InternationalString, { uris, provider }: Edition) {
  const agents = agentsOf({}, provider, uris);
  return {
    "@context": PRESENTATION_CONTEXT,
    id,
    type: "Collection" as const,
    label,
    homepage: [linkedPage(uris.home(), "text/html", "Sưu tập số", "Digital collection")],
    ...(agents.length > 0 && { provider: agents }),
  };
}

function order({ kind, label }: Part): string {
  return `${kind === "holder" ? 0 : 1}${Object.values(label).flat().join(" ")}`;
}

function manifestReference({ item, titles, cover, navDate }: CollectionEntry, edition: Edition): Reference {
  return {
    id: edition.uris.manifest(item),
    type: "Manifest",
    label: languageMap(titles),
    ...(cover && { thumbnail: [thumbnailOf(edition, cover.id, cover)] }),
    ...(navDate && { navDate }),
  };
}
