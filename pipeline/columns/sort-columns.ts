/** Order by place: the usual way out of a scrambled page. */
import type { Box } from "../geometry.ts";
import { type Column, type PageColumns, placeOf } from "./column.ts";

/** How a page is read. */
export interface SortRule {
  /**
   * registers: all columns of the upper register, then those of the lower one;
   * columns: down each column through all registers, as verse in two registers is often read.
   */
  readonly by: "registers" | "columns";
  /** Everything right of this x, in pixels, is read before everything left of it: the two halves of a leaf. */
  readonly gutter?: number | undefined;
  /** Order from this column on and leave what stands before it. */
  readonly from?: string | undefined;
}

/** Share of the shorter (narrower) of two boxes that must lie beside the other for them to be in one register (column). */
const BESIDE_SHARE = 0.5;

/**
 * Order from right to left, or horizontal lines from top to bottom. Pieces of one column follow each other downwards, small
 * columns side by side from right to left, and those of another column go with it. Running titles and head notes keep their
 * places in the order: where they are read is no question of place.
 */
export function sortColumns(page: PageColumns, rule: SortRule): PageColumns {
  const start = rule.from === undefined ? 0 : placeOf(page, rule.from);
  if (start < 0) return page;
  const isSorted = (column: Column, at: number) => at >= start && (column.kind === "body" || column.kind === "commentary");
  const sorted = inOrder(page, page.columns.filter(isSorted), rule);
  let next = 0;
  const columns = page.columns.map((column, at) => (isSorted(column, at) ? (sorted[next++] as Column) : column));
  return columns.every((column, at) => column === page.columns[at]) ? page : { ...page, columns };
}

function inOrder(page: PageColumns, columns: readonly Column[], { by, gutter }: SortRule): readonly Column[] {
  if (page.writingMode === "horizontal-tb") return rows(columns).flatMap((row) => sortBy(row, ({ box }) => box.x));
  const isRight = ({ box }: Column) => gutter !== undefined && box.x + box.width / 2 > gutter;
  const halves = [columns.filter(isRight), columns.filter((column) => !isRight(column))];
  const registers = halves.flatMap((half) => (by === "registers" ? rows(half) : [half]));
  return registers.flatMap((register) => strips(register).flatMap(downTheStrip));
}

/** From top to bottom; what stands side by side, from right to left. */
function downTheStrip(strip: readonly Column[]): readonly Column[] {
  return rows(strip).flatMap((row) => sortBy(row, ({ box }) => -(box.x + box.width / 2)));
}

/** Columns beside each other, the uppermost first. */
function rows(columns: readonly Column[]): readonly (readonly Column[])[] {
  const beside = (a: Box, b: Box) => isBeside([a.y, a.height], [b.y, b.height]);
  return sortBy(groups(columns, beside), (group) => Math.min(...group.map(({ box }) => box.y)));
}

/** Columns below each other, the rightmost first. */
function strips(columns: readonly Column[]): readonly (readonly Column[])[] {
  const below = (a: Box, b: Box) => isBeside([a.x, a.width], [b.x, b.width]);
  return sortBy(groups(columns, below), (group) => -Math.max(...group.map(({ box }) => box.x + box.width)));
}

function isBeside([a, aLength]: readonly [number, number], [b, bLength]: readonly [number, number]): boolean {
  const common = Math.min(a + aLength, b + bLength) - Math.max(a, b);
  return common > BESIDE_SHARE * Math.min(aLength, bLength);
}

/** Those that belong together, directly or through others. */
function groups(columns: readonly Column[], together: (a: Box, b: Box) => boolean): readonly (readonly Column[])[] {
  let found: (readonly Column[])[] = [];
  for (const column of columns) {
    const joins = (group: readonly Column[]) => group.some((other) => together(column.box, other.box));
    found = [...found.filter((group) => !joins(group)), [...found.filter(joins).flat(), column]];
  }
  return found;
}

/** Stable, so that equal places keep the order they had. */
function sortBy<T>(all: readonly T[], key: (each: T) => number): readonly T[] {
  return [...all].sort((a, b) => key(a) - key(b));
}
