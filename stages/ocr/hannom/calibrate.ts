/** From a network's own certainty to the share of such readings that are right. */

/** A rising broken line of (score, share that is right) points, from score 0 to score 1. */
export type CalibrationLine = readonly (readonly [number, number])[];

/** The confidence for a score, both 0 to 1; the score itself where nothing was calibrated. */
export function calibrated(score: number, line: CalibrationLine | undefined): number {
  if (line === undefined) return score;
  const at = line.findIndex(([x]) => x >= score);
  const after = line[at === -1 ? line.length - 1 : at] as readonly [number, number];
  const before = line[Math.max(0, (at === -1 ? line.length : at) - 1)] as readonly [number, number];
  const width = after[0] - before[0];
  return width <= 0 ? after[1] : before[1] + ((after[1] - before[1]) * (score - before[0])) / width;
}
