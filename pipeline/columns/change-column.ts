/** Changes of one column: its box, its kind, its text. */
import type { Box } from "../geometry.ts";
import { type Column, type PageColumns, placeOf, replaceColumns } from "./column.ts";
import { keepCharacters } from "./keep-characters.ts";
import { placeBetween } from "./place-between.ts";

/** Give a column another box. Characters whose middle lies within it stay where they are, the others are placed anew. */
export function resizeColumn(page: PageColumns, id: string, box: Box): PageColumns {
  const column = page.columns[placeOf(page, id)];
  if (column === undefined || box.width <= 0 || box.height <= 0) return page;
  const isInside = ({ x, y, width, height }: Box) =>
    x + width / 2 >= box.x &&
    x + width / 2 <= box.x + box.width &&
    y + height / 2 >= box.y &&
    y + height / 2 <= box.y + box.height;
  const boxes = placeBetween(
    column.characters.map((each) => (isInside(each.box) ? each.box : undefined)),
    { box, writingMode: page.writingMode },
  );
  const characters = column.characters.map((each, at) => (boxes[at] === each.box ? each : { ...each, box: boxes[at] as Box }));
  return replaceColumns(page, [id], [{ ...column, box, characters }]);
}

/** Say what a column is. One that is no commentary belongs to no other column. */
export function setKind(page: PageColumns, id: string, kind: Column["kind"]): PageColumns {
  const column = page.columns[placeOf(page, id)];
  if (column === undefined || column.kind === kind) return page;
  const { parent, ...rest } = column;
  return replaceColumns(
    page,
    [id],
    [kind === "commentary" && parent !== undefined ? { ...rest, kind, parent } : { ...rest, kind }],
  );
}

/** Take what was typed. `units` is the text without white space, unit by unit (hannom/text-units.ts). */
export function retypeColumn(page: PageColumns, id: string, text: string, units: readonly string[]): PageColumns {
  const column = page.columns[placeOf(page, id)];
  if (column === undefined || column.text === text) return page;
  const characters = [...keepCharacters(column.characters, units, { box: column.box, writingMode: page.writingMode })];
  return replaceColumns(page, [id], [{ ...column, text, characters }]);
}
