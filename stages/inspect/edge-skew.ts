import type { PageOutline } from "../../pipeline/quality-report.ts";
import type { Skew } from "./measure-skew.ts";

/**
 * How far the page is turned by its edges on the ground, where at least two edges are straight and agree.
 * For pages without lines or text; the edges of old leaves are too rough to be better than their print.
 */
export function edgeSkew(outline: PageOutline): Skew | undefined {
  const reachedFrom = (values: readonly number[], rim: number): readonly number[] =>
    values.map((each) => (each === rim ? Number.NaN : each));
  const width = Math.max(...outline.right);
  const height = Math.max(...outline.bottom);
  const slopes = [
    negated(slopeOf(reachedFrom(outline.left, 0), outline.step)),
    negated(slopeOf(reachedFrom(outline.right, width), outline.step)),
    slopeOf(reachedFrom(outline.top, 0), outline.step),
    slopeOf(reachedFrom(outline.bottom, height), outline.step),
  ].filter((each) => each !== undefined);
  if (slopes.length < 2) return undefined;
  const degrees = slopes.map((each) => (Math.atan(each) * 180) / Math.PI).sort((a, b) => a - b);
  const spread = (degrees.at(-1) as number) - (degrees[0] as number);
  if (spread > 0.6) return undefined;
  return { degrees: degrees.reduce((a, b) => a + b, 0) / degrees.length, confidence: 0.5 - spread / 2 };
}

/**
 * Slope of a straight edge over the middle of its strips: the median over pairs half the length apart (Theil and Sen,
 * thinned), or undefined when the edge is not straight.
 */
function slopeOf(values: readonly number[], step: number): number | undefined {
  const middle = values.slice(Math.floor(values.length * 0.1), Math.ceil(values.length * 0.9));
  const half = middle.length >> 1;
  if (half < 8 || middle.some(Number.isNaN)) return undefined;
  const slopes = Array.from({ length: half }, (_, i) => ((middle[i + half] as number) - (middle[i] as number)) / (half * step));
  slopes.sort((a, b) => a - b);
  const slope = slopes[half >> 1] as number;
  const quarter = half >> 2;
  const isStraight = (slopes[half - 1 - quarter] as number) - (slopes[quarter] as number) < 0.012;
  return isStraight ? slope : undefined;
}

function negated(slope: number | undefined): number | undefined {
  return slope === undefined ? undefined : -slope;
}
