/**
 * Marks that are darker than paper and lighter than ink, and wide enough to be evenly so: what comes through the leaf. Their
 * edges may lie so near those of the ink, or be so few beside those of the paper's grain, that edges alone do not tell them.
 */
import { levelAtRank } from "./level-rank.ts";
import { quantileOf } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";
import { summedArea } from "./summed-area.ts";

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
  const perInk = written.map((each) => each.darkness.length / each.inkPixels).sort((a, b) => a - b);
  const darkness = written.flatMap((each) => each.darkness).sort((a, b) => a - b);
  return { darkness: darkness.length === 0 ? 0 : quantileOf(darkness, 0.5), perInk: quantileOf(perInk, TILES_WITHOUT) };
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
  for (let at = 0; at < levels.length; at++) {
    const darkness = darknessAt(levels, papers, at);
    if (darkness > INK_SHARE * strongest) inkPixels += ink[at] = 1;
    else if (darkness > least) weak[at] = 1;
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
      if (weak[at] === 0 || around(weakIn, x, y, CORE_PIXELS) < (2 * CORE_PIXELS + 1) ** 2) continue;
      if (around(inkIn, x, y, AWAY_PIXELS) === 0) cores.push(at);
    }
  }
  return cores;
}

function around(sum: ReturnType<typeof summedArea>, x: number, y: number, reach: number): number {
  return sum(x - reach, y - reach, 2 * reach + 1, 2 * reach + 1);
}

/** Paper is what is lighter than most of a square of twice this side; shades change over more. */
const CELL = 32;
const CELLS = TILE / CELL;
const PAPER_RANK = 0.8;

/** How much darker a pixel is than the paper around it, as a share of its light. */
function darknessAt(levels: Uint8Array, papers: readonly number[], at: number): number {
  const cell = Math.floor(at / (TILE * CELL)) * CELLS + Math.floor((at % TILE) / CELL);
  return 1 - (levels[at] as number) / (papers[cell] as number);
}

/** The level of paper in every cell of a tile, row by row. */
function papersOf(levels: Uint8Array): readonly number[] {
  return Array.from({ length: CELLS * CELLS }, (_, cell) => {
    const [left, top] = [(cell % CELLS) - 0.5, Math.floor(cell / CELLS) - 0.5].map((start) => Math.max(0, start * CELL));
    const [right, bottom] = [(cell % CELLS) + 1.5, Math.floor(cell / CELLS) + 1.5].map((end) => Math.min(TILE, end * CELL));
    const found = new Uint8Array(CELL * CELL);
    let count = 0;
    for (let y = top as number; y < (bottom as number); y += 2) {
      for (let x = left as number; x < (right as number); x += 2) found[count++] = levels[y * TILE + x] as number;
    }
    return Math.max(1, levelAtRank(found.subarray(0, count), Math.floor(count * PAPER_RANK)));
  });
}
