/** A character error rate with the interval that resampling whole pages gives: the lines of one page are alike. */
import type { CharacterErrors } from "../character-error.ts";

/** A rate, 0 and up, and its 95 % interval. */
export interface ErrorRate extends CharacterErrors {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;

/** The rate of all groups (pages) together; the interval is the same for the same groups in the same order. */
export function errorRate(groups: readonly CharacterErrors[]): ErrorRate {
  const random = mulberry32(20_261_120);
  const rates = Array.from({ length: RESAMPLES }, () =>
    rateOf(sum(groups.map(() => groups[Math.floor(random() * groups.length)] as CharacterErrors))),
  ).sort((a, b) => a - b);
  const at = (share: number) => rates[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] ?? 0;
  const all = sum(groups);
  return { ...all, rate: rateOf(all), low: at(0.025), high: at(0.975) };
}

/** Distances and lengths added up. */
export function sum(parts: readonly CharacterErrors[]): CharacterErrors {
  let [distance, length] = [0, 0];
  for (const part of parts) {
    distance += part.distance;
    length += part.length;
  }
  return { distance, length };
}

function rateOf({ distance, length }: CharacterErrors): number {
  return length === 0 ? 0 : distance / length;
}

/** 32 bits of state are enough for resampling, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
