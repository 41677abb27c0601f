/** Dust on a line sensor draws a straight thin line along the whole picture, over text and margins alike. */
import type { Raster } from "../../formats/raster.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { PageView } from "./page-view.ts";

export interface Streak {
  /** How much darker or lighter than its surroundings the strongest line is all along, in levels. */
  readonly levels: number;
  readonly where: Box;
}

/** Where along the line it is looked for: narrow bands in the margins of the page, then others from one margin to the other. */
const MARGIN_STARTS = [0.002, 0.988, 0.012, 0.978] as const;
const BAND_STARTS = [...MARGIN_STARTS, ...Array.from({ length: 14 }, (_, i) => 0.03 + i * 0.0672)] as const;
const DEPTH = { margin: 0.01, inner: 0.06 } as const;
const ROWS_A_BAND = 9;
/** Neighbours that a line of up to 3 pixels is compared with. */
const REACH = 4;
/** In smaller pictures a rule between columns is as thin as a line of dust. */
const LEAST_SIDE = 600;
/** Lines fainter than this are grain. */
const FAINTEST = 2;
/** More lines than this are rules between columns, cut off by the rim of the picture. */
const MOST_STREAKS = 4;
/** A line crosses at least this share of the page. */
const LEAST_STRETCH = 0.6;
/** Of its steps the lower quartile is at least this part of the upper one. */
const LEAST_EVENNESS = 0.7;
/** Bands in which a line may be hidden: by a hole or the frame in the margins, by characters between them. */
const MOST_HIDDEN = { margin: 1, inner: 5 } as const;

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
  const last = Math.min(most, (from + length) * factor - REACH - 1);
  const lines: Line[] = [];
  for (let place = from; place < from + length; place++) {
    const stretch = stretchAt(view, isDown, place);
    if (stretch === undefined) continue;
    for (let at = Math.max(REACH, place * factor); at < (place + 1) * factor && at <= last; at++) {
      addLine(lines, { at, levels: sharedStep(raster, isDown, stretch, at) });
    }
  }
  const best = lines.reduce((a, b) => (b.levels > a.levels ? b : a), { at: 0, levels: 0 });
  const alike = lines.filter((each) => each.levels > best.levels / 3);
  return alike.length > MOST_STREAKS ? { at: 0, levels: 0 } : best;
}

/** Steps side by side are one line, as strong as the strongest of them. */
function addLine(lines: Line[], line: Line): void {
  const before = lines.at(-1);
  if (line.levels < FAINTEST) return;
  if (before === undefined || line.at - before.at > 2 * REACH) lines.push(line);
  else if (line.levels > before.levels) lines[lines.length - 1] = line;
}

/** From where to where a column (or row) of the master lies on the page. */
interface Stretch {
  readonly from: number;
  readonly length: number;
}

/** Undefined where less of the page is crossed than makes a line worth telling. */
function stretchAt({ pageMask, grey, bounds, factor, raster }: PageView, isDown: boolean, place: number): Stretch | undefined {
  const [start, end] = isDown ? [bounds.y, bounds.y + bounds.height] : [bounds.x, bounds.x + bounds.width];
  const isPage = (along: number): boolean => pageMask[isDown ? along * grey.width + place : place * grey.width + along] === 1;
  let [from, to] = [start, end];
  while (from < to && !isPage(from)) from++;
  while (to > from && !isPage(to - 1)) to--;
  if (to - from < LEAST_STRETCH * (end - start)) return undefined;
  const rim = isDown ? raster.height : raster.width;
  return { from: from * factor, length: Math.min(rim, to * factor) - from * factor };
}

/**
 * The middle of the steps of the bands, where nearly all have one in the same direction; a frame or a rule ends before the
 * margins, which are asked first: at nearly all places two of them answer for all. 0 where there is no line.
 */
function sharedStep(raster: Raster, isDown: boolean, stretch: Stretch, at: number): number {
  let [notLighter, notDarker] = [0, 0];
  for (let band = 0; band < BAND_STARTS.length; band++) {
    if (band === MARGIN_STARTS.length) [notLighter, notDarker] = [stillHidden(notLighter), stillHidden(notDarker)];
    const step = medianStep(raster, isDown, stretch, band, at);
    if (step < FAINTEST) notLighter++;
    if (step > -FAINTEST) notDarker++;
    const most = band < MARGIN_STARTS.length ? MOST_HIDDEN.margin : MOST_HIDDEN.inner;
    if (Math.min(notLighter, notDarker) > most) return 0;
    bandSteps[band] = step;
  }
  return evenStep(notLighter <= MOST_HIDDEN.inner ? 1 : -1);
}

/** The middle of the steps in a direction; 0 where they are as uneven as those of a printed rule or a crease. */
function evenStep(sign: 1 | -1): number {
  const steps = bandSteps.map((each) => each * sign).sort();
  const first = steps.findIndex((each) => each >= FAINTEST);
  const at = (share: number): number => steps[first + Math.floor((steps.length - first) * share)] ?? 0;
  return at(0.25) < LEAST_EVENNESS * at(0.75) ? 0 : at(0.5);
}

/** What the margins leave to be hidden between them: all where they do not bear the line. */
function stillHidden(hidden: number): number {
  return hidden > MOST_HIDDEN.margin ? BAND_STARTS.length : 0;
}

const bandSteps = new Int16Array(BAND_STARTS.length);
const sortedSteps = new Int16Array(ROWS_A_BAND);

/** The median over the rows of a band of the step between a pixel and what lies on both sides of it. */
function medianStep(raster: Raster, isDown: boolean, { from, length }: Stretch, band: number, at: number): number {
  const start = BAND_STARTS[band] as number;
  const depth = band < MARGIN_STARTS.length ? DEPTH.margin : DEPTH.inner;
  for (let i = 0; i < ROWS_A_BAND; i++) {
    const row = Math.floor(from + length * (start + (depth * (i + 0.5)) / ROWS_A_BAND));
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
