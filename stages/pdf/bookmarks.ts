/** The outline of a PDF from the parts of the item. */
import type { Bookmark } from "../../formats/pdf/outline.ts";
import { InputError } from "../../pipeline/errors.ts";
import { flatParts } from "../../pipeline/folios/contents.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Structure } from "../../pipeline/structure.ts";

/**
 * One bookmark a part that a person marked, else one a division of the record, in page order; none when there are neither.
 * @throws {InputError} PDF-DIVISION when a division begins after the last page: the record must be corrected.
 */
export function bookmarksOf(record: ItemRecord, structure: Structure): readonly Bookmark[] {
  const parts = flatParts(
    structure.contents ?? [],
    structure.pages.map(({ id }) => id),
  );
  if (parts.length > 0) return parts.map(({ title, first }) => ({ title, pageIndex: first - 1 }));
  const lost = record.divisions.find(({ page }) => page > structure.pages.length);
  if (lost !== undefined) {
    const facts = { title: lost.title, page: lost.page, pages: structure.pages.length };
    throw new InputError({ code: "PDF-DIVISION", subject: structure.item, facts });
  }
  return record.divisions
    .map(({ title, page }) => ({ title, pageIndex: page - 1 }))
    .sort((one, other) => one.pageIndex - other.pageIndex);
}
