/**
 * Marks that are weaker than the ink: of the other side of the leaf, or of ink that has faded. Paper spreads what comes
 * through it, so its edges are wider than those of ink on this side.
 */
import { type Edge, edgesAlong } from "./measure-focus.ts";
import { quantileOf } from "./quantile.ts";
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
/** Weak marks have at most this share of the contrast of the strongest. */
const WEAK_SHARE = 0.55;

/**
 * @param tiles from all over the page
 * @param noiseLevels standard deviation of the noise, which makes weak edges of its own
 */
export function measureWeakMarks(tiles: readonly Tile[], noiseLevels: number): WeakMarks | undefined {
  const edges: Edge[] = [];
  const least = Math.max(5, 2.5 * noiseLevels);
  for (const tile of tiles) {
    const smooth = smoothed(tile.levels);
    for (let line = 2; line < TILE; line += 4) {
      edgesAlong(smooth, line * TILE, 1, least, edges);
      edgesAlong(smooth, line, TILE, least, edges);
    }
  }
  if (edges.length < LEAST_EDGES) return undefined;
  const strongest = quantileOf(
    edges.map((each) => each.contrast).sort((a, b) => a - b),
    0.97,
  );
  const strong = edges.filter((each) => each.contrast >= WEAK_SHARE * strongest);
  const width = quantileOf(
    strong.map((each) => each.width).sort((a, b) => a - b),
    0.4,
  );
  const wide = edges.filter((each) => each.contrast < WEAK_SHARE * strongest && each.width > 1.45 * width + 0.4);
  const contrasts = wide.map((each) => each.contrast).sort((a, b) => a - b);
  return {
    strongestLevels: strongest,
    strongestWidthPixels: width,
    wideShare: quantileOf(contrasts, 0.75) / strongest,
    widePerStrong: wide.length / Math.max(1, strong.length),
  };
}

/** Means of 3 x 3 pixels; the rim of the tile is left as it is. */
function smoothed(levels: Uint8Array): Uint8Array {
  const smooth = levels.slice();
  for (let y = 1; y < TILE - 1; y++) {
    for (let x = 1, at = y * TILE + 1; x < TILE - 1; x++, at++) {
      let sum = 4;
      for (let row = at - TILE; row <= at + TILE; row += TILE)
        sum += (levels[row - 1] as number) + (levels[row] as number) + (levels[row + 1] as number);
      smooth[at] = sum / 9;
    }
  }
  return smooth;
}
