/** The IIIF Collection of everything that is public. */
import type { Collection, InternationalString } from "@iiif/presentation-3";
import { PRESENTATION_CONTEXT } from "./context.ts";
import { bilingual, languageMap } from "./language.ts";
import { linkedPage } from "./linked-page.ts";
import type { Uris } from "./uri.ts";

/** What the collection says of one item. */
export interface CollectionEntry {
  readonly item: string;
  readonly titles: readonly { readonly language: string; readonly text: string }[];
}

/** A manifest as a collection names it: a label, no pages. */
export interface ManifestReference {
  readonly id: string;
  readonly type: "Manifest";
  readonly label: InternationalString;
}

/** A Collection that names its manifests; the published types would have them whole. */
export type ItemCollection = Omit<Collection, "items"> & { readonly items: readonly ManifestReference[] };

/** The collection, its items in the order given. */
export function collectionOf(entries: readonly CollectionEntry[], uris: Uris): ItemCollection {
  return {
    "@context": PRESENTATION_CONTEXT,
    id: uris.collection(),
    type: "Collection",
    label: bilingual("Sưu tập số", "Digital collection"),
    homepage: [linkedPage(uris.home(), "text/html", "Sưu tập số", "Digital collection")],
    items: entries.map((entry) => ({
      id: uris.manifest(entry.item),
      type: "Manifest",
      label: languageMap(entry.titles),
    })),
  };
}
