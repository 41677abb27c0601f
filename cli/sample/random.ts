/** Numbers that look random and are the same for the same seed on every machine. */

/** Draws numbers one after another. */
export interface Random {
  /** At least `low`, below `high`. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both possible. */
  whole(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/** A series of its own for every seed and topic, so that one page does not depend on how many came before. */
export function seededRandom(seed: number, topic: string): Random {
  let state = hash(`${seed}/${topic}`);
  // mulberry32: 32 bits of state, good enough for stains and jitter, and the same everywhere.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}
