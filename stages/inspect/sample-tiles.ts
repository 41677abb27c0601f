/** Small squares of the master at full resolution: enough of them say of a page what all its pixels would. */
import type { Raster } from "../../formats/raster.ts";
import { levelAtRank } from "./level-rank.ts";
import type { PageView } from "./page-view.ts";
import { sumIn, summedArea } from "./summed-area.ts";

/** Side of a tile in pixels of the master. */
export const TILE = 128;

/** A square of grey levels and where it lies on the master. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  /** TILE x TILE levels, row by row. */
  readonly levels: Uint8Array;
}

export interface SampledTiles {
  /** With writing on them, spread over the page. */
  readonly inked: readonly Tile[];
  /** Bare paper, or where there is hardly any the tiles with least ink. */
  readonly bare: readonly Tile[];
  /** From all over the page, whatever is on them. */
  readonly any: readonly Tile[];
}

const INKED_TILES = 20;
const BARE_TILES = 12;
const ANY_TILES = 24;
/** Tiles are looked for on a lattice of so many places a side. */
const LATTICE = 26;
const LEAST_INK_SHARE = 0.006;

/** Choose tiles by the ink of the reduced picture; none when the page is smaller than a tile. */
export function sampleTiles(view: PageView): SampledTiles {
  const places = candidatesOf(view);
  const inked = places.filter(({ ink }) => ink >= LEAST_INK_SHARE).sort((a, b) => b.ink - a.ink);
  const bare = places.filter(({ inkAround }) => inkAround === 0);
  const barest = bare.length >= BARE_TILES / 2 ? bare : [...places].sort((a, b) => a.ink - b.ink).slice(0, BARE_TILES);
  const cut = (place: Place): Tile => ({ x: place.x, y: place.y, levels: greyTile(view.raster, place.x, place.y) });
  return {
    inked: spread(inked.slice(0, Math.max(INKED_TILES, inked.length >> 1)), INKED_TILES).map(cut),
    bare: spread(barest, BARE_TILES).map(cut),
    any: spread(places, ANY_TILES).map(cut),
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly ink: number;
  /** Ink within the tile and a little beyond. */
  readonly inkAround: number;
}

function candidatesOf(view: PageView): Place[] {
  const { bounds, factor, raster, pageMask, grey } = view;
  const side = Math.max(1, Math.round(TILE / factor));
  const around = Math.max(2, side >> 2);
  const pitchX = Math.max(side / 2, (bounds.width - side) / LATTICE);
  const pitchY = Math.max(side / 2, (bounds.height - side) / LATTICE);
  const ink = summedArea(view.ink.mask, grey.width, grey.height);
  const paper = summedArea(pageMask, grey.width, grey.height);
  const places: Place[] = [];
  for (let v = bounds.y; v + side <= bounds.y + bounds.height; v += pitchY) {
    for (let u = bounds.x; u + side <= bounds.x + bounds.width; u += pitchX) {
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const x = left * factor;
      const y = top * factor;
      if (x + TILE > raster.width || y + TILE > raster.height) continue;
      if (sumIn(paper, left, top, side, side) < side * side) continue;
      const inkAround = sumIn(ink, left - around, top - around, side + 2 * around, side + 2 * around);
      places.push({ x, y, ink: sumIn(ink, left, top, side, side) / (side * side), inkAround });
    }
  }
  return places;
}

/** At most `count` of them, evenly from first to last. */
function spread<T>(from: readonly T[], count: number): T[] {
  if (from.length <= count) return [...from];
  return Array.from({ length: count }, (_, i) => from[Math.floor(((i + 0.5) * from.length) / count)] as T);
}

function greyTile({ width, channels, pixels }: Raster, left: number, top: number): Uint8Array {
  const levels = new Uint8Array(TILE * TILE);
  for (let y = 0, to = 0; y < TILE; y++) {
    for (let at = ((top + y) * width + left) * channels, x = 0; x < TILE; x++, to++, at += channels) {
      levels[to] =
        channels === 1
          ? (pixels[at] as number)
          : (77 * (pixels[at] as number) + 150 * (pixels[at + 1] as number) + 29 * (pixels[at + 2] as number) + 128) >> 8;
    }
  }
  return levels;
}

/** Ink is darker than this part of a tile's paper. */
const INK_SHARE = 0.78;

/** A tile whose ink is painted over with the level of its paper, so that only the paper's own pattern is left. */
export function withoutInk(tile: Tile): Tile {
  const paper = levelAtRank(tile.levels, Math.floor(tile.levels.length * 0.6));
  const levels = tile.levels.slice();
  for (let i = 0; i < levels.length; i++) if ((levels[i] as number) < INK_SHARE * paper) levels[i] = paper;
  return { x: tile.x, y: tile.y, levels };
}
