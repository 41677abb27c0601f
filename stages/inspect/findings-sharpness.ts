import type { Size } from "../../pipeline/geometry.ts";
import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import type { QualityLimits } from "./limits.ts";
import { edgeWidth } from "./measure-focus.ts";
import type { Measured } from "./measure-quality.ts";
import { WRITING_SHARE } from "./writing-share.ts";

const EDGES_OF_PIXELS = 4000;

/** Ink of a larger picture is more pixels wide, and so may its edges be. */
export function edgeScale({ width, height }: Size): number {
  return Math.max(1, Math.max(width, height) / EDGES_OF_PIXELS);
}

/** True where a wave lies over the paper that is stronger than the profile allows. */
export function isPatterned({ pattern, tone }: Measured, limits: QualityLimits): boolean {
  return pattern !== undefined && !tone.isBitonal && pattern.amplitudeLevels > limits.maxPatternLevels;
}

/**
 * Movement leaves no edges sharp both ways, not even the sharper ones: where those are narrower than this share of what is
 * allowed, the wide ones are of ink of the other side.
 */
const SHARPEST_MOVED_SHARE = 0.65;

/** The finding of a page out of focus or moved; undefined for a sharp one, and where there is nothing to see it by. */
export function unsharpness(measured: Measured, limits: QualityLimits): QualityFinding | undefined {
  const { view, focus, motion, tone } = measured;
  // the slopes of a strong wave are edges too, wide ones, in its own direction
  if (focus === undefined || tone.isBitonal || isPatterned(measured, limits)) return undefined;
  // on a blank page the grain of the paper has the strongest edges there are
  const hasWriting = view.ink.share >= limits.blankInkShare || focus.contrastLevels > WRITING_SHARE * tone.lightLevel;
  if (!hasWriting) return undefined;
  const widest = limits.maxEdgeWidthPixels * edgeScale(view.raster);
  const isSharpBothWays = edgeWidth(focus) < SHARPEST_MOVED_SHARE * widest;
  if (motion !== undefined && !isSharpBothWays && motion.ratio > limits.maxMotionRatio && motion.widestPixels > widest) {
    const facts = { degrees: motion.degrees };
    return beyond("QC-MOTION", [motion.ratio, "ratio"], limits.maxMotionRatio, "rescan", { facts });
  }
  return edgeWidth(focus) > widest ? beyond("QC-BLUR", [edgeWidth(focus), "px"], widest, "rescan") : undefined;
}
