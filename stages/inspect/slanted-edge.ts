import { TILE } from "./sample-tiles.ts";

/** A rise from dark to light, met at right angles. */
export interface SlantedEdge {
  readonly contrast: number;
  /** Pixels from 0 to 100 %. */
  readonly width: number;
}

/** Steps along an edge's slope, in pixels. */
const STEP = 0.5;
const FARTHEST_PIXELS = 20;
/** Levels may stand still for this many steps on their way: no longer. */
const REST_STEPS = 3;
/** A place is in the middle of an edge between these parts of its rise. */
const MIDDLE = [0.35, 0.65] as const;

/** How far levels rise and fall at every step from the place that is looked at: one at a time, so room for one is enough. */
const rise = new Float64Array(FARTHEST_PIXELS / STEP + 1);
const fall = new Float64Array(FARTHEST_PIXELS / STEP + 1);

/**
 * The edge through a place, from the way between 20 and 80 % of its rise; undefined where its middle lies elsewhere, or where it
 * goes beyond the tile.
 *
 * @param dx with `dy` the unit vector along the slope
 */
export function edgeThrough(levels: Uint8Array, x: number, y: number, dx: number, dy: number): SlantedEdge | undefined {
  const top = flank(rise, levels, x, y, dx * STEP, dy * STEP, 1);
  const foot = top === undefined ? undefined : flank(fall, levels, x, y, -dx * STEP, -dy * STEP, -1);
  if (top === undefined || foot === undefined) return undefined;
  const contrast = (rise[top] as number) + (fall[foot] as number);
  const middle = (fall[foot] as number) / contrast;
  if (contrast === 0 || middle < MIDDLE[0] || middle > MIDDLE[1]) return undefined;
  const steps = stepsTo(rise, (0.8 - middle) * contrast) + stepsTo(fall, (middle - 0.2) * contrast);
  return { contrast, width: (steps * STEP) / 0.6 };
}

/**
 * Walk from a place in steps of (dx, dy), and write how far levels have risen (fallen, with a sign of -1) at every step.
 * @returns the step at which they have come furthest; undefined where the way leads beyond the tile
 */
function flank(
  way: Float64Array,
  levels: Uint8Array,
  x: number,
  y: number,
  dx: number,
  dy: number,
  sign: 1 | -1,
): number | undefined {
  const here = levelAt(levels, x, y);
  let furthest = 0;
  for (let step = 1; step < way.length && step - furthest <= REST_STEPS; step++) {
    const u = x + dx * step;
    const v = y + dy * step;
    if (u < 0 || v < 0 || u >= TILE - 1 || v >= TILE - 1) return undefined;
    way[step] = sign * (levelAt(levels, u, v) - here);
    if ((way[step] as number) > (way[furthest] as number)) furthest = step;
  }
  return furthest;
}

/** Steps until a way that comes so far has done so, in parts of them. */
function stepsTo(way: Float64Array, level: number): number {
  let after = 1;
  while ((way[after] as number) < level) after++;
  const before = way[after - 1] as number;
  return after - 1 + (level - before) / ((way[after] as number) - before);
}

/** Level between pixels, of a place within the tile. */
function levelAt(levels: Uint8Array, x: number, y: number): number {
  const left = x | 0;
  const top = y | 0;
  const u = x - left;
  const v = y - top;
  const at = top * TILE + left;
  const upper = (levels[at] as number) * (1 - u) + (levels[at + 1] as number) * u;
  const lower = (levels[at + TILE] as number) * (1 - u) + (levels[at + TILE + 1] as number) * u;
  return upper * (1 - v) + lower * v;
}
