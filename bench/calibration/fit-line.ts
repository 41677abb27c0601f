/** A rising line from scores to shares that are right, and how far confidences are from the truth. */
import type { CalibrationLine } from "../../stages/ocr/hannom/calibrate.ts";

/** One character read: how sure the network was, and whether it was right. */
export interface Outcome {
  readonly score: number;
  readonly isRight: boolean;
}

interface Bin {
  readonly scores: number;
  readonly right: number;
  readonly count: number;
}

const BINS = 14;
/** Most scores lie so near to 1 that four decimals would make them one. */
const SCORE_DECIMALS = 1_000_000;
const SHARE_DECIMALS = 10_000;

/**
 * Isotonic regression over bins of equal counts (pool adjacent violators), as the corners of a broken line.
 * Source: B. Zadrozny, C. Elkan, "Transforming classifier scores into accurate multiclass probability estimates", 2002.
 */
export function fitLine(outcomes: readonly Outcome[]): CalibrationLine {
  const sorted = [...outcomes].sort((a, b) => a.score - b.score);
  const pools: Bin[] = [];
  for (let i = 0; i < BINS; i++) {
    const part = sorted.slice(Math.floor((i * sorted.length) / BINS), Math.floor(((i + 1) * sorted.length) / BINS));
    let bin = part.reduce<Bin>(addOutcome, { scores: 0, right: 0, count: 0 });
    for (let last = pools.at(-1); last !== undefined && last.right / last.count >= bin.right / bin.count; last = pools.at(-1)) {
      pools.pop();
      bin = { scores: last.scores + bin.scores, right: last.right + bin.right, count: last.count + bin.count };
    }
    pools.push(bin);
  }
  const corners = pools.map(
    (bin) => [round(bin.scores / bin.count, SCORE_DECIMALS), round(bin.right / bin.count, SHARE_DECIMALS)] as const,
  );
  return [[0, 0], ...corners, [1, corners.at(-1)?.[1] ?? 1]];
}

/** Expected calibration error over ten equally wide bins of confidence: mean distance of confidence and truth. */
export function calibrationError(outcomes: readonly Outcome[]): number {
  const bins = Array.from({ length: 10 }, (): Bin => ({ scores: 0, right: 0, count: 0 }));
  for (const each of outcomes) {
    const at = Math.min(9, Math.floor(each.score * 10));
    bins[at] = addOutcome(bins[at] as Bin, each);
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.scores - bin.right), 0) / outcomes.length;
}

function addOutcome(bin: Bin, { score, isRight }: Outcome): Bin {
  return { scores: bin.scores + score, right: bin.right + (isRight ? 1 : 0), count: bin.count + 1 };
}

function round(value: number, decimals: number): number {
  return Math.round(value * decimals) / decimals;
}
