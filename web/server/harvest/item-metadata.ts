/** A public item in a metadata format. */
import { dublinCoreOf } from "../../../formats/dublin-core.ts";
import { marcOf } from "../../../formats/marc21/marc.ts";
import { marcXmlOf } from "../../../formats/marc21/marcxml.ts";
import { metsElement } from "../../../formats/mets/mets-document.ts";
import { modsOf } from "../../../formats/mods/mods.ts";
import type { MetadataPrefix } from "../../../formats/oai/metadata-formats.ts";
import { serialize } from "../../../formats/xml.ts";
import type { Uris } from "../../../iiif/uri.ts";
import { metsOf } from "./item-mets.ts";
import { type PublicItem, placesOf } from "./public-item.ts";
import type { Repository } from "./repository.ts";

/** The metadata as one element, without an XML declaration; it may stand beside that of other items in one document. */
export function metadataOf(item: PublicItem, prefix: MetadataPrefix, uris: Uris, repository: Repository): string {
  if (prefix === "mets") {
    const object = metsOf(item, uris, repository);
    return serialize(metsElement({ ...object, idPrefix: `item-${item.publication.item}-` })).xml;
  }
  const places = placesOf(item.publication, uris, repository);
  if (prefix === "mods") return modsOf(item.record, places);
  return prefix === "marc21" ? marcXmlOf(marcOf(item.record, places)) : dublinCoreOf(item.record, places);
}
