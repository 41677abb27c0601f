import type { Size } from "../../pipeline/geometry.ts";
import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import type { QualityLimits } from "./limits.ts";
import type { Measured } from "./measure-quality.ts";

const EDGES_OF_PIXELS = 4000;

/** Ink of a larger picture is more pixels wide, and so may its edges be. */
export function edgeScale({ width, height }: Size): number {
  return Math.max(1, Math.max(width, height) / EDGES_OF_PIXELS);
}

/** The finding of a page out of focus or moved; undefined for a sharp one, and where there is nothing to see it by. */
export function unsharpness({ view, focus, motion, tone }: Measured, limits: QualityLimits): QualityFinding | undefined {
  if (focus === undefined || tone.isBitonal) return undefined;
  const widest = limits.maxEdgeWidthPixels * edgeScale(view.raster);
  const [narrower, wider] = [focus.acrossPixels, focus.downPixels].sort((a, b) => a - b) as [number, number];
  const hasInk = view.ink.share >= limits.blankInkShare;
  if (hasInk && motion !== undefined && motion.ratio > limits.maxMotionRatio && wider > widest) {
    const facts = { degrees: motion.degrees };
    return beyond("QC-MOTION", [motion.ratio, "ratio"], limits.maxMotionRatio, "rescan", { facts });
  }
  return narrower > widest ? beyond("QC-BLUR", [narrower, "px"], widest, "rescan") : undefined;
}
