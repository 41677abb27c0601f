/** What the search index is told of a page (`search/index`): the text as written, line by line, with its place. */
import type { Box } from "../pipeline/geometry.ts";
import type { BookPage } from "./book.ts";

/** One page of a search document; folding and readings are made from it, never stored in it. */
export interface SearchPage {
  readonly page: string;
  readonly label: string;
  readonly lines: readonly { readonly id: string; readonly text: string; readonly phienAm?: string; readonly box: Box }[];
}

/** The lines that have text, in reading order, code point by code point as stored. */
export function searchPageOf(page: BookPage): SearchPage {
  return {
    page: page.id,
    label: page.label,
    lines: page.text.lines
      .filter((line) => line.text !== "" || line.phienAm)
      .map(({ id, text, phienAm, box: { x, y, width, height } }) => ({
        id,
        text,
        ...(phienAm && { phienAm }),
        box: { x, y, width, height },
      })),
  };
}
