/** In which of eight positions (four turns, mirrored or not) a page lies, by the shapes of its strokes. */
import type { Raster } from "../../formats/raster.ts";
import type { InkPoints } from "./ink-points.ts";
import { edgePairs, PLACES, POSITIONS } from "./turn/edge-pairs.ts";
import { levelView } from "./turn/level-view.ts";
import { SCRIPT_WEIGHTS } from "./turn/weights.ts";

/** The position of a page and how surely it is that one, 0 to 1. */
export interface Turn {
  /** Quarter turns clockwise that bring the page into reading position. */
  readonly turnDegrees: 0 | 90 | 180 | 270;
  readonly confidence: number;
  /** How surely the page is mirrored. */
  readonly mirrorConfidence: number;
}

/** With fewer pairs of edges the judgement is proportionally less sure. */
const FULL_PAIRS = 60_000;

/**
 * Judge a page; undefined when it bears no writing.
 * @param grey the picture the ink is from
 * @param period as `strokePeriod` tells it
 */
export function measureTurn(grey: Raster, ink: InkPoints, period: number | undefined, skewDegrees: number): Turn | undefined {
  if (period === undefined) return undefined;
  const view = levelView(grey, ink, period, skewDegrees);
  const { shares, pairs } = edgePairs(view);
  const chances = positionChances(shares, pairs, SCRIPT_WEIGHTS);
  const best = chances.indexOf(Math.max(...chances));
  const { turnDegrees } = POSITIONS[best] as (typeof POSITIONS)[number];
  const ofTurn = POSITIONS.reduce((sum, each, i) => sum + (each.turnDegrees === turnDegrees ? (chances[i] as number) : 0), 0);
  const mirrorConfidence = POSITIONS.reduce((sum, each, i) => sum + (each.isMirrored ? (chances[i] as number) : 0), 0);
  return { turnDegrees: ((360 - turnDegrees) % 360) as Turn["turnDegrees"], confidence: ofTurn, mirrorConfidence };
}

/** The chance of each position, over all scripts. @param weights one set for each script, see `bench/train-turn.ts` */
export function positionChances(shares: Float32Array, pairs: number, weights: readonly Float32Array[]): number[] {
  const sureness = Math.min(1, Math.sqrt(pairs / FULL_PAIRS));
  const scores = PLACES.map((places) => weights.map((each) => sureness * scoreOf(shares, places, each)));
  const top = Math.max(...scores.flat());
  const chances = scores.map((each) => each.reduce((sum, score) => sum + Math.exp(score - top), 0));
  const all = chances.reduce((a, b) => a + b, 0);
  return chances.map((each) => each / all);
}

function scoreOf(shares: Float32Array, places: Uint16Array, weights: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (shares[places[i] as number] as number);
  return sum;
}
