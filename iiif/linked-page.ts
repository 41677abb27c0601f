/** What stands beside an item: pages for people and files, as IIIF's `homepage`, `rendering` and `seeAlso` name them. */
import type { ContentResource, InternationalString } from "@iiif/presentation-3";
import { bilingual } from "./language.ts";

/** A resource with a label; the published types leave the label out. */
export type LinkedPage = ContentResource & { readonly label: InternationalString };

/** A link to a text with its label in both languages. */
export function linkedPage(id: string, format: string, vi: string, en: string): LinkedPage {
  return { id, type: "Text", format, label: bilingual(vi, en) };
}

/** A link to machine-readable data; `profile` names the format more closely than its media type, by a URI. */
export function linkedRecord(id: string, profile: string, vi: string, en: string): LinkedPage {
  return { id, type: "Dataset", format: "application/xml", profile, label: bilingual(vi, en) } as LinkedPage;
}
