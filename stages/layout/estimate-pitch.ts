/**
 * The distance from one column to the next. Rules and ink both bear witness: distances between rules are whole multiples
 * of the pitch (rules are often missing), and the ink repeats itself at the pitch but not at half of it.
 */
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
  /** Taken when nothing on the page speaks for any pitch: a stray mark must not pass for a tiny character. */
  readonly otherwisePixels: number;
}

/** How far a distance may be from a multiple of the pitch, in pitches. */
const TOLERANCE = 0.13;
/** Weakest self-likeness of the ink that counts as a rhythm. */
const LEAST_RHYTHM = 0.08;

/** How high the peaks at the parts of a multiple must be, as a share of its own. */
const PART_OF_MULTIPLE = 0.5;
/** Ink beyond this share of a full column's does not count for the rhythm: short columns repeat the pitch like long ones. */
const CAP_SHARE = 0.4;

/** Estimate the column pitch. `profile` counts the ink a pixel column, without rules. */
export function estimatePitch(profile: Float64Array, rules: readonly Rule[], limits: PitchLimits): Pitch {
  const rhythm = rhythmOf(profile, limits);
  const steps = rules
    .slice(1)
    .map((rule, i) => rule.at - (rules[i]?.at ?? 0))
    .filter((step) => step >= limits.leastPixels);
  const byRules = steps.length < 3 ? undefined : pitchOfRules(steps, rhythm, limits);
  return byRules ?? pitchOfRhythm(rhythm, limits);
}

function pitchOfRules(steps: readonly number[], rhythm: readonly number[], limits: PitchLimits): Pitch | undefined {
  let best = { pixels: 0, score: 0, agreeing: 0 };
  for (const candidate of steps.flatMap((step) => [step, step / 2, step / 3])) {
    if (candidate < limits.leastPixels || candidate > limits.mostPixels) continue;
    const multiples = steps.map((step) => ({ step, count: Math.max(1, Math.round(step / candidate)) }));
    const agreeing = multiples.filter(({ step, count }) => Math.abs(step / candidate - count) <= TOLERANCE);
    const direct = agreeing.filter(({ count }) => count === 1);
    const likeness = Math.max(...[-1, 0, 1].map((shift) => rhythm[Math.round(candidate) + shift] ?? 0));
    const score = (agreeing.length + 0.5 * direct.length) / steps.length + likeness;
    if (score <= best.score) continue;
    const total = agreeing.reduce((sum, { step }) => sum + step, 0);
    const count = agreeing.reduce((sum, each) => sum + each.count, 0);
    best = { pixels: total / count, score, agreeing: agreeing.length };
  }
  if (best.agreeing < 3 || best.agreeing < 0.4 * steps.length) return undefined;
  return { pixels: best.pixels, confidence: best.agreeing / steps.length };
}

function pitchOfRhythm(rhythm: readonly number[], limits: PitchLimits): Pitch {
  let best = { pixels: limits.otherwisePixels, confidence: 0 };
  for (let lag = Math.max(2, Math.ceil(limits.leastPixels)); lag < rhythm.length - 1; lag++) {
    const score = rhythm[lag] ?? 0;
    const isPeak = score >= (rhythm[lag - 1] ?? 0) && score >= (rhythm[lag + 1] ?? 0);
    // A longer lag must be clearly better: every multiple of the pitch repeats the ink as well.
    if (isPeak && score > LEAST_RHYTHM && score > 1.25 * best.confidence)
      best = { pixels: peak(rhythm, lag), confidence: Math.min(1, score) };
  }
  return best.confidence === 0 ? best : fundamental(rhythm, best, limits);
}

/** A lag that repeats in equal parts, all of them peaks of about its height, is a multiple of the pitch. */
function fundamental(rhythm: readonly number[], best: Pitch, limits: PitchLimits): Pitch {
  const score = rhythm[Math.round(best.pixels)] ?? 0;
  for (let parts = Math.floor(best.pixels / limits.leastPixels); parts > 1; parts--) {
    const lag = best.pixels / parts;
    const between = Array.from({ length: parts - 1 }, (_, i) => peakNear(rhythm, (i + 1) * lag, 0.06 * lag));
    const isRhythm = between.every((each) => each !== undefined && (rhythm[each] ?? 0) >= PART_OF_MULTIPLE * score);
    if (isRhythm) return { pixels: lag, confidence: best.confidence };
  }
  return best;
}

function peakNear(rhythm: readonly number[], at: number, reach: number): number | undefined {
  for (let lag = Math.ceil(at - reach); lag <= at + reach; lag++) {
    const score = rhythm[lag] ?? 0;
    if (score >= (rhythm[lag - 1] ?? 0) && score >= (rhythm[lag + 1] ?? 0)) return lag;
  }
  return undefined;
}

/** Self-likeness of the ink at each shift, 1 at no shift. */
function rhythmOf(profile: Float64Array, limits: PitchLimits): readonly number[] {
  const rising = profile.filter((value) => value > 0).sort();
  const cap = CAP_SHARE * (rising[Math.floor(0.8 * rising.length)] ?? 0);
  const capped = profile.map((value) => Math.min(value, cap));
  const values = smooth(capped, Math.max(1, Math.round(limits.leastPixels / 8)));
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const centred = values.map((value) => value - mean);
  const energy = correlation(centred, 0) || 1;
  const most = Math.min(Math.floor(limits.mostPixels), Math.floor(values.length / 2));
  return Array.from({ length: most + 1 }, (_, lag) => correlation(centred, lag) / energy);
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
