import { ascending } from "./quantile.ts";
import { TILE, type Tile } from "./sample-tiles.ts";

const BLOCK = 8;
/** Added to both sides of the ratio: steps of less than a level are seen by nobody. */
const UNSEEN_STEP = 1;

/**
 * How much harder levels step at the edges of the 8 x 8 blocks of JPEG than between them, 1 where they do not. Finds the
 * grid at any offset, so it also speaks of pictures that were JPEG once. The axis that shows it less counts.
 */
export function measureBlocking(tiles: readonly Tile[]): number {
  if (tiles.length === 0) return 1;
  return Math.min(ratioAlong(tiles, true), ratioAlong(tiles, false));
}

function ratioAlong(tiles: readonly Tile[], isAcross: boolean): number {
  const steps = new Float64Array(BLOCK);
  for (const tile of tiles) addSteps(steps, tile, isAcross);
  const pixels = (tiles.length * TILE * TILE) / BLOCK;
  const sorted = ascending(steps.map((each) => each / 2 / pixels));
  const others = sorted.subarray(0, -1).reduce((a, b) => a + b, 0) / (BLOCK - 1);
  return ((sorted.at(-1) as number) + UNSEEN_STEP) / (others + UNSEEN_STEP);
}

/** Twice what a step between two pixels may count for. */
const MOST_TWICE = 80;

/** Twice what the steps between two pixels have beyond the slope on both sides of them, by their place in the grid. */
function addSteps(steps: Float64Array, { x: left, y: top, levels }: Tile, isAcross: boolean): void {
  const stride = isAcross ? 1 : TILE;
  const origin = isAcross ? left : top;
  for (let line = 0; line < TILE; line++) {
    const start = isAcross ? line * TILE : line;
    let [before, here] = [stepAt(levels, start, stride), stepAt(levels, start + stride, stride)];
    for (let i = 1, at = start + 2 * stride; i < TILE - 2; i++, at += stride) {
      const after = stepAt(levels, at, stride);
      const twice = 2 * here - before - after;
      const phase = (origin + i + 1) % BLOCK;
      if (twice > 0) steps[phase] = (steps[phase] as number) + Math.min(twice, MOST_TWICE);
      [before, here] = [here, after];
    }
  }
}

function stepAt(levels: Uint8Array, at: number, stride: number): number {
  return Math.abs((levels[at + stride] as number) - (levels[at] as number));
}
