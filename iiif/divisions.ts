/** The divisions of an item as ranges of pages. */
import type { Range } from "@iiif/presentation-3";
import { StageError } from "../pipeline/errors.ts";
import type { Contents } from "../pipeline/folios/contents.ts";
import type { ItemRecord } from "../pipeline/record.ts";
import type { Book } from "./book.ts";
import { bilingual, neutral } from "./language.ts";
import type { Uris } from "./uri.ts";

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

/**
 * The table of contents; empty when the record names no division. A division is called by the page that it begins on, so that
 * it keeps its identifier when others are added or its title is corrected.
 */
export function rangesOf(book: Book, uris: Uris): Range[] {
  const { item } = book.structure;
  const parts = partRanges(book, uris, book.structure.contents ?? []);
  if (parts.length > 0) return [contentsOf(item, parts, uris)];
  const used = new Map<string, number>();
  const divisions = divisionsOf(book.record, book.pages.length).map((division): Range => {
    const pages = book.pages.slice(division.first - 1, division.last);
    const begin = pages[0]?.id ?? "";
    const nth = (used.get(begin) ?? 0) + 1;
    used.set(begin, nth);
    return {
      id: uris.range(item, nth === 1 ? begin : `${begin}-${nth}`),
      type: "Range",
      label: neutral(division.title),
      items: pages.map((page) => ({ id: uris.canvas(item, page.id), type: "Canvas" as const })),
    };
  });
  return divisions.length === 0 ? [] : [contentsOf(item, divisions, uris)];
}

function contentsOf(item: string, items: Range[], uris: Uris): Range {
  return { id: uris.range(item, "contents"), type: "Range", label: bilingual("Mục lục", "Table of contents"), items };
}

/** The parts that a person marked: each with its pages that no part inside it has, and those parts, in the order of the book. */
function partRanges(book: Book, uris: Uris, parts: Contents): Range[] {
  const { item } = book.structure;
  const at = new Map(book.pages.map(({ id }, index) => [id, index]));
  return parts.flatMap((part): Range[] => {
    const [first, last] = [at.get(part.first), at.get(part.last)];
    if (first === undefined || last === undefined) return [];
    const inner = part.parts.map((each) => ({ part: each, from: at.get(each.first) ?? first, to: at.get(each.last) ?? first }));
    const isFree = (index: number) => !inner.some(({ from, to }) => from <= index && index <= to);
    const own = book.pages
      .map(({ id }, index) => ({ index, item: { id: uris.canvas(item, id), type: "Canvas" as const } }))
      .filter(({ index }) => first <= index && index <= last && isFree(index));
    const ranges = inner.flatMap(({ part: each, from }) =>
      partRanges(book, uris, [each]).map((range) => ({ index: from, item: range })),
    );
    const items = [...own, ...ranges].sort((one, other) => one.index - other.index).map((each) => each.item);
    return [{ id: uris.range(item, part.id), type: "Range", label: neutral(part.title), items }];
  });
}
