/**
 * Where to cut a band of text into columns: the cheapest chain of cuts through little ink and along rules, at distances
 * near the pitch. Solved by dynamic programming over all pixel columns, so one missing rule or one blank column
 * does not shift the rest.
 */
import { type Span, smooth } from "./mask.ts";

/** What the cuts are weighed by. */
export interface CutEvidence {
  /** Ink a pixel column, without rules. */
  readonly profile: Float64Array;
  /** Strength of a rule at each pixel column, 0 to 1. */
  readonly rules: Float64Array;
  readonly pitchPixels: number;
  /** The stretch to divide. */
  readonly span: Span;
}

const NARROWEST = 0.55;
const WIDEST = 1.7;
const RULE_WEIGHT = 0.9;
const RHYTHM_WEIGHT = 1.6;

/** Columns from left to right. Blank ones are included; the caller drops what has no ink. */
export function cutColumns(evidence: CutEvidence): readonly Span[] {
  const { span, pitchPixels } = evidence;
  const length = span.to - span.from;
  if (length < NARROWEST * pitchPixels * 2) return [span];
  const price = priceOfCuts(evidence);
  const least = Math.max(2, Math.round(NARROWEST * pitchPixels));
  const most = Math.round(WIDEST * pitchPixels);
  const cost = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(length + 1).fill(-1);
  for (let at = 0; at <= length; at++) {
    // The first and the last column may be cut off by the frame or the edge.
    if (at <= pitchPixels) cost[at] = price[at] ?? 0;
    for (let step = least; step <= Math.min(most, at); step++) {
      const before = cost[at - step] ?? Number.POSITIVE_INFINITY;
      const total = before + (price[at] ?? 0) + RHYTHM_WEIGHT * deviation(step / pitchPixels);
      if (total < (cost[at] ?? 0)) {
        cost[at] = total;
        from[at] = at - step;
      }
    }
  }
  return trace(cost, from, span, pitchPixels);
}

function deviation(ratio: number): number {
  return Math.log(ratio) ** 2 * 2;
}

function priceOfCuts({ profile, rules, pitchPixels, span }: CutEvidence): Float64Array {
  const soft = smooth(profile, Math.max(1, Math.round(pitchPixels * 0.04)));
  const inside = [...soft.subarray(span.from, span.to)].sort((a, b) => a - b);
  const typical = Math.max(1, inside[Math.floor(inside.length * 0.75)] ?? 1);
  const price = new Float64Array(span.to - span.from + 1);
  for (let i = 0; i < price.length; i++) {
    const x = span.from + i;
    price[i] = Math.min(2, (soft[x] ?? 0) / typical) - RULE_WEIGHT * (rules[x] ?? 0);
  }
  return price;
}

function trace(cost: Float64Array, from: Int32Array, span: Span, pitchPixels: number): readonly Span[] {
  const length = span.to - span.from;
  let end = length;
  for (let at = Math.max(0, Math.floor(length - pitchPixels)); at <= length; at++) {
    if ((cost[at] ?? 0) < (cost[end] ?? 0)) end = at;
  }
  const cuts: number[] = [];
  for (let at = end; at >= 0; at = from[at] ?? -1) cuts.unshift(at);
  if ((cuts[0] ?? 0) > 0) cuts.unshift(0);
  if (end < length) cuts.push(length);
  return cuts.slice(1).map((cut, i) => ({ from: span.from + (cuts[i] ?? 0), to: span.from + cut }));
}
