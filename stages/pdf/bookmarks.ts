/** The outline of a PDF from the divisions of the record. */
import type { Bookmark } from "../../formats/pdf/outline.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Structure } from "../../pipeline/structure.ts";

/**
 * One bookmark a division, in page order; none when the record names no divisions.
 * @throws {InputError} PDF-DIVISION when a division begins after the last page: the record must be corrected.
 */
export function bookmarksOf(record: ItemRecord, structure: Structure): readonly Bookmark[] {
  const lost = record.divisions.find(({ page }) => page > structure.pages.length);
  if (lost !== undefined) {
    const facts = { title: lost.title, page: lost.page, pages: structure.pages.length };
    throw new InputError({ code: "PDF-DIVISION", subject: structure.item, facts });
  }
  return record.divisions
    .map(({ title, page }) => ({ title, pageIndex: page - 1 }))
    .sort((one, other) => one.pageIndex - other.pageIndex);
}
