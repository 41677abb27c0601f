/** A column that layout missed, drawn by a person; one that is none, deleted; and one brought back. */
import type { Box } from "../geometry.ts";
import { type Column, freshId, type PageColumns, placeOf, tenth } from "./column.ts";

/** What is drawn. */
export interface DrawnColumn {
  readonly box: Box;
  readonly kind: Column["kind"];
  /** The column it is read before; undefined: as its place on the page says. */
  readonly before?: string | undefined;
}

/** Add an empty column, cut to the page. Nothing happens where nothing of it lies on the page. */
export function drawColumn(page: PageColumns, { box, kind, before }: DrawnColumn): PageColumns {
  const kept = onPage(page, box);
  if (kept === undefined) return page;
  const column: Column = { id: freshId(page), kind, box: kept, text: "", confidence: 1, characters: [] };
  const named = before === undefined ? -1 : placeOf(page, before);
  const at = named >= 0 ? named : placeByEye(page, kept);
  return { ...page, columns: [...page.columns.slice(0, at), column, ...page.columns.slice(at)] };
}

/** Delete a column: it is set aside with its text and layers, so that it can be brought back and its text be noted. */
export function deleteColumn(page: PageColumns, id: string): PageColumns {
  const column = page.columns[placeOf(page, id)];
  if (column === undefined) return page;
  const columns = page.columns.filter((each) => each !== column).map((each) => (each.parent === id ? orphaned(each) : each));
  return { ...page, columns, setAside: [...page.setAside, column] };
}

/** Bring a deleted column back, before another one or, where that is undefined, as its place on the page says. */
export function restoreColumn(page: PageColumns, id: string, before?: string): PageColumns {
  const column = page.setAside.find((each) => each.id === id);
  if (column === undefined) return page;
  const isKnown = column.parent === undefined || placeOf(page, column.parent) >= 0;
  const named = before === undefined ? -1 : placeOf(page, before);
  const at = named >= 0 ? named : placeByEye(page, column.box);
  const restored = isKnown ? column : orphaned(column);
  return {
    ...page,
    columns: [...page.columns.slice(0, at), restored, ...page.columns.slice(at)],
    setAside: page.setAside.filter((each) => each !== column),
  };
}

function orphaned({ parent: _parent, ...column }: Column): Column {
  return column;
}

function onPage({ width, height }: PageColumns, box: Box): Box | undefined {
  const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
  const [right, bottom] = [Math.min(width, box.x + box.width), Math.min(height, box.y + box.height)];
  return right > x && bottom > y ? { x: tenth(x), y: tenth(y), width: tenth(right - x), height: tenth(bottom - y) } : undefined;
}

/** Before the first column that lies further on: further left, or further down where it is about as far left. */
function placeByEye({ columns, writingMode }: PageColumns, box: Box): number {
  const isFurther = writingMode === "vertical-rl" ? isFurtherLeft : isFurtherDown;
  const at = columns.findIndex((column) => isFurther(column.box, box));
  return at < 0 ? columns.length : at;
}

function isFurtherLeft(other: Box, box: Box): boolean {
  const left = box.x + box.width / 2 - (other.x + other.width / 2);
  return (
    left > Math.min(other.width, box.width) / 2 || (Math.abs(left) * 2 <= Math.min(other.width, box.width) && other.y > box.y)
  );
}

function isFurtherDown(other: Box, box: Box): boolean {
  return other.y + other.height / 2 > box.y + box.height;
}
