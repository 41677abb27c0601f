/** The collections that an item is part of, beside the one of everything: its library's, and its class of holding's. */
import type { InternationalString } from "@iiif/presentation-3";
import { slugOf } from "../formats/slug.ts";
import type { ItemRecord } from "../pipeline/record.ts";
import type { Edition } from "./edition.ts";
import { neutral } from "./language.ts";
import { inBoth, isOwnHolder } from "./provider.ts";
import { termOf } from "./terms.ts";
import type { CollectionKind } from "./uri.ts";

/** A collection by what it brings together. */
export interface Part {
  readonly kind: CollectionKind;
  readonly slug: string;
  readonly id: string;
  readonly label: InternationalString;
}

/** What decides which collections an item is in. */
export type Holding = Pick<ItemRecord, "holder" | "holdingClass">;

/** By library, then by class of holding; what the record does not say is left out. */
export function partsOf({ holder, holdingClass }: Holding, edition: Edition): readonly Part[] {
  const { provider } = edition;
  const library = provider && holder !== undefined && isOwnHolder(holder, provider) ? inBoth(provider.name) : undefined;
  return [
    ...part("holder", holder, library, edition),
    ...part("class", holdingClass, holdingClass && termOf("holding-classes", holdingClass, edition), edition),
  ];
}

function part(
  kind: CollectionKind,
  name: string | undefined,
  label: InternationalString | "" | undefined,
  { uris }: Edition,
): readonly Part[] {
  const slug = slugOf(name ?? "");
  if (name === undefined || slug === undefined) return [];
  return [{ kind, slug, id: uris.collectionOf(kind, slug), label: label || neutral(name) }];
}
