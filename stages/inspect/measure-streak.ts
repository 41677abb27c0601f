/** Dust on a line sensor draws a straight thin line along the whole picture, over text and margins alike. */
import type { Raster } from "../../formats/raster.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { PageView } from "./page-view.ts";

export interface Streak {
  /** How much darker or lighter than its surroundings the strongest line is all along, in levels. */
  readonly levels: number;
  readonly where: Box;
}

/** Where along the line it is looked for: bands from rim to rim of the page, the outermost narrow ones in its margins. */
const BAND_STARTS = [0.002, 0.012, ...Array.from({ length: 14 }, (_, i) => 0.03 + i * 0.0672), 0.978, 0.988] as const;
const MARGIN_BAND = 0.01;
const ROWS_A_BAND = 9;
/** Neighbours that a line of up to 3 pixels is compared with. */
const REACH = 4;
/** In smaller pictures a rule between columns is as thin as a line of dust. */
const LEAST_SIDE = 600;
/** Lines fainter than this are grain. */
const FAINTEST = 2;
/** More lines than this are rules between columns, cut off by the rim of the picture. */
const MOST_STREAKS = 4;
/** Bands on the page that a line must run through, but for one: worn print and holes hide it. */
const LEAST_BANDS = 10;

/** The strongest straight line along either side of the picture; undefined when the page is too small. */
export function measureStreak(view: PageView): Streak | undefined {
  if (Math.min(view.raster.width, view.raster.height) < LEAST_SIDE) return undefined;
  const down = strongest(view, true);
  const across = strongest(view, false);
  const { bounds, factor } = view;
  const page = { x: bounds.x * factor, y: bounds.y * factor, width: bounds.width * factor, height: bounds.height * factor };
  return down.levels >= across.levels
    ? { levels: down.levels, where: { ...page, x: down.at - 1, width: 3 } }
    : { levels: across.levels, where: { ...page, y: across.at - 1, height: 3 } };
}

interface Line {
  readonly at: number;
  readonly levels: number;
}

function strongest(view: PageView, isDown: boolean): Line {
  const { raster, bounds, factor } = view;
  const [from, length] = isDown ? [bounds.x, bounds.width] : [bounds.y, bounds.height];
  const most = (isDown ? raster.width : raster.height) - REACH - 1;
  const first = Math.max(REACH, from * factor + REACH);
  const last = Math.min(most, (from + length) * factor - REACH - 1);
  const bands = BAND_STARTS.map((start) => bandAt(view, isDown, start));
  const lines: Line[] = [];
  for (let at = first; at <= last; at++) {
    const levels = sharedStep(view, isDown, bands, at);
    const before = lines.at(-1);
    if (levels < FAINTEST) continue;
    if (before === undefined || at - before.at > 2 * REACH) lines.push({ at, levels });
    else if (levels > before.levels) lines[lines.length - 1] = { at, levels };
  }
  const best = lines.reduce((a, b) => (b.levels > a.levels ? b : a), { at: 0, levels: 0 });
  const alike = lines.filter((each) => each.levels > best.levels / 3);
  return alike.length > MOST_STREAKS ? { at: 0, levels: 0 } : best;
}

/** Rows (or columns) of the master that are looked at together. */
interface Band {
  readonly rows: readonly number[];
  /** The middle one in the reduced picture. */
  readonly middle: number;
}

function bandAt({ raster, bounds, factor }: PageView, isDown: boolean, start: number): Band {
  const [from, length] = isDown ? [bounds.y, bounds.height] : [bounds.x, bounds.width];
  const most = (isDown ? raster.height : raster.width) - 1;
  const depth = start < 0.02 || start > 0.97 ? MARGIN_BAND : 0.06;
  const rows = Array.from({ length: ROWS_A_BAND }, (_, i) =>
    Math.min(most, Math.floor((from + length * (start + (depth * (i + 0.5)) / ROWS_A_BAND)) * factor)),
  );
  return { rows, middle: Math.floor(from + length * (start + depth / 2)) };
}

/**
 * The step that all bands but one have at least, in one direction; a frame or a rule ends before the first or last. Less
 * than the faintest as soon as two bands are: at nearly all places that are the first two.
 */
function sharedStep({ raster, factor, pageMask, grey }: PageView, isDown: boolean, bands: readonly Band[], at: number): number {
  const reduced = Math.floor(at / factor);
  let [least, second, most, secondMost] = [Infinity, Infinity, -Infinity, -Infinity];
  let count = 0;
  for (const { rows, middle } of bands) {
    if (pageMask[isDown ? middle * grey.width + reduced : reduced * grey.width + middle] !== 1) continue;
    const step = medianStep(raster, isDown, rows, at);
    count++;
    second = Math.min(second, Math.max(least, step));
    least = Math.min(least, step);
    secondMost = Math.max(secondMost, Math.min(most, step));
    most = Math.max(most, step);
    if (Math.max(second, -secondMost) < FAINTEST) return 0;
  }
  return count < LEAST_BANDS ? 0 : Math.max(0, second, -secondMost);
}

const sortedSteps = new Int16Array(ROWS_A_BAND);

/** The median over rows of the step between a pixel and what lies on both sides of it. */
function medianStep(raster: Raster, isDown: boolean, rows: readonly number[], at: number): number {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const step = lineStep(
      levelAt(raster, isDown, row, at),
      levelAt(raster, isDown, row, at - REACH),
      levelAt(raster, isDown, row, at + REACH),
    );
    let to = i;
    for (; to > 0 && (sortedSteps[to - 1] as number) > step; to--) sortedSteps[to] = sortedSteps[to - 1] as number;
    sortedSteps[to] = step;
  }
  return sortedSteps[ROWS_A_BAND >> 1] as number;
}

function levelAt({ width, channels, pixels }: Raster, isDown: boolean, row: number, along: number): number {
  const at = (isDown ? row * width + along : along * width + row) * channels;
  const red = pixels[at] as number;
  return channels === 1 ? red : (red + 2 * (pixels[at + 1] as number) + (pixels[at + 2] as number)) >> 2;
}

/** How far a level lies outside those on both sides; 0 between them, as on the edge of a leaf. */
function lineStep(level: number, before: number, after: number): number {
  if (level > before && level > after) return level - Math.max(before, after);
  return level < before && level < after ? level - Math.min(before, after) : 0;
}
