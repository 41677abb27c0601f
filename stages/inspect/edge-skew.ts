import type { Skew } from "./measure-skew.ts";
import type { PageEdges } from "./page-edges.ts";

/** Edges that disagree by more than this are not those of one rectangle. */
const MOST_SPREAD_DEGREES = 1.5;

/** How far the page is turned by its edges, and how surely. */
export interface EdgeSkew extends Skew {
  /** Standard error: paper is cut by hand, so edges that disagree say less. */
  readonly errorDegrees: number;
}

/**
 * How far the page is turned by its edges on the ground: the mean of the upright and the level ones, so that paper that
 * narrows towards one end (or a camera held aslant) does not count. Undefined with fewer than two edges, or when they disagree.
 */
export function edgeSkew({ left, right, top, bottom }: PageEdges): EdgeSkew | undefined {
  const degrees = (slope: number): number => (Math.atan(slope) * 180) / Math.PI;
  const upright = [left, right].filter((each) => each !== undefined).map((each) => -degrees(each.slope));
  const level = [top, bottom].filter((each) => each !== undefined).map((each) => degrees(each.slope));
  const all = [...upright, ...level];
  if (all.length < 2) return undefined;
  const pairs = [upright, level].filter((each) => each.length > 0).map(meanOf);
  const spread = Math.max(...all) - Math.min(...all);
  const disagreement = pairs.length === 2 ? Math.abs((pairs[0] as number) - (pairs[1] as number)) : spread;
  if (disagreement > MOST_SPREAD_DEGREES || spread > 4 * MOST_SPREAD_DEGREES) return undefined;
  const isWhole = upright.length === 2 && level.length === 2;
  const errorDegrees = Math.max(0.03, disagreement / 2, isWhole ? 0 : 0.15 + spread / 4);
  return { degrees: meanOf(pairs), confidence: Math.max(0.05, 0.6 - errorDegrees), errorDegrees };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}
