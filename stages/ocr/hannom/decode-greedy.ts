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

/** Natural logarithms below which classes are left aside, as long as enough others remain. */
const FLOORS = [-9, -13, -20, Number.NEGATIVE_INFINITY] as const;

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
  let [peak, weight, moment] = [0, 0, 0];
  for (let t = first; t <= last; t++) {
    const chosen = Math.exp(values[t * classes + classIndex] as number);
    peak = Math.max(peak, chosen);
    weight += chosen;
    moment += chosen * (t + 0.5);
  }
  const frames = values.subarray(first * classes, (last + 1) * classes);
  const candidates = candidatesOf(frames, classes, mostCandidates);
  return { firstFrame: first, lastFrame: last, middleFrame: moment / weight, peak: Math.min(1, peak), candidates, classIndex };
}

/** The likeliest classes over some frames. Few classes matter, so a floor that leaves enough of them saves nearly all work. */
function candidatesOf(frames: Float32Array, classes: number, most: number): readonly Candidate[] {
  for (const floor of FLOORS) {
    const sums = new Map<number, number>();
    let total = 0;
    for (let i = 0; i < frames.length; i++) {
      const value = frames[i] as number;
      const classIndex = i % classes;
      if (value < floor || classIndex === 0) continue;
      const probability = Math.exp(value);
      sums.set(classIndex, (sums.get(classIndex) ?? 0) + probability);
      total += probability;
    }
    if (sums.size < most && floor !== FLOORS.at(-1)) continue;
    return [...sums]
      .map(([classIndex, sum]) => ({ classIndex, share: sum / total }))
      .sort((a, b) => b.share - a.share || a.classIndex - b.classIndex)
      .slice(0, most);
  }
  return [];
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
