/**
 * The centre strip of an unfolded leaf (版心) or the crease of a fold among the upright lines in the middle of a page. The strip
 * lies between two rules, the frame closes it above or below, and the rules to either side of it lie as in a mirror.
 */
import { cellAt, type MiddleBand } from "./middle-band.ts";
import type { UprightLine } from "./upright-lines.ts";

/** Widths of a strip, as shares of the page's width. */
const WIDTH = { least: 0.022, most: 0.09 } as const;
/** Farthest from the middle of the page that strips and creases lie, as a share of its width: less than half a column. */
const MOST_OFF = 0.02;
/** And as a share of its own width: the page's middle lies clearly inside. */
const MOST_OFF_OWN_WIDTH = 0.45;
/** A strip is at most so many times as wide as the columns beside it: two columns and the rule between them are none. */
const MOST_COLUMNS = 1.4;
/** By how much the next rules on either side may fail to mirror each other. */
const MOST_UNEVEN = 0.009;
/** What lying off the middle by the whole width would cost, in clearness. */
const OFF_COST = 20;
const LEAST_RULE = 0.65;
const SURE_RULE = 0.8;
/** A crease runs over nearly all of the page, the margins too; rules end at the frame. */
const CREASE = { length: 0.9, clearness: 0.7 } as const;
/** Share of the strip's width that a bar of the frame crosses, darker than this share of the paper. */
const BAR = { crossing: 0.75, darkness: 0.82, reach: 0.035 } as const;

/** A strip, in shares of the page's width. */
export interface Strip {
  readonly from: number;
  readonly to: number;
}

/** The strip that lies nearest the middle between the clearest rules; undefined where none is sure. */
export function centreStrip(band: MiddleBand, lines: readonly UprightLine[]): Strip | undefined {
  const rules = lines.filter((line) => line.clearness >= LEAST_RULE);
  const crease = creaseOf(lines);
  const pairs = rules.flatMap((left) => rules.filter((right) => isStripWide(right.x - left.x)).map((right) => ({ left, right })));
  const rated = pairs.flatMap(({ left, right }) => {
    const middle = (left.x + right.x) / 2;
    const off = Math.abs(middle - 0.5);
    const mirrored = mirroredOf(rules, left, right);
    const isCreased = crease !== undefined && Math.abs(crease - middle) <= MOST_UNEVEN;
    if (off > Math.min(MOST_OFF, MOST_OFF_OWN_WIDTH * (right.x - left.x))) return [];
    if ((mirrored === 0 && !isCreased) || isTwoColumns(rules, left, right)) return [];
    if (!isClosed(band, left, right)) return [];
    return [{ from: left.x, to: right.x, rate: left.clearness + right.clearness + mirrored - OFF_COST * off }];
  });
  return rated.sort((a, b) => b.rate - a.rate)[0];
}

/** Where the page was folded, as a share of its width: a line from edge to edge. */
export function creaseOf(lines: readonly UprightLine[]): number | undefined {
  return lines
    .filter(
      (line) => line.to - line.from >= CREASE.length && line.clearness >= CREASE.clearness && Math.abs(line.x - 0.5) <= MOST_OFF,
    )
    .sort((a, b) => b.clearness - a.clearness)[0]?.x;
}

function isStripWide(width: number): boolean {
  return width >= WIDTH.least && width <= WIDTH.most;
}

function isTwoColumns(rules: readonly UprightLine[], left: UprightLine, right: UprightLine): boolean {
  const column = (right.x - left.x) / MOST_COLUMNS;
  return rules.some(({ x, clearness }) => {
    const beyond = Math.max(left.x - x, x - right.x);
    return clearness >= SURE_RULE && beyond > 0 && beyond < column;
  });
}

/** Clearness of the best pair of rules that lie equally far outside; 0 without any. */
function mirroredOf(rules: readonly UprightLine[], left: UprightLine, right: UprightLine): number {
  const outside = rules.filter((each) => each.x < left.x - WIDTH.least);
  const pairs = outside.flatMap((one) =>
    rules
      .filter((other) => Math.abs(left.x - one.x - (other.x - right.x)) <= MOST_UNEVEN)
      .map((other) => (one.clearness + other.clearness) / 2),
  );
  return Math.max(0, ...pairs);
}

/** The frame runs on across the strip where its rules begin or end; between two pages that face each other it does not. */
function isClosed({ cells, rows, light, paper }: MiddleBand, left: UprightLine, right: UprightLine): boolean {
  const [first, last] = [cellAt(cells, left.x) + 2, cellAt(cells, right.x) - 2];
  const crossing = (row: number): number => {
    const across = light.subarray(row * cells + first, row * cells + last + 1);
    return across.filter((each) => each < BAR.darkness * paper).length / Math.max(1, across.length);
  };
  return [left.from, right.from, left.to, right.to].some((end) => {
    const reach = Math.round(BAR.reach * rows);
    const near = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.round(end * rows) - reach + i);
    return near.some((row) => row >= 0 && row < rows && crossing(row) >= BAR.crossing);
  });
}
