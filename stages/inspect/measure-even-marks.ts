/**
 * Marks that are darker than paper and lighter than ink, and wide enough to be evenly so: what comes through the leaf. Their
 * edges may lie so near those of the ink, or be so few beside those of the paper's grain, that edges alone do not tell them.
 */
import { levelOfRank } from "./level-rank.ts";
import { ascending, median, quantileOf } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";
import { type SummedArea, sumIn, summedArea } from "./summed-area.ts";

export interface EvenMarks {
  /** How much darker than the paper around they are: a share of its light. */
  readonly darkness: number;
  /** Their pixels for every pixel of ink, on a tile as most with ink are. */
  readonly perInk: number;
}

/** Ink has at least this share of the contrast of the strongest marks. */
const INK_SHARE = 0.7;
/** Grain and stains are darker than paper by less than this share of the strongest marks, and of its light. */
const LEAST_OF_STRONGEST = 0.18;
const LEAST_OF_LIGHT = 0.1;
/** A core of an even mark has nothing but its like for so many pixels around, and no ink for so many: the rims of ink have neither. */
const CORE_PIXELS = 2;
const AWAY_PIXELS = 4;
const CORE_AREA = (2 * CORE_PIXELS + 1) ** 2;
/** With less ink a tile says nothing, and fewer tiles nothing of the page. */
const LEAST_INK_PIXELS = 150;
const LEAST_TILES = 4;
/** Vermilion, folds and worm holes are on some tiles; what comes through is on most. */
const TILES_WITHOUT = 0.6;

/**
 * @param tiles from all over the page
 * @param strongest contrast of the strongest marks, as a share of the paper's light
 * @returns undefined where too little is written to tell
 */
export function measureEvenMarks(tiles: readonly Tile[], strongest: number): EvenMarks | undefined {
  const written = tiles.map(({ levels }) => marksOn(levels, strongest)).filter((each) => each.inkPixels > LEAST_INK_PIXELS);
  if (written.length < LEAST_TILES) return undefined;
  const perInk = ascending(written.map((each) => each.darkness.length / each.inkPixels));
  return { darkness: median(written.flatMap((each) => each.darkness)), perInk: quantileOf(perInk, TILES_WITHOUT) };
}

interface MarksOnTile {
  readonly inkPixels: number;
  /** Of each core of an even mark. */
  readonly darkness: readonly number[];
}

function marksOn(levels: Uint8Array, strongest: number): MarksOnTile {
  const papers = papersOf(levels);
  const [ink, weak] = [new Uint8Array(TILE * TILE), new Uint8Array(TILE * TILE)];
  const least = Math.max(LEAST_OF_STRONGEST * strongest, LEAST_OF_LIGHT);
  let inkPixels = 0;
  for (let cell = 0; cell < papers.length; cell++) {
    const [inkBelow, weakBelow] = [
      lighter(papers[cell] as number, INK_SHARE * strongest),
      lighter(papers[cell] as number, least),
    ];
    const first = Math.floor(cell / CELLS) * CELL * TILE + (cell % CELLS) * CELL;
    for (let row = first; row < first + CELL * TILE; row += TILE) {
      for (let at = row; at < row + CELL; at++) {
        const level = levels[at] as number;
        if (level < inkBelow) inkPixels += ink[at] = 1;
        else if (level < weakBelow) weak[at] = 1;
      }
    }
  }
  if (inkPixels <= LEAST_INK_PIXELS) return { inkPixels, darkness: [] };
  return { inkPixels, darkness: coresOf(weak, ink).map((at) => darknessAt(levels, papers, at)) };
}

/** Places on a tile around which all is weak and no ink is near. */
function coresOf(weak: Uint8Array, ink: Uint8Array): readonly number[] {
  const inkIn = summedArea(ink, TILE, TILE);
  const weakIn = summedArea(weak, TILE, TILE);
  const cores: number[] = [];
  for (let y = AWAY_PIXELS; y < TILE - AWAY_PIXELS; y++) {
    for (let x = AWAY_PIXELS, at = y * TILE + x; x < TILE - AWAY_PIXELS; x++, at++) {
      if (weak[at] === 0 || around(weakIn, x, y, CORE_PIXELS) < CORE_AREA) continue;
      if (around(inkIn, x, y, AWAY_PIXELS) === 0) cores.push(at);
    }
  }
  return cores;
}

function around(sums: SummedArea, x: number, y: number, reach: number): number {
  return sumIn(sums, x - reach, y - reach, 2 * reach + 1, 2 * reach + 1);
}

/** Paper is what is lighter than most of a square of twice this side; shades change over more. */
const CELL = 32;
const CELLS = TILE / CELL;
const PAPER_RANK = 0.8;

/** How much darker a pixel is than the paper around it, as a share of its light. */
function darknessAt(levels: Uint8Array, papers: Uint8Array, at: number): number {
  const cell = Math.floor(at / (TILE * CELL)) * CELLS + Math.floor((at % TILE) / CELL);
  return 1 - (levels[at] as number) / (papers[cell] as number);
}

/** The darkest level that is darker than paper by no more than a share of its light. */
function lighter(paper: number, share: number): number {
  let level = Math.max(0, Math.floor((1 - share) * paper) - 1);
  while (1 - level / paper > share) level++;
  return level;
}

/** The level of paper in every cell of a tile, row by row. */
function papersOf(levels: Uint8Array): Uint8Array {
  const papers = new Uint8Array(CELLS * CELLS);
  for (let cell = 0; cell < papers.length; cell++) papers[cell] = paperOf(levels, cell % CELLS, Math.floor(cell / CELLS));
  return papers;
}

/** Every other pixel of a cell and of half a cell around it is looked at. */
function paperOf(levels: Uint8Array, column: number, row: number): number {
  const left = Math.max(0, (column - 0.5) * CELL);
  const right = Math.min(TILE, (column + 1.5) * CELL);
  const bottom = Math.min(TILE, (row + 1.5) * CELL);
  const counts = new Uint32Array(256);
  let total = 0;
  for (let y = Math.max(0, (row - 0.5) * CELL); y < bottom; y += 2) {
    for (let at = y * TILE + left; at < y * TILE + right; at += 2, total++) {
      const level = levels[at] as number;
      counts[level] = (counts[level] as number) + 1;
    }
  }
  return Math.max(1, levelOfRank(counts, Math.floor(total * PAPER_RANK)));
}
