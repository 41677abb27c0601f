/** A page for people, as IIIF's `homepage` and `rendering` name it. */
import type { ContentResource, InternationalString } from "@iiif/presentation-3";
import { bilingual } from "./language.ts";

/** A resource with a label; the published types leave the label out. */
export type LinkedPage = ContentResource & { readonly label: InternationalString };

/** A link to a text with its label in both languages. */
export function linkedPage(id: string, format: "text/html" | "application/pdf", vi: string, en: string): LinkedPage {
  return { id, type: "Text", format, label: bilingual(vi, en) };
}
