import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { EdgeSkew } from "./edge-skew.ts";
import type { InkPoints } from "./ink-points.ts";
import { measureSkewNear, type PrintSkew, type Skew } from "./measure-skew.ts";

/** What there is to choose from. */
export interface SkewWitnesses {
  readonly ink: InkPoints;
  /** Longest side of the picture the ink is from. */
  readonly longest: number;
  readonly byPrint: PrintSkew | undefined;
  readonly byEdges: EdgeSkew | undefined;
}

/** Print with a projection at least this sharp has a frame, rules, or lines as straight as those. */
const RULED_SHARPNESS = 0.09;
/** Less of a page inked than this is a blank page. */
const FEW_MARKS_SHARE = 0.0015;
/** Witnesses that are further apart than this many standard errors contradict each other. */
const MOST_ERRORS_APART = 4;

/**
 * The angle that print and edges bear witness to. A printed frame says best how a page is turned. Columns without rules are
 * weighed against the edges, each by its error; where the two contradict each other the page is turned as little as either
 * allows. Edges alone are asked where nothing is printed.
 */
export function chooseSkew({ ink, longest, byPrint, byEdges }: SkewWitnesses): QualityReport["skew"] {
  const isSure = byPrint !== undefined && byPrint.confidence >= leastConfidence(byPrint, ink);
  if (!isSure) return byEdges === undefined ? null : told(byEdges, "page-edge");
  if (byEdges === undefined || byPrint.sharpness >= RULED_SHARPNESS) return told(byPrint, "lines");
  const printError = Math.max(0.03, errorOfPrint(ink, longest, byPrint));
  const apart = Math.abs(byPrint.degrees - byEdges.degrees);
  if (apart > Math.max(0.6, MOST_ERRORS_APART * Math.hypot(printError, byEdges.errorDegrees))) {
    return told(least(byPrint, byEdges), Math.abs(byPrint.degrees) <= Math.abs(byEdges.degrees) ? "lines" : "page-edge");
  }
  const [printWeight, edgeWeight] = [printError ** -2, byEdges.errorDegrees ** -2];
  const degrees = (byPrint.degrees * printWeight + byEdges.degrees * edgeWeight) / (printWeight + edgeWeight);
  return told({ degrees, confidence: byPrint.confidence }, printWeight >= edgeWeight ? "lines" : "page-edge");
}

/** Few marks, of stains or of wear, fall into lines by chance; and a page is seldom turned far. */
function leastConfidence({ degrees }: PrintSkew, { share }: InkPoints): number {
  return Math.abs(degrees) > 5 || share < FEW_MARKS_SHARE ? 0.4 : 0.12;
}

/** The smaller of two turns; none when they go opposite ways. */
function least(one: Skew, other: Skew): Skew {
  const confidence = 0.3 * Math.min(one.confidence, other.confidence);
  if (one.degrees * other.degrees <= 0) return { degrees: 0, confidence };
  return { degrees: Math.abs(one.degrees) <= Math.abs(other.degrees) ? one.degrees : other.degrees, confidence };
}

/** Standard error of the angle of print: how far apart the angles of its four quarters are, every fourth of the marks. */
function errorOfPrint(ink: InkPoints, longest: number, whole: PrintSkew): number {
  const middle = { x: mean(ink.x), y: mean(ink.y) };
  const angles = [0, 1, 2, 3].flatMap((quarter) => {
    const part = only(ink, (x, y) => (x < middle.x ? 0 : 1) + (y < middle.y ? 0 : 2) === quarter);
    return part.count < ink.count / 20 ? [] : [measureSkewNear(part, longest, whole, 0.8).degrees];
  });
  if (angles.length < 2) return 0.5;
  const centre = mean(angles);
  const variance = mean(angles.map((each) => (each - centre) ** 2)) * (angles.length / (angles.length - 1));
  return Math.sqrt(variance / angles.length);
}

function only(ink: InkPoints, isWanted: (x: number, y: number) => boolean): InkPoints {
  const kept = Array.from(ink.x.keys()).filter((i) => isWanted(ink.x[i] as number, ink.y[i] as number));
  const pick = (values: Float32Array): Float32Array => Float32Array.from(kept, (i) => values[i] as number);
  return { ...ink, count: kept.length, x: pick(ink.x), y: pick(ink.y), weight: pick(ink.weight) };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / Math.max(1, values.length);
}

function told({ degrees, confidence }: Skew, by: "lines" | "page-edge"): QualityReport["skew"] {
  const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
  return { degrees: rounded(degrees), confidence: rounded(confidence), by };
}
