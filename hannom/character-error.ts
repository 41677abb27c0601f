/** How wrong a reading is: the measure every score of this project is given in. */

/** Errors and the length they are measured against; sum both over many lines before dividing. */
export interface CharacterErrors {
  /** Insertions, deletions and substitutions, one each (Levenshtein). */
  readonly distance: number;
  /** Code points of the truth without white space. */
  readonly length: number;
}

/**
 * Compare code points, without white space and byte order marks, without any folding: private-use characters and
 * variants count as what they are. The character error rate of a set is sum(distance) / sum(length).
 */
export function characterErrors(truth: string, read: string): CharacterErrors {
  const wanted = codePoints(truth);
  const given = codePoints(read);
  let previous = Uint32Array.from({ length: given.length + 1 }, (_, i) => i);
  let current = new Uint32Array(given.length + 1);
  for (let i = 0; i < wanted.length; i++) {
    current[0] = i + 1;
    for (let j = 0; j < given.length; j++) {
      const substituted = (previous[j] ?? 0) + (wanted[i] === given[j] ? 0 : 1);
      current[j + 1] = Math.min(substituted, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1);
    }
    [previous, current] = [current, previous];
  }
  return { distance: previous[given.length] ?? 0, length: wanted.length };
}

function codePoints(text: string): readonly string[] {
  return [...text.replace(/[\s\uFEFF]/gu, "")];
}
