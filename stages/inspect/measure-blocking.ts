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
  const sorted = [...steps].map((each) => each / pixels).sort((a, b) => a - b);
  const others = sorted.slice(0, -1).reduce((a, b) => a + b, 0) / (BLOCK - 1);
  return ((sorted.at(-1) as number) + UNSEEN_STEP) / (others + UNSEEN_STEP);
}

/** What the step between two pixels has beyond the slope on both sides of it, by its place in the grid. */
function addSteps(steps: Float64Array, { x: left, y: top, levels }: Tile, isAcross: boolean): void {
  const stride = isAcross ? 1 : TILE;
  const origin = isAcross ? left : top;
  for (let line = 0; line < TILE; line++) {
    const start = isAcross ? line * TILE : line;
    for (let i = 1; i < TILE - 2; i++) {
      const at = start + i * stride;
      const b = levels[at] as number;
      const c = levels[at + stride] as number;
      const around = Math.abs(b - (levels[at - stride] as number)) + Math.abs((levels[at + 2 * stride] as number) - c);
      const beyond = Math.abs(c - b) - around / 2;
      const phase = (origin + i + 1) % BLOCK;
      if (beyond > 0) steps[phase] = (steps[phase] as number) + Math.min(beyond, 40);
    }
  }
}
