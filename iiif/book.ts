/** What the IIIF functions are told of an item: plain values, read from its artifacts by a stage. */
import { StageError } from "../pipeline/errors.ts";
import type { ItemRecord } from "../pipeline/record.ts";
import type { Structure } from "../pipeline/structure.ts";
import type { TextLayer } from "../pipeline/text-layer.ts";

/** One page with its best text. */
export interface BookPage {
  readonly id: string;
  readonly label: string;
  readonly text: TextLayer;
}

/** What of the page list IIIF needs. */
export type BookStructure = Pick<Structure, "item" | "shelfmark" | "viewingDirection"> & {
  readonly pages: readonly Pick<Structure["pages"][number], "id" | "label">[];
  readonly contents?: Structure["contents"];
  readonly batches?: Structure["batches"];
};

/** An item with its pages in order. */
export interface Book {
  readonly structure: BookStructure;
  readonly record: ItemRecord;
  readonly pages: readonly BookPage[];
}

/**
 * Bring structure, record and texts together.
 * @throws {StageError} IIIF-PAGES when there are not as many texts as pages, or no page at all.
 */
export function bookOf(structure: BookStructure, record: ItemRecord, texts: readonly TextLayer[]): Book {
  const pages = structure.pages.flatMap((page, index): BookPage[] => {
    const text = texts[index];
    return text ? [{ id: page.id, label: page.label, text }] : [];
  });
  if (pages.length === 0 || texts.length !== structure.pages.length) {
    const facts = { pages: structure.pages.length, texts: texts.length };
    throw new StageError({ code: "IIIF-PAGES", subject: structure.item, facts, retry: "never" });
  }
  return { structure, record, pages };
}
