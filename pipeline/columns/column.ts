/**
 * The columns of a page while a person repairs them. Every operation of this folder is pure: it takes a page and gives a page,
 * or the very same page where there is nothing to do. Identifiers stay with columns, characters with their places; no operation
 * loses text: what is deleted is set aside.
 */
import type { Box } from "../geometry.ts";
import type { TextLayer, TextLine } from "../text-layer.ts";

/** One column, or one horizontal line. */
export type Column = TextLine;

/** A page under repair. */
export interface PageColumns {
  readonly writingMode: TextLayer["writingMode"];
  /** Width and height of the page in pixels. */
  readonly width: number;
  readonly height: number;
  /** In reading order. */
  readonly columns: readonly Column[];
  /** Deleted columns with all their text, the last one last; they can be brought back. */
  readonly setAside: readonly Column[];
}

/** The columns of a layer, with nothing set aside. */
export function pageColumns({ writingMode, width, height, lines }: TextLayer): PageColumns {
  return { writingMode, width, height, columns: lines, setAside: [] };
}

/** Where the column stands in reading order; -1 for an unknown one. */
export function placeOf(page: PageColumns, id: string): number {
  return page.columns.findIndex((column) => column.id === id);
}

/** The page with some columns put in the place of others, at the place of the first of them. */
export function replaceColumns(page: PageColumns, replaced: readonly string[], by: readonly Column[]): PageColumns {
  const first = page.columns.findIndex(({ id }) => replaced.includes(id));
  const stays = (column: Column) => !replaced.includes(column.id);
  const before = page.columns.slice(0, first).filter(stays);
  return { ...page, columns: [...before, ...by, ...page.columns.slice(first).filter(stays)] };
}

/** An identifier that no column of the page has or had: n1, n2 and so on. */
export function freshId(page: PageColumns, alsoTaken: readonly string[] = []): string {
  const taken = new Set([...page.columns, ...page.setAside].map(({ id }) => id).concat(alsoTaken));
  let number = 1;
  while (taken.has(`n${number}`)) number++;
  return `n${number}`;
}

/** Start and length of a box in the direction of writing. */
export function alongWriting({ writingMode }: Pick<PageColumns, "writingMode">, box: Box): { start: number; length: number } {
  return writingMode === "vertical-rl" ? { start: box.y, length: box.height } : { start: box.x, length: box.width };
}

/** The part of a box between two places in the direction of writing. */
export function partOfBox(page: Pick<PageColumns, "writingMode">, box: Box, start: number, end: number): Box {
  const length = tenth(end - start);
  return page.writingMode === "vertical-rl" ? { ...box, y: start, height: length } : { ...box, x: start, width: length };
}

/** The smallest box round all of them; there must be one. */
export function boxRound(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: tenth(right - x), height: tenth(bottom - y) };
}

/** Places are kept to a tenth of a pixel, as the machine gives them. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
