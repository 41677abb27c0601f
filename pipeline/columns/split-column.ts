/** One column becomes two: layout had run two together, or other writing follows further down. */
import { alongWriting, type Column, freshId, type PageColumns, partOfBox, placeOf, replaceColumns, tenth } from "./column.ts";
import { cutWords, offsetOfCharacter, withLayers } from "./text-parts.ts";

/** Before which character, counted from 0, or at which pixel in the direction of writing. */
export type SplitPlace = { readonly character: number } | { readonly pixel: number };

/**
 * Split. The first part keeps the identifier and, where syllables cannot be told apart, phiên âm, translation and note. Nothing
 * happens where one part would have no place; a part without text is possible only when a pixel is named.
 */
export function splitColumn(page: PageColumns, id: string, at: SplitPlace): PageColumns {
  const column = page.columns[placeOf(page, id)];
  const cut = column === undefined ? undefined : cutOf(page, column, at);
  if (column === undefined || cut === undefined) return page;
  const parts = partsOf(page, column, cut);
  return parts === undefined ? page : replaceColumns(page, [id], parts);
}

interface Cut {
  readonly index: number;
  readonly pixel: number;
}

function cutOf(page: PageColumns, { box, characters }: Column, at: SplitPlace): Cut | undefined {
  const { start, length } = alongWriting(page, box);
  if ("pixel" in at) {
    const pixel = tenth(at.pixel);
    const middle = (of: Column["box"]) => alongWriting(page, of).start + alongWriting(page, of).length / 2;
    const index = characters.filter((each) => middle(each.box) < pixel).length;
    return pixel > start && pixel < start + length ? { index, pixel } : undefined;
  }
  const [above, below] = [characters[at.character - 1], characters[at.character]];
  if (above === undefined || below === undefined) return undefined;
  const end = alongWriting(page, above.box);
  const pixel = tenth((end.start + end.length + alongWriting(page, below.box).start) / 2);
  const isInside = pixel > start && pixel < start + length;
  return { index: at.character, pixel: isInside ? pixel : tenth(start + (length * at.character) / characters.length) };
}

function partsOf(page: PageColumns, column: Column, { index, pixel }: Cut): readonly [Column, Column] | undefined {
  const offset = offsetOfCharacter(column, index);
  if (offset === undefined) return undefined;
  const { start, length } = alongWriting(page, column.box);
  const count = column.characters.length;
  const [phienAm, phienAmAfter] = cutWords(column.phienAm, index, count);
  const first: Column = {
    ...column,
    box: partOfBox(page, column.box, start, pixel),
    text: column.text.slice(0, offset),
    characters: column.characters.slice(0, index),
  };
  const second: Column = {
    ...column,
    id: freshId(page),
    box: partOfBox(page, column.box, pixel, tenth(start + length)),
    text: column.text.slice(offset),
    characters: column.characters.slice(index),
  };
  const { translation, note } = column;
  return [withLayers(first, { phienAm, translation, note }), withLayers(second, { phienAm: phienAmAfter })];
}
