import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { Correction } from "./plan-geometry.ts";

/** How much may be undone. */
export interface CorrectionLimits {
  readonly minSkewDegrees: number;
  readonly maxSkewDegrees: number;
  readonly minTurnConfidence: number;
}

/** A page that leans by fewer pixels from end to end is straight enough: turning costs sharpness. */
const LEAST_LEAN_PIXELS = 2;

/** What the evidence allows to undo, and what is worth undoing. */
export function correctionOf(
  { skew, turn, perspective }: Pick<QualityReport, "skew" | "turn" | "perspective">,
  longestSide: number,
  limits: CorrectionLimits,
): Correction {
  const lean = Math.abs(skew?.degrees ?? 0);
  const isWorthTurning = longestSide * Math.sin((lean * Math.PI) / 180) >= LEAST_LEAN_PIXELS && lean >= limits.minSkewDegrees;
  const isWithin = lean <= limits.maxSkewDegrees;
  return {
    perspective,
    // where the picture is laid flat anyway, the last of the skew goes at no cost
    skewDegrees: isWithin && (isWorthTurning || perspective !== null) ? (skew?.degrees ?? 0) : 0,
    turnDegrees: turn !== null && turn.confidence >= limits.minTurnConfidence ? turn.degrees : 0,
  };
}
