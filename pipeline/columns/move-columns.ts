/** Changing the order by hand: a run of columns to another place, or the whole order by pointing at one after the other. */
import type { Column, PageColumns } from "./column.ts";

/**
 * Let columns be read directly before another one, last where `before` is undefined. They keep their order among themselves, and
 * small columns go with the column they belong to. So two registers change places in one move.
 */
export function moveColumns(page: PageColumns, ids: readonly string[], before: string | undefined): PageColumns {
  const isMoved = ({ id, parent }: Column) => ids.includes(id) || (parent !== undefined && ids.includes(parent));
  const moved = page.columns.filter(isMoved);
  const rest = page.columns.filter((column) => !isMoved(column));
  const at = before === undefined ? rest.length : rest.findIndex(({ id }) => id === before);
  if (moved.length === 0 || at < 0) return page;
  const columns = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  return columns.every((column, place) => column === page.columns[place]) ? page : { ...page, columns };
}

/**
 * Take the order in which somebody pointed at columns: they change among the places that they hold, all others stay. Any order
 * at all can be had by it. Columns pointed at twice count once.
 */
export function orderAsPointed(page: PageColumns, ids: readonly string[]): PageColumns {
  const known = new Map(page.columns.map((column) => [column.id, column]));
  const pointed = [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
  const isPointed = new Set(pointed);
  let next = 0;
  const columns = page.columns.map((column) => (isPointed.has(column) ? (pointed[next++] as Column) : column));
  return columns.every((column, place) => column === page.columns[place]) ? page : { ...page, columns };
}
