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

/**
 * The edge through a place, from the way between 20 and 80 % of its rise; undefined where its middle lies elsewhere, or where it
 * goes beyond the tile.
 *
 * @param uphill unit vector along the slope
 */
export function edgeThrough(levels: Uint8Array, at: Point, uphill: Point): SlantedEdge | undefined {
  const rise = flank(levels, at, uphill, 1);
  const fall = flank(levels, at, uphill, -1);
  if (rise === undefined || fall === undefined) return undefined;
  const contrast = (rise[rise.length - 1] as number) + (fall[fall.length - 1] as number);
  const middle = (fall[fall.length - 1] as number) / contrast;
  if (contrast === 0 || middle < MIDDLE[0] || middle > MIDDLE[1]) return undefined;
  const steps = stepsTo(rise, (0.8 - middle) * contrast) + stepsTo(fall, (middle - 0.2) * contrast);
  return { contrast, width: (steps * STEP) / 0.6 };
}

type Point = readonly [x: number, y: number];

/** How far levels have risen (fallen, with a sign of -1) at every step from a place, as far as they do; undefined beyond the tile. */
function flank(levels: Uint8Array, [x, y]: Point, [dx, dy]: Point, sign: 1 | -1): number[] | undefined {
  const here = levelAt(levels, x, y);
  const way = [0];
  let furthest = 0;
  for (let step = 1; step <= FARTHEST_PIXELS / STEP && step - furthest <= REST_STEPS; step++) {
    const [u, v] = [x + dx * sign * step * STEP, y + dy * sign * step * STEP];
    if (u < 0 || v < 0 || u >= TILE - 1 || v >= TILE - 1) return undefined;
    way.push(sign * (levelAt(levels, u, v) - here));
    if ((way[step] as number) > (way[furthest] as number)) furthest = step;
  }
  return way.slice(0, furthest + 1);
}

/** Steps until a way has come so far, in parts of them. */
function stepsTo(way: readonly number[], level: number): number {
  const after = way.findIndex((each) => each >= level);
  const before = way[after - 1] as number;
  return after - 1 + (level - before) / ((way[after] as number) - before);
}

/** Level between pixels. */
function levelAt(levels: Uint8Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - left, y - top];
  const at = top * TILE + left;
  const upper = (levels[at] as number) * (1 - u) + (levels[at + 1] as number) * u;
  const lower = (levels[at + TILE] as number) * (1 - u) + (levels[at + TILE + 1] as number) * u;
  return upper * (1 - v) + lower * v;
}
