/** Double small columns (雙行): notes set in two half-width columns side by side within one column. */
import type { Character } from "../text-layer.ts";
import { type Column, freshId, type PageColumns, placeOf, replaceColumns, tenth } from "./column.ts";
import { splitColumn } from "./split-column.ts";

/** Characters `from` up to but without `to`, counted from 0. */
export interface CharacterRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Make a stretch of a column a block of two small columns, the right one read first. What stands above and below stays a column
 * of its own. The block belongs to the column above it; a column that is all notes belongs to the column read before it. Where
 * the machine had read across both, characters go to the side on which they stand; where their places do not tell, the first
 * half is the right column.
 */
export function makeDouble(page: PageColumns, id: string, range?: CharacterRange): PageColumns {
  const given = page.columns[placeOf(page, id)];
  if (given === undefined || page.writingMode !== "vertical-rl") return page;
  const { from, to } = range ?? { from: 0, to: given.characters.length };
  if (from < 0 || to > given.characters.length || (range !== undefined && from >= to)) return page;
  const below = to < given.characters.length ? splitColumn(page, id, { character: to }) : page;
  const apart = from > 0 ? splitColumn(below, id, { character: from }) : below;
  const at = placeOf(apart, id) + (from > 0 ? 1 : 0);
  const middle = apart.columns[at] as Column;
  const isCut = (from === 0 || apart !== below) && (to === given.characters.length || below !== page);
  if (!isCut) return page;
  const parent =
    from > 0 ? id : apart.columns.slice(0, at).findLast((column) => column.parent === undefined && column.kind === "body")?.id;
  const children = sidesOf(middle, freshId(apart)).map((side): Column => {
    const { parent: _parent, ...bare } = side;
    return parent === undefined ? { ...bare, kind: "commentary" } : { ...bare, kind: "commentary", parent };
  });
  return replaceColumns(apart, [middle.id], children);
}

function sidesOf(column: Column, leftId: string): readonly [Column, Column] {
  const { box, characters } = column;
  const half = tenth(box.width / 2);
  const middle = box.x + half;
  const isOnRight = (each: Character) => each.box.x + each.box.width / 2 > middle;
  const narrow = characters.filter((each) => each.box.width <= 0.75 * box.width).length;
  const tells = narrow > characters.length / 2 && characters.some(isOnRight) && !characters.every(isOnRight);
  const first = Math.ceil(characters.length / 2);
  const right = characters.filter((each, at) => (tells ? isOnRight(each) : at < first));
  const left = characters.filter((each) => !right.includes(each));
  const textOf = (those: readonly Character[]) => those.map(({ text }) => text).join("");
  const rightBox = { ...box, x: tenth(middle), width: tenth(box.width - half) };
  const leftBox = { ...box, width: half };
  const { phienAm: _phienAm, translation: _translation, note: _note, ...bare } = column;
  return [
    { ...column, box: rightBox, text: textOf(right), characters: tells ? right : inBox(right, rightBox) },
    { ...bare, id: leftId, box: leftBox, text: textOf(left), characters: tells ? left : inBox(left, leftBox) },
  ];
}

/** Spread evenly: the places across both columns say nothing about either. */
function inBox(characters: readonly Character[], box: Column["box"]): Character[] {
  const share = box.height / Math.max(1, characters.length);
  return characters.map((each, at) => ({ ...each, box: { ...box, y: tenth(box.y + at * share), height: tenth(share) } }));
}

/** Make the small columns of a column ordinary ones again; they keep text and place. */
export function undoDouble(page: PageColumns, parent: string): PageColumns {
  const isChild = (column: Column) => column.parent === parent;
  if (!page.columns.some(isChild)) return page;
  const columns = page.columns.map((column): Column => {
    if (!isChild(column)) return column;
    const { parent: _parent, ...bare } = column;
    return { ...bare, kind: "body" };
  });
  return { ...page, columns };
}
