/**
 * How far a page is turned, by projection: seen along the right direction, the columns, frame lines and rules of a
 * page fall on few places and the projection is steep; seen along any other it is smooth. Both directions of the
 * page (down the columns and across them) are added up. Positive degrees: the page is turned clockwise.
 * Source of the method: W. Postl, US patent 4,723,297 (1988), sum of squared differences of the projection.
 */
import type { InkPoints } from "./ink-points.ts";
import { median } from "./quantile.ts";

/** An angle and how surely it is the right one, 0 to 1. */
export interface Skew {
  readonly degrees: number;
  readonly confidence: number;
}

/** An angle seen in print. */
export interface PrintSkew extends Skew {
  /** Share of the projection's steepness that is lost a third of a degree aside: near 1 for frames and rules, less for a hand. */
  readonly sharpness: number;
  /** Steepness of the projection at the angle, to compare views of the same marks. */
  readonly steepness: number;
}

const COARSE_STEP_DEGREES = 0.25;
/** With fewer marks the projection says nothing. */
const LEAST_POINTS = 150;
/** So many marks, evenly taken, say of a page what all of them would: at coarse angles, and at fine ones. */
const COARSE_POINTS = 20_000;
const FINE_POINTS = 80_000;

/**
 * The angle of the page within `limitDegrees`, or undefined when there are too few marks to say.
 * @param width of the reduced picture the points are from
 */
export function measureSkew(points: InkPoints, width: number, height: number, limitDegrees: number): PrintSkew | undefined {
  if (points.count < LEAST_POINTS) return undefined;
  const longest = Math.max(width, height);
  const coarseCell = Math.max(1, longest / 450);
  const few = thinned(points, COARSE_POINTS);
  const coarse = scan(-limitDegrees, limitDegrees, COARSE_STEP_DEGREES, (angle) => steepness(few, angle, longest, coarseCell));
  const best = highest(coarse);
  const ordinary = median(coarse.map((each) => each.score));
  const peak = Math.max(...coarse.map((each) => each.score));
  const confidence = ordinary === 0 ? 0 : Math.max(0, 1 - (1.1 * ordinary) / peak);
  return measureSkewNear(points, longest, { degrees: best, confidence }, 0.3);
}

/** The angle of the page within `reachDegrees` of one that is nearly right. */
export function measureSkewNear(points: InkPoints, longest: number, about: Skew, reachDegrees: number): PrintSkew {
  const coarseCell = Math.max(1, longest / 450);
  const some = thinned(points, FINE_POINTS);
  const { degrees: best, confidence } = about;
  const near = scan(best - reachDegrees, best + reachDegrees, 0.1, (angle) => steepness(some, angle, longest, coarseCell));
  const nearBest = highest(near);
  const fine = scan(nearBest - 0.15, nearBest + 0.15, 0.03, (angle) => steepness(some, angle, longest, 1));
  const aside = ((near[0]?.score ?? 0) + (near.at(-1)?.score ?? 0)) / 2;
  const top = Math.max(...near.map((each) => each.score));
  return {
    degrees: vertexOf(fine),
    confidence,
    steepness: Math.max(...fine.map((each) => each.score)),
    sharpness: top === 0 ? 0 : Math.max(0, 1 - aside / top),
  };
}

interface Scored {
  readonly angle: number;
  readonly score: number;
}

function scan(from: number, to: number, step: number, score: (degrees: number) => number): Scored[] {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, i) => from + i * step).map((angle) => ({ angle, score: score(angle) }));
}

function highest(scored: readonly Scored[]): number {
  return scored.reduce((a, b) => (b.score > a.score ? b : a)).angle;
}

/** Top of the parabola through the highest value and its two neighbours. */
function vertexOf(scored: readonly Scored[]): number {
  const at = scored.findIndex((each) => each.angle === highest(scored));
  const [before, top, after] = [scored[at - 1], scored[at] as Scored, scored[at + 1]];
  if (before === undefined || after === undefined) return top.angle;
  const bend = before.score - 2 * top.score + after.score;
  if (bend >= 0) return top.angle;
  return top.angle + (0.5 * (before.score - after.score) * (after.angle - top.angle)) / bend;
}

/** Every so many marks that at most `most` are left, side by side in memory: they are looked at over and over. */
function thinned({ x, y, weight, count }: InkPoints, most: number): Marks {
  const every = Math.max(1, Math.ceil(count / most));
  return { x: everySo(x, every), y: everySo(y, every), weight: everySo(weight, every) };
}

function everySo(values: Float32Array, every: number): Float64Array {
  const picked = new Float64Array(Math.ceil(values.length / every));
  for (let i = 0; i < picked.length; i++) picked[i] = values[i * every] as number;
  return picked;
}

/** Double precision, in which they are added up: no number is converted over and over. */
interface Marks {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

/** Sum of squared differences of the projections along and across the page at an angle. */
function steepness(points: Marks, degrees: number, longest: number, cell: number): number {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.cos(radians) / cell;
  const sin = Math.sin(radians) / cell;
  const size = Math.ceil((2 * longest) / cell) * 2 + 8;
  const along = new Float64Array(size);
  const across = new Float64Array(size);
  const middle = size / 2;
  const { x, y, weight } = points;
  for (let i = 0; i < x.length; i++) {
    const px = x[i] as number;
    const py = y[i] as number;
    const ink = weight[i] as number;
    drop(along, px * cos + py * sin + middle, ink);
    drop(across, py * cos - px * sin + middle, ink);
  }
  return roughness(along) + roughness(across);
}

/** Share a mark between its two nearest cells, else whole cells would favour angles of the pixel grid. Places are positive. */
function drop(cells: Float64Array, place: number, ink: number): void {
  const cell = place | 0;
  const part = place - cell;
  cells[cell] = (cells[cell] as number) + ink * (1 - part);
  cells[cell + 1] = (cells[cell + 1] as number) + ink * part;
}

/** Differences over two cells of a lightly smoothed projection: single cells carry the pattern of the grid. */
function roughness(cells: Float64Array): number {
  let sum = 0;
  for (let i = 3; i < cells.length - 2; i++) {
    const rise =
      (cells[i + 1] as number) +
      2 * (cells[i] as number) +
      (cells[i - 1] as number) -
      ((cells[i - 1] as number) + 2 * (cells[i - 2] as number) + (cells[i - 3] as number));
    sum += rise * rise;
  }
  return sum;
}
