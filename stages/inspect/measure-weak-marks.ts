/**
 * Marks that are weaker than the ink: of the other side of the leaf, or of ink that has faded. Paper spreads what comes
 * through it, so its edges are wider than those of ink on this side.
 */
import { contrastOf, type Edge, edgesAlong, type Levels, widthOf } from "./measure-focus.ts";
import { ascending, quantileOf } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";

export interface WeakMarks {
  /** Difference between the strongest marks and paper, in levels. */
  readonly strongestLevels: number;
  /** Width of the edges of the strongest marks, in pixels. */
  readonly strongestWidthPixels: number;
  /** Strength of the wide weak marks as a share of the strongest; 0 where there are hardly any. */
  readonly wideShare: number;
  /** Number of wide weak edges for every edge of a strong mark. */
  readonly widePerStrong: number;
}

const LEAST_EDGES = 60;
/** Ink's own marks have at least this share of the contrast of the strongest; weak ones, which may be nearly as dark, at most that. */
const STRONG_SHARE = 0.55;
const WEAK_SHARE = 0.8;
/** Edges of what comes through the thinnest papers are wider than those of ink by this, and by the blur of the smoothed tiles. */
const WIDER = 1.3;

/** Edges that rise by less are the grain of paper, on most pages. */
const LEAST_LEVELS = 5;
/** Where the strongest marks rise by less than this, their weaker ones are below that limit: all is faint, its grain too. */
const FAINT_LEVELS = 8;
const LEAST_FAINT_LEVELS = 3;
/** Noise makes weak edges of its own; so many of its standard deviations it does not reach. */
const BEYOND_NOISE = 2.5;

/**
 * @param tiles from all over the page
 * @param noiseLevels standard deviation of the noise
 */
export function measureWeakMarks(tiles: readonly Tile[], noiseLevels: number): WeakMarks | undefined {
  const ofNoise = BEYOND_NOISE * noiseLevels;
  const edges = squareEdges(
    tiles.map((each) => smoothed(each.levels)),
    Math.max(LEAST_LEVELS, ofNoise),
  );
  if (edges.length >= LEAST_EDGES && strongestOf(edges) >= FAINT_LEVELS) return weakMarksOf(edges);
  const faint = squareEdges(
    tiles.map((each) => finelySmoothed(each.levels)),
    Math.max(LEAST_FAINT_LEVELS, ofNoise),
  );
  return faint.length < LEAST_EDGES ? undefined : weakMarksOf(faint);
}

function strongestOf(edges: readonly Edge[]): number {
  return quantileOf(ascending(edges.map(contrastOf)), 0.97);
}

function weakMarksOf(edges: readonly Edge[]): WeakMarks {
  const strongest = strongestOf(edges);
  const strong = edges.filter((each) => each.contrast >= STRONG_SHARE * strongest);
  const width = quantileOf(ascending(strong.map(widthOf)), 0.4);
  const wide = edges.filter((each) => each.contrast < WEAK_SHARE * strongest && each.width > WIDER * width + 0.4);
  const contrasts = ascending(wide.map(contrastOf));
  return {
    strongestLevels: strongest,
    strongestWidthPixels: width,
    wideShare: quantileOf(contrasts, 0.75) / strongest,
    widePerStrong: wide.length / Math.max(1, strong.length),
  };
}

/**
 * Edges met nearly at right angles: those grazed, such as of a rule that leans a little, look wide without being so.
 * @param tiles the levels of smoothed tiles
 */
function squareEdges(tiles: readonly Levels[], least: number): Edge[] {
  const square: Edge[] = [];
  for (const tile of tiles) {
    for (let line = 2; line < TILE - 1; line += 4) {
      addSquare(tile, line * TILE, 1, least, square);
      addSquare(tile, line, TILE, least, square);
    }
  }
  return square;
}

function addSquare(levels: Levels, start: number, step: number, least: number, square: Edge[]): void {
  const met: Edge[] = [];
  edgesAlong(levels, start, step, least, met);
  const slope = (at: number, stride: number): number =>
    Math.abs((levels[at + stride] as number) - (levels[at - stride] as number));
  for (const edge of met) if (slope(edge.middle, step) >= slope(edge.middle, TILE + 1 - step)) square.push(edge);
}

/** Means of 3 x 3 pixels, rounded; the rim of the tile is left as it is. */
export function smoothed(levels: Uint8Array): Uint8Array {
  return meansInto(levels.slice(), levels, 4);
}

/** The same unrounded: edges of a few levels are mostly rounding else. */
function finelySmoothed(levels: Uint8Array): Float32Array {
  return meansInto(Float32Array.from(levels), levels, 0);
}

function meansInto<T extends Levels>(means: T, levels: Uint8Array, rounding: number): T {
  for (let y = 1; y < TILE - 1; y++) {
    let [before, here] = [ofThree(levels, y * TILE), ofThree(levels, y * TILE + 1)];
    for (let x = 1, at = y * TILE + 1; x < TILE - 1; x++, at++) {
      const after = ofThree(levels, at + 1);
      means[at] = (rounding + before + here + after) / 9;
      [before, here] = [here, after];
    }
  }
  return means;
}

/** A level and those above and below it. */
function ofThree(levels: Uint8Array, at: number): number {
  return (levels[at - TILE] as number) + (levels[at] as number) + (levels[at + TILE] as number);
}
