/**
 * Where the two halves of a spread meet: the centre strip of an unfolded leaf, between two rules in the middle of its frame;
 * or the fold between two facing pages, a dark valley in the middle with text on either side and none in it.
 */
import type { Raster } from "../../formats/raster.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { InkPoints } from "./ink-points.ts";
import type { LevelFrame } from "./level-frame.ts";

/** A spread is wider than high by this; single pages are higher than wide. */
const LEAST_ASPECT = 1.08;
const MOST_ASPECT = 2.4;
/** Columns of the profile across the page. */
const CELLS = 600;
/** A rule of the strip is inked over this share of the length of the longest line. */
const LEAST_RULE_SHARE = 0.6;
/** Sides of a frame are inked over at least this share of the height of the page; columns of a hand are not. */
const LEAST_FRAME_SHARE = 0.5;
/** Widths of the strip, as shares of the width of the frame. */
const STRIP_WIDTH = { least: 0.018, most: 0.11 } as const;
/** The middle of the strip lies this near the middle of the frame, as a share of its width. */
const MOST_OFF_MIDDLE = 0.012;
/** By this share the paper is darker in the fold than beside it. */
const LEAST_DIP = 0.06;

/** @param grey the picture the ink is from, `factor` pixels of the master a pixel */
export function findGutter(grey: Raster, ink: InkPoints, factor: number, frame: LevelFrame): QualityReport["gutter"] {
  const aspect = frame.width / frame.height;
  if (aspect < LEAST_ASPECT || aspect > MOST_ASPECT || ink.count < 500) return null;
  const profile = inkProfile(ink, factor, frame);
  const strip = stripOf(profile);
  if (strip !== undefined) return told(frame, (strip.from + strip.to) / 2, strip.to - strip.from);
  const fold = foldOf(paperProfile(grey, factor, frame), profile.inked);
  return fold === undefined ? null : told(frame, fold, null);
}

function told(frame: LevelFrame, cell: number, stripCells: number | null): NonNullable<QualityReport["gutter"]> {
  const size = frame.width / CELLS;
  const x = frame.left + cell * size;
  const round = (value: number): number => Math.round(value * 100) / 100;
  const at = (y: number): { x: number; y: number } => {
    const point = frame.toMaster(x, y);
    return { x: round(point.x), y: round(point.y) };
  };
  return {
    from: at(frame.top),
    to: at(frame.top + frame.height),
    stripWidth: stripCells === null ? null : round(stripCells * size),
  };
}

interface InkProfile {
  /** Share of the height, cell by cell, over which rows are inked. */
  readonly inked: Float64Array;
  /** Share of the height of the inked area over which the cell is inked without large gaps. */
  readonly ruled: Float64Array;
}

function inkProfile(ink: InkPoints, factor: number, frame: LevelFrame): InkProfile {
  const rows = Math.max(1, Math.round((CELLS * frame.height) / frame.width));
  const mask = new Uint8Array(CELLS * rows);
  for (let i = 0; i < ink.count; i++) {
    const point = frame.toLevel((ink.x[i] as number) * factor, (ink.y[i] as number) * factor);
    const column = Math.floor(((point.x - frame.left) / frame.width) * CELLS);
    const row = Math.floor(((point.y - frame.top) / frame.height) * rows);
    if (column >= 0 && row >= 0 && column < CELLS && row < rows) mask[row * CELLS + column] = 1;
  }
  const inked = Float64Array.from({ length: CELLS }, (_, column) => {
    let count = 0;
    for (let row = 0; row < rows; row++) count += mask[row * CELLS + column] as number;
    return count / rows;
  });
  const ruled = Float64Array.from({ length: CELLS }, (_, column) => longInk(mask, rows, column) / rows);
  return { inked, ruled };
}

/** Length of the stretches of a cell that are inked for longer than any stroke; a rule may sway by one cell. */
function longInk(mask: Uint8Array, rows: number, column: number): number {
  const least = rows / 16;
  let [total, run, gap] = [0, 0, 0];
  const close = (): void => {
    if (run >= least) total += run;
    run = 0;
  };
  for (let row = 0; row < rows; row++) {
    const at = row * CELLS + column;
    const isInked = mask[at] === 1 || (column > 0 && mask[at - 1] === 1) || (column < CELLS - 1 && mask[at + 1] === 1);
    gap = isInked ? 0 : gap + 1;
    if (gap > 2) close();
    else run++;
  }
  close();
  return total;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The pair of rules nearest the middle of the frame, with the frame's own sides at either end. */
function stripOf({ ruled, inked }: InkProfile): Stretch | undefined {
  const highest = Math.max(...ruled);
  if (highest < LEAST_FRAME_SHARE) return undefined;
  const rules = peaks(ruled).filter((cell) => (ruled[cell] as number) >= LEAST_RULE_SHARE * highest);
  const first = inked.findIndex((each) => each > 0.02);
  const last = CELLS - 1 - [...inked].reverse().findIndex((each) => each > 0.02);
  const [left, right] = [rules[0] ?? first, rules.at(-1) ?? last];
  const width = right - left;
  if (rules.length < 4 || width < CELLS * 0.5) return undefined;
  const middle = (left + right) / 2;
  const pairs = rules.flatMap((from) =>
    rules
      .filter((to) => to - from >= STRIP_WIDTH.least * width && to - from <= STRIP_WIDTH.most * width)
      .map((to) => ({ from: from + 0.5, to: to + 0.5, off: Math.abs((from + to) / 2 - middle) / width })),
  );
  return pairs.filter((each) => each.off <= MOST_OFF_MIDDLE).sort((a, b) => a.off - b.off)[0];
}

/** Cells that stand out of those about them. */
function peaks(values: Float64Array): number[] {
  const found: number[] = [];
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] as number;
    const around = [-3, -2, -1, 1, 2, 3].map((d) => values[cell + d] ?? 0);
    if (value > 0 && around.every((each, i) => (i < 3 ? value > each : value >= each))) found.push(cell);
  }
  return found;
}

/** Luminance of bare paper, cell by cell, in the middle third of the page; 0 elsewhere. */
function paperProfile(grey: Raster, factor: number, frame: LevelFrame): Float64Array {
  const samples = 60;
  return Float64Array.from({ length: CELLS }, (_, cell) => {
    if (cell < CELLS * 0.3 || cell > CELLS * 0.7) return 0;
    const levels: number[] = [];
    for (let i = 0; i < samples; i++) {
      const point = frame.toMaster(
        frame.left + ((cell + 0.5) * frame.width) / CELLS,
        frame.top + ((i + 0.5) / samples) * frame.height,
      );
      const [x, y] = [Math.floor(point.x / factor), Math.floor(point.y / factor)];
      if (x >= 0 && y >= 0 && x < grey.width && y < grey.height) levels.push(grey.pixels[y * grey.width + x] as number);
    }
    return levels.sort((a, b) => a - b)[Math.floor(levels.length * 0.8)] ?? 0;
  });
}

/** The darkest cell of a valley in the middle that is free of text; undefined where the paper is even. */
function foldOf(paper: Float64Array, inked: Float64Array): number | undefined {
  const smooth = paper.map((_, cell) => ((paper[cell - 1] ?? 0) + (paper[cell] as number) + (paper[cell + 1] ?? 0)) / 3);
  const [from, to] = [Math.round(CELLS * 0.4), Math.round(CELLS * 0.6)];
  let fold = from;
  for (let cell = from; cell <= to; cell++) if ((smooth[cell] as number) < (smooth[fold] as number)) fold = cell;
  const beside = (first: number, last: number): number => Math.max(...smooth.slice(first, last));
  const reach = Math.round(CELLS * 0.08);
  const level = Math.min(beside(fold - reach, fold), beside(fold + 1, fold + reach));
  const dip = 1 - (smooth[fold] as number) / Math.max(1, level);
  const textBeside = [inked.slice(fold - 3 * reach, fold - 4), inked.slice(fold + 5, fold + 3 * reach)].every((part) =>
    part.some((each) => each > 0.08),
  );
  return dip >= LEAST_DIP && textBeside ? fold + 0.5 : undefined;
}
