/** The distance from one column to the next, in pixels: from the rules when they are regular, else from the rhythm of the ink. */
import type { Rule } from "./find-rules.ts";
import { smooth } from "./mask.ts";

/** A pitch with the share of evidence that agrees with it (0 to 1). */
export interface Pitch {
  readonly pixels: number;
  readonly confidence: number;
}

/** What bounds the search: columns are neither narrower nor wider than this. */
export interface PitchLimits {
  readonly leastPixels: number;
  readonly mostPixels: number;
}

/** Estimate the column pitch. `profile` counts the ink a pixel column, without rules. */
export function estimatePitch(profile: Float64Array, rules: readonly Rule[], limits: PitchLimits): Pitch {
  const byRules = pitchOfRules(rules, limits);
  if (byRules !== undefined) return byRules;
  return pitchOfRhythm(profile, limits);
}

function pitchOfRules(rules: readonly Rule[], limits: PitchLimits): Pitch | undefined {
  const places = rules.map((rule) => rule.at);
  const steps = places.slice(1).map((at, i) => at - (places[i] ?? 0));
  const usable = steps.filter((step) => step >= limits.leastPixels);
  if (usable.length < 3) return undefined;
  let best = { pixels: 0, score: 0 };
  for (const candidate of usable) {
    if (candidate > limits.mostPixels) continue;
    const near = usable.filter((step) => Math.abs(step / candidate - 1) < 0.12);
    const multiples = usable.filter(
      (step) => step > 1.5 * candidate && Math.abs(step / candidate - Math.round(step / candidate)) < 0.15,
    );
    const score = near.length + 0.4 * multiples.length;
    if (score > best.score) best = { pixels: near.reduce((sum, step) => sum + step, 0) / near.length, score };
  }
  if (best.score < Math.max(2.4, 0.4 * usable.length)) return undefined;
  return { pixels: best.pixels, confidence: Math.min(1, best.score / usable.length) };
}

function pitchOfRhythm(profile: Float64Array, limits: PitchLimits): Pitch {
  const values = smooth(profile, Math.max(1, Math.round(limits.leastPixels / 8)));
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const centred = values.map((value) => value - mean);
  const scores: number[] = [];
  const energy = correlation(centred, 0) || 1;
  const most = Math.min(Math.floor(limits.mostPixels), Math.floor(values.length / 2));
  for (let lag = 0; lag <= most; lag++) scores.push(correlation(centred, lag) / energy);
  let best = { pixels: limits.leastPixels * 1.3, confidence: 0 };
  for (let lag = Math.max(2, Math.ceil(limits.leastPixels)); lag < most; lag++) {
    const score = scores[lag] ?? 0;
    const isPeak = score >= (scores[lag - 1] ?? 0) && score >= (scores[lag + 1] ?? 0);
    if (isPeak && score > 1.25 * best.confidence && score > 0.08)
      best = { pixels: peak(scores, lag), confidence: Math.min(1, score) };
  }
  return best;
}

function correlation(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = 0; i + lag < values.length; i++) sum += (values[i] ?? 0) * (values[i + lag] ?? 0);
  return sum / Math.max(1, values.length - lag);
}

function peak(scores: readonly number[], at: number): number {
  const [a, b, c] = [scores[at - 1] ?? 0, scores[at] ?? 0, scores[at + 1] ?? 0];
  const bend = a - 2 * b + c;
  return bend === 0 ? at : at + (0.5 * (a - c)) / bend;
}
