import { levelAtRank } from "./level-rank.ts";
import { ascending, median, quantileOf } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";

/** How wide the edges of strokes are, from dark to light. */
export interface Focus {
  /** Edges met going across, and going down the picture; pixels. */
  readonly acrossPixels: number;
  readonly downPixels: number;
  /** Difference between ink and paper at such edges, in levels. */
  readonly contrastLevels: number;
  /** Tiles whose edges were measured. */
  readonly tiles: number;
}

/**
 * Width of edges in both directions: a lens widens all alike, but strokes that stand close leave no room for wide edges across
 * them, so that either direction alone may look sharp.
 */
export function edgeWidth({ acrossPixels, downPixels }: Focus): number {
  return (acrossPixels + downPixels) / 2;
}

/** A rise or fall of levels between two extremes. */
export interface Edge {
  readonly contrast: number;
  /** Pixels from 0 to 100 %. */
  readonly width: number;
  /** Place of its middle among the levels. */
  readonly middle: number;
}

export const contrastOf = ({ contrast }: Pick<Edge, "contrast">): number => contrast;
export const widthOf = ({ width }: Pick<Edge, "width">): number => width;

/** Fewer edges than this in a direction say nothing. */
const LEAST_EDGES = 24;
/** An edge rises by at least this share of the contrast of the strongest; fainter ones are texture, or the other side. */
const STRONG_SHARE = 0.5;
/** This share of the edges is sharper than what counts: where ink of the other side is as strong, most edges are not the page's own. */
const SHARPER_SHARE = 0.2;

/**
 * Width of the steeper edges of the writing: the way from 20 to 80 % of each rise or fall between extremes, made 0 to
 * 100 %. Undefined when there are too few edges.
 */
export function measureFocus(tiles: readonly Tile[]): Focus | undefined {
  const across: Edge[] = [];
  const down: Edge[] = [];
  for (const { levels } of tiles) {
    const least = Math.max(8, 0.3 * rangeOf(levels));
    for (let line = 1; line < TILE; line += 3) {
      edgesAlong(levels, line * TILE, 1, least, across);
      edgesAlong(levels, line, TILE, least, down);
    }
  }
  const contrasts = ascending([...across, ...down].map(contrastOf));
  const strongest = quantileOf(contrasts, 0.95);
  const strong = (edges: readonly Edge[]): Float64Array =>
    ascending(edges.filter((each) => each.contrast >= STRONG_SHARE * strongest).map(widthOf));
  const [widthsAcross, widthsDown] = [strong(across), strong(down)];
  if (widthsAcross.length < LEAST_EDGES || widthsDown.length < LEAST_EDGES) return undefined;
  return {
    acrossPixels: quantileOf(widthsAcross, SHARPER_SHARE),
    downPixels: quantileOf(widthsDown, SHARPER_SHARE),
    contrastLevels: median(contrasts.filter((each) => each >= STRONG_SHARE * strongest)),
    tiles: tiles.length,
  };
}

/** Levels between the darkest and the lightest hundredths. */
function rangeOf(levels: Uint8Array): number {
  return levelAtRank(levels, Math.floor(levels.length * 0.98)) - levelAtRank(levels, Math.floor(levels.length * 0.02));
}

/** Levels of a tile, row by row, as they are or as means of several. */
export type Levels = Uint8Array | Float32Array;

/** Every rise and fall by at least `least` between two extremes of a line of levels. */
export function edgesAlong(levels: Levels, start: number, step: number, least: number, found: Edge[]): void {
  // `sign` is 1 while the line rises, -1 while it falls; `top` is the furthest it has come, `foot` where it came from
  let topLevel = levels[start] as number;
  let sign = (levels[start + step] as number) >= topLevel ? 1 : -1;
  let foot = -1;
  let footLevel = 0;
  let top = 0;
  for (let i = 1, at = start + step; i < TILE; i++, at += step) {
    const level = levels[at] as number;
    const ahead = sign * (level - topLevel);
    if (ahead < 0 && -ahead < least) continue;
    if (ahead < 0) {
      if (foot >= 0 && Math.abs(topLevel - footLevel) >= least) found.push(edgeBetween(levels, start, step, foot, top));
      [foot, footLevel, sign] = [top, topLevel, -sign];
    }
    [top, topLevel] = [i, level];
  }
}

/** The edge between two extremes of a line, at so many pixels from its start. */
function edgeBetween(levels: Levels, first: number, step: number, from: number, to: number): Edge {
  const start = levels[first + from * step] as number;
  const rise = (levels[first + to * step] as number) - start;
  let upper = from + 1;
  while (upper < to && ((levels[first + upper * step] as number) - start) / rise < 0.8) upper++;
  let lower = upper - 1;
  while (lower > from && ((levels[first + lower * step] as number) - start) / rise > 0.2) lower--;
  const begin = lower + crossed(levels, first + lower * step, step, start, rise, 0.2);
  const end = upper - 1 + crossed(levels, first + (upper - 1) * step, step, start, rise, 0.8);
  return { contrast: Math.abs(rise), width: (end - begin) / 0.6, middle: first + Math.round((begin + end) / 2) * step };
}

/** How far after a place a share of the rise is reached, in steps; the place after it where the two are alike. */
function crossed(levels: Levels, at: number, step: number, start: number, rise: number, share: number): number {
  const before = ((levels[at] as number) - start) / rise;
  const after = ((levels[at + step] as number) - start) / rise;
  return after === before ? 1 : (share - before) / (after - before);
}
