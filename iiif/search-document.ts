/** What the search index is told of a page (`search/index`): the text as written, line by line, with its places. */
import type { Box, Size } from "../pipeline/geometry.ts";
import type { SearchLine, SearchPage } from "../pipeline/search-page.ts";
import type { TextLayer, TextLine } from "../pipeline/text-layer.ts";
import { wholePixels } from "./annotations.ts";
import type { BookPage } from "./book.ts";

/** A page as it is stored: `kind` stands only where the line is not of the body. */
type StoredPage = Omit<SearchPage, "lines"> & { readonly lines: readonly (Omit<SearchLine, "kind"> & Partial<SearchLine>)[] };

/** The lines that have text, in reading order, code point by code point as stored. */
export function searchPageOf({ id, label, text }: BookPage): StoredPage {
  return {
    page: id,
    label,
    script: text.script,
    writingMode: text.writingMode,
    lines: text.lines.filter((line) => line.text !== "" || line.phienAm).map((line) => storedLine(line, text)),
  };
}

function storedLine(line: TextLine, page: TextLayer): StoredPage["lines"][number] {
  const extents = extentsOf(line, page);
  return {
    id: line.id,
    ...(line.kind !== "body" && { kind: line.kind }),
    text: line.text,
    ...(line.phienAm && { phienAm: line.phienAm }),
    box: wholeBox(line.box, page),
    ...(extents && { extents }),
  };
}

/** Undefined where characters and text do not tell the same, as after a correction without places. */
function extentsOf({ text, characters }: TextLine, { writingMode, ...page }: TextLayer): number[] | undefined {
  const spaceless = text.replace(/\s/gu, "");
  if (characters.length === 0 || characters.map((each) => each.text).join("") !== spaceless) return undefined;
  return characters.flatMap((character) => {
    const { x, y, width, height } = wholeBox(character.box, page);
    const extent = writingMode === "vertical-rl" ? [y, y + height] : [x, x + width];
    return [...character.text].flatMap(() => extent);
  });
}

/** Grown outwards to whole pixels, and never outside the canvas. */
function wholeBox(box: Box, canvas: Size): Box {
  const [x = 0, y = 0, width = 1, height = 1] = wholePixels(box, canvas).split(",").map(Number);
  return { x, y, width, height };
}
