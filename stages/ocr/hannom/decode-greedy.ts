/**
 * The likeliest class frame by frame, repeats joined, blanks dropped (best-path decoding of connectionist temporal
 * classification). Source: A. Graves et al., "Connectionist temporal classification", 2006.
 */
import type { FrameScores } from "./model-session.ts";

/** A class with its share of a span's probability, blanks left out. */
export interface Candidate {
  readonly classIndex: number;
  readonly share: number;
}

/** One character on the path. */
export interface FrameSpan {
  readonly firstFrame: number;
  /** Included. */
  readonly lastFrame: number;
  /** Middle of the span's probability, in frames (the middle of frame t is t + 0.5). */
  readonly middleFrame: number;
  /** Highest probability of the chosen class in the span. */
  readonly peak: number;
  /** The likeliest classes over the span, the chosen one among them, falling. */
  readonly candidates: readonly Candidate[];
  readonly classIndex: number;
}

/** Natural logarithm below which a class is as good as impossible. */
const NEGLIGIBLE = -10;

/** Characters from top to bottom, with up to `mostCandidates` classes each. `scores` are log-probabilities. */
export function decodeGreedy(scores: FrameScores, mostCandidates: number): readonly FrameSpan[] {
  const path = bestPath(scores);
  const spans: FrameSpan[] = [];
  for (let t = 0; t < scores.frames; ) {
    const classIndex = path[t] as number;
    let end = t + 1;
    while (end < scores.frames && path[end] === classIndex) end++;
    if (classIndex !== 0) spans.push(spanOf(scores, classIndex, t, end - 1, mostCandidates));
    t = end;
  }
  return spans;
}

/** The likeliest class of every frame. */
function bestPath({ frames, classes, values }: FrameScores): Int32Array {
  const path = new Int32Array(frames);
  for (let t = 0; t < frames; t++) {
    let best = 0;
    const row = t * classes;
    let highest = values[row] as number;
    for (let k = 1; k < classes; k++) {
      const value = values[row + k] as number;
      if (value > highest) {
        highest = value;
        best = k;
      }
    }
    path[t] = best;
  }
  return path;
}

function spanOf(scores: FrameScores, classIndex: number, first: number, last: number, mostCandidates: number): FrameSpan {
  const { classes, values } = scores;
  const sums = new Map<number, number>();
  let [peak, weight, moment, total] = [0, 0, 0, 0];
  for (let t = first; t <= last; t++) {
    const row = t * classes;
    const chosen = Math.exp(values[row + classIndex] as number);
    peak = Math.max(peak, chosen);
    weight += chosen;
    moment += chosen * (t + 0.5);
    for (let k = 1; k < classes; k++) {
      const value = values[row + k] as number;
      if (value < NEGLIGIBLE) continue;
      const probability = Math.exp(value);
      sums.set(k, (sums.get(k) ?? 0) + probability);
      total += probability;
    }
  }
  const candidates = [...sums]
    .map(([each, sum]) => ({ classIndex: each, share: sum / total }))
    .sort((a, b) => b.share - a.share || a.classIndex - b.classIndex)
    .slice(0, mostCandidates);
  return { firstFrame: first, lastFrame: last, middleFrame: moment / weight, peak: Math.min(1, peak), candidates, classIndex };
}

/** Log-probabilities from logits, frame by frame. */
export function toLogProbabilities({ frames, classes, values }: FrameScores): FrameScores {
  const normal = new Float32Array(values.length);
  for (let t = 0; t < frames; t++) {
    const row = values.subarray(t * classes, (t + 1) * classes);
    const highest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const logSum = highest + Math.log(row.reduce((sum, each) => sum + Math.exp(each - highest), 0));
    for (let k = 0; k < classes; k++) normal[t * classes + k] = (row[k] as number) - logSum;
  }
  return { frames, classes, values: normal };
}
