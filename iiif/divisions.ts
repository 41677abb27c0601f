/** The divisions of an item as ranges of pages. */
import { StageError } from "../pipeline/errors.ts";
import type { ItemRecord } from "../pipeline/record.ts";

/** A division with its first and last page, 1-based and inclusive. */
export interface Division {
  readonly title: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Where each division begins and ends: it reaches to the page before the next one, the last to the end of the item.
 * Two divisions that begin on one page both have that page.
 * @throws {StageError} IIIF-DIVISION when one begins after the last page: the record does not fit this item.
 */
export function divisionsOf(record: ItemRecord, pageCount: number): readonly Division[] {
  const sorted = [...record.divisions].sort((a, b) => a.page - b.page);
  return sorted.map((division, index) => {
    if (division.page > pageCount) {
      const facts = { title: division.title, page: division.page, pages: pageCount };
      throw new StageError({ code: "IIIF-DIVISION", subject: record.shelfmark, facts, retry: "person" });
    }
    const next = sorted[index + 1]?.page ?? pageCount + 1;
    return { title: division.title, first: division.page, last: Math.max(division.page, next - 1) };
  });
}
