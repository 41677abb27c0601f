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

/** Natural logarithm from which on no other class of a frame can be likelier; a little above one half, for rounding. */
const SURE = Math.log(0.51);
/** Natural logarithms below which classes are left aside, as long as enough others remain. */
const FLOORS = [-9, -13, -20, Number.NEGATIVE_INFINITY] as const;

/** Characters from top to bottom, with up to `mostCandidates` classes each. `scores` are log-probabilities. */
export function decodeGreedy(scores: FrameScores, mostCandidates: number): readonly FrameSpan[] {
  const { frames } = scores;
  const path = bestPath(scores);
  const spans: FrameSpan[] = [];
  for (let row = 0; row < frames.length; ) {
    const classIndex = path[row] as number;
    let end = row + 1;
    // Between frames that do not follow each other lie blanks.
    while (path[end] === classIndex && frames[end] === (frames[end - 1] as number) + 1) end++;
    if (classIndex !== 0) spans.push(spanOf(scores, classIndex, row, end - 1, mostCandidates));
    row = end;
  }
  return spans;
}

/** The likeliest class of every frame given. The blank and the class before are tried first: one of them is nearly always sure. */
function bestPath({ frames, classes, values }: FrameScores): Int32Array {
  const path = new Int32Array(frames.length);
  for (let t = 0, before = 0; t < frames.length; t++) {
    const row = t * classes;
    if ((values[row] as number) > SURE) continue;
    if ((values[row + before] as number) <= SURE) before = likeliest(values, row, classes);
    path[t] = before;
  }
  return path;
}

function likeliest(values: Float32Array, row: number, classes: number): number {
  let best = 0;
  let highest = values[row] as number;
  for (let k = 1; k < classes && highest <= SURE; k++) {
    const value = values[row + k] as number;
    if (value > highest) {
      highest = value;
      best = k;
    }
  }
  return best;
}

/** The span of some rows of scores, the last one included. */
function spanOf(scores: FrameScores, classIndex: number, first: number, last: number, mostCandidates: number): FrameSpan {
  const { frames, classes, values } = scores;
  const [firstFrame, lastFrame] = [frames[first] as number, frames[last] as number];
  let [peak, weight, moment] = [0, 0, 0];
  for (let row = first; row <= last; row++) {
    const chosen = Math.exp(values[row * classes + classIndex] as number);
    peak = Math.max(peak, chosen);
    weight += chosen;
    moment += chosen * ((frames[row] as number) + 0.5);
  }
  const candidates = candidatesOf(values.subarray(first * classes, (last + 1) * classes), classes, mostCandidates);
  return { firstFrame, lastFrame, middleFrame: moment / weight, peak: Math.min(1, peak), candidates, classIndex };
}

/** The likeliest classes over some frames. Few classes matter, so a floor that leaves enough of them saves nearly all work. */
function candidatesOf(frames: Float32Array, classes: number, most: number): readonly Candidate[] {
  for (const floor of FLOORS) {
    const { sums, total } = sumAbove(floor, frames, classes);
    if (sums.size < most && floor !== FLOORS.at(-1)) continue;
    return mostOf(sums, most).map(([classIndex, sum]) => ({ classIndex, share: sum / total }));
  }
  return [];
}

/** Probabilities of each class over the frames, those below the floor left out. */
function sumAbove(floor: number, frames: Float32Array, classes: number) {
  const sums = new Map<number, number>();
  let total = 0;
  for (let row = 0; row < frames.length; row += classes) {
    for (let k = 1; k < classes; k++) {
      const value = frames[row + k] as number;
      if (value < floor) continue;
      const probability = Math.exp(value);
      sums.set(k, (sums.get(k) ?? 0) + probability);
      total += probability;
    }
  }
  return { sums, total };
}

/** The classes of the highest sums, falling; of equal ones the first class. */
function mostOf(sums: ReadonlyMap<number, number>, most: number): readonly (readonly [number, number])[] {
  const least = Float64Array.from(sums.values()).sort().at(-most) ?? 0;
  return [...sums]
    .filter(([, sum]) => sum >= least)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most);
}

/** Log-probabilities from logits, frame by frame. */
export function toLogProbabilities({ frames, classes, values }: FrameScores): FrameScores {
  const normal = new Float32Array(values.length);
  for (let t = 0; t < frames.length; t++) {
    const row = values.subarray(t * classes, (t + 1) * classes);
    const highest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const logSum = highest + Math.log(row.reduce((sum, each) => sum + Math.exp(each - highest), 0));
    for (let k = 0; k < classes; k++) normal[t * classes + k] = (row[k] as number) - logSum;
  }
  return { frames, classes, values: normal };
}
