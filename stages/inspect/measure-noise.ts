import { ascending, quantileOf } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";

/** Side of the squares in which noise is looked for: small enough to lie between strokes. */
const PATCH = 16;
/** Squares darker than this part of the brightest are ink or ground. */
const PAPER_SHARE = 0.6;

/**
 * Noise of bare paper in levels: what neighbouring pixels do not share, by a mask that no plane, edge or stain passes;
 * of the squares of paper the quieter ones speak, because fibres and strokes only add.
 * @see J. Immerkaer, Fast noise variance estimation, Computer Vision and Image Understanding 64 (1996)
 */
export function measureNoise(tiles: readonly Tile[]): number | undefined {
  const patches = tiles.flatMap(({ levels }) => patchesOf(levels));
  if (patches.length === 0) return undefined;
  const brightest = quantileOf(ascending(patches.map((each) => each.mean)), 0.9);
  const paper = patches.filter((each) => each.mean >= PAPER_SHARE * brightest);
  return quantileOf(ascending(paper.map((each) => each.noise)), 0.25);
}

interface Patch {
  readonly mean: number;
  readonly noise: number;
}

function patchesOf(levels: Uint8Array): Patch[] {
  const patches: Patch[] = [];
  for (let top = 1; top + PATCH < TILE; top += PATCH) {
    for (let left = 1; left + PATCH < TILE; left += PATCH) patches.push(patchAt(levels, left, top));
  }
  return patches;
}

function patchAt(levels: Uint8Array, left: number, top: number): Patch {
  let [noise, sum] = [0, 0];
  for (let y = top; y < top + PATCH; y++) {
    for (let x = left, at = y * TILE + left; x < left + PATCH; x++, at++) {
      noise += Math.abs(levelAcross(levels, at - TILE) + levelAcross(levels, at + TILE) - 2 * levelAcross(levels, at));
      sum += levels[at] as number;
    }
  }
  const pixels = PATCH * PATCH;
  return { mean: sum / pixels, noise: (Math.sqrt(Math.PI / 2) * noise) / (6 * pixels) };
}

function levelAcross(levels: Uint8Array, at: number): number {
  return (levels[at - 1] as number) + (levels[at + 1] as number) - 2 * (levels[at] as number);
}
