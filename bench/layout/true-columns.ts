/**
 * True columns out of character boxes, by a method of their own that looks at no ink: a box hangs below the nearest box of
 * its size class over it that it stands under. Full and small characters make runs of their own; a run ends where
 * characters of the other class come between. Reading order: places of columns from right to left, in a place from the top,
 * of two small runs side by side the right one first.
 */
import type { Box } from "../../pipeline/geometry.ts";

/** A run of characters from top to bottom. */
export interface TrueColumn {
  readonly characters: readonly Box[];
  readonly box: Box;
  readonly isSmall: boolean;
}

interface Boxed {
  readonly box: Box;
  readonly isSmall: boolean;
}

/** A small character is narrower than this part of the page's usual one. */
const SMALL = 0.76;

/** The columns of a page in reading order. */
export function trueColumns(boxes: readonly Box[]): readonly TrueColumn[] {
  const usual = middleOf(boxes.map((box) => box.width));
  const full = middleOf(boxes.map((box) => box.width).filter((width) => width >= 0.8 * usual));
  const classed = boxes.map((box) => ({ box, isSmall: isSmallBox(box, boxes, full) }));
  return inReadingOrder(runsOf(classed, full), full);
}

/** Small, or narrow by its strokes only (卜, 一): a small character has a small neighbour beside it, or over or under it off the middle. */
function isSmallBox(box: Box, all: readonly Box[], full: number): boolean {
  if (box.height > 0.95 * full || box.width > 0.9 * full) return false;
  const centre = middleX(box);
  const isPaired = all.some((other) => {
    const away = Math.abs(middleX(other) - centre);
    const down = Math.abs(box.y + box.height / 2 - other.y - other.height / 2);
    return other.width < 0.9 * full && down < 0.35 * full && away > 0.5 * full && away < 1.05 * full;
  });
  if (isPaired) return true;
  if (box.width > SMALL * full) return false;
  return all.some((other) => {
    if (other === box) return false;
    const away = middleX(other) - centre;
    const down = box.y + box.height / 2 - other.y - other.height / 2;
    const isBeside =
      Math.abs(down) < 0.6 * full && Math.abs(away) > 0.35 * full && Math.abs(away) < 1.05 * full && other.width < SMALL * full;
    const isHung = Math.abs(down) < 1.4 * full && Math.abs(away) > 0.2 * full && Math.abs(away) < 0.5 * full;
    const isChain =
      Math.abs(down) < 1.4 * full && Math.abs(away) < 0.2 * full && other.width < SMALL * full && Math.abs(down) > 0.3 * full;
    return isBeside || isHung || (isChain && isOffColumn(box, all, full));
  });
}

/** No full character stands in line with it. */
function isOffColumn(box: Box, all: readonly Box[], full: number): boolean {
  const inLine = all.filter((other) => other.width > SMALL * full && Math.abs(middleX(other) - middleX(box)) < 0.18 * full);
  const beside = all.filter((other) => {
    const away = Math.abs(middleX(other) - middleX(box));
    return other.width > SMALL * full && away >= 0.18 * full && away < 0.5 * full;
  });
  return beside.length > inLine.length;
}

function runsOf(classed: readonly Boxed[], full: number): readonly Boxed[][] {
  const sorted = [...classed].sort((a, b) => a.box.y - b.box.y);
  const runs: Boxed[][] = [];
  for (const each of sorted) {
    const reach = (each.isSmall ? 0.28 : 0.5) * full;
    // Of several runs overhead the one that reaches lowest.
    const above = runs
      .filter((run) => {
        const last = run.at(-1) as Boxed;
        return last.isSmall === each.isSmall && Math.abs(middleX(last.box) - middleX(each.box)) < reach;
      })
      .sort((a, b) => (b.at(-1) as Boxed).box.y - (a.at(-1) as Boxed).box.y)
      .at(0);
    const last = above?.at(-1)?.box;
    if (above === undefined || last === undefined || isParted(last, each, sorted, full)) runs.push([each]);
    else above.push(each);
  }
  return runs;
}

/** A character of the other class stands between, or small runs are far apart. */
function isParted(last: Box, next: Boxed, all: readonly Boxed[], full: number): boolean {
  const gap = next.box.y - last.y - last.height;
  const between = all.some(
    ({ box, isSmall }) =>
      isSmall !== next.isSmall &&
      box.y + box.height / 2 > last.y + last.height / 2 &&
      box.y + box.height / 2 < next.box.y + next.box.height / 2 &&
      Math.abs(middleX(box) - middleX(next.box)) < 0.7 * full,
  );
  return between || (next.isSmall && gap > 3 * full);
}

function inReadingOrder(runs: readonly Boxed[][], full: number): readonly TrueColumn[] {
  const columns = runs.map((run) => ({
    characters: run.map(({ box }) => box),
    box: around(run.map(({ box }) => box)),
    isSmall: run[0]?.isSmall ?? false,
  }));
  const places: (typeof columns)[] = [];
  for (const column of [...columns].sort((a, b) => Number(a.isSmall) - Number(b.isSmall) || middleX(b.box) - middleX(a.box))) {
    const at = places
      .map((place, i) => ({ i, away: Math.abs(middleX(place[0]?.box as Box) - middleX(column.box)) }))
      .filter(({ away }) => away < (column.isSmall ? 0.75 : 0.6) * full)
      .sort((a, b) => a.away - b.away)[0];
    if (at === undefined) places.push([column]);
    else places[at.i]?.push(column);
  }
  places.sort((a, b) => middleX(b[0]?.box as Box) - middleX(a[0]?.box as Box));
  return places.flatMap((place) => [...place].sort(downThenLeft));
}

function downThenLeft(a: TrueColumn, b: TrueColumn): number {
  const shared = Math.min(a.box.y + a.box.height, b.box.y + b.box.height) - Math.max(a.box.y, b.box.y);
  const isBeside = shared > 0.3 * Math.min(a.box.height, b.box.height);
  return isBeside ? middleX(b.box) - middleX(a.box) : a.box.y - b.box.y;
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function middleX(box: Box): number {
  return box.x + box.width / 2;
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 1;
}

/** A column of the strip in the middle of an unfolded leaf: it is no body text. */
export function isCentreStrip(column: TrueColumn, all: readonly TrueColumn[], page: { readonly width: number }): boolean {
  const full = middleOf(all.filter((each) => !each.isSmall).map((each) => each.box.width));
  const strips = all.filter((each) => !each.isSmall).map((each) => middleX(each.box));
  const strip = strips.sort((a, b) => Math.abs(a - page.width / 2) - Math.abs(b - page.width / 2))[0] ?? 0;
  return Math.abs(middleX(column.box) - strip) < 0.75 * full;
}
