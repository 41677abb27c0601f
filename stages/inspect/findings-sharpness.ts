import type { Size } from "../../pipeline/geometry.ts";
import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import type { QualityLimits } from "./limits.ts";
import type { Measured } from "./measure-quality.ts";
import { WRITING_SHARE } from "./writing-share.ts";

const EDGES_OF_PIXELS = 4000;

/** Ink of a larger picture is more pixels wide, and so may its edges be. */
export function edgeScale({ width, height }: Size): number {
  return Math.max(1, Math.max(width, height) / EDGES_OF_PIXELS);
}

/** The finding of a page out of focus or moved; undefined for a sharp one, and where there is nothing to see it by. */
export function unsharpness({ view, focus, motion, tone }: Measured, limits: QualityLimits): QualityFinding | undefined {
  if (focus === undefined || tone.isBitonal) return undefined;
  // on a blank page the grain of the paper has the strongest edges there are
  const hasWriting = view.ink.share >= limits.blankInkShare || focus.contrastLevels > WRITING_SHARE * tone.lightLevel;
  if (!hasWriting) return undefined;
  const widest = limits.maxEdgeWidthPixels * edgeScale(view.raster);
  const [narrower, wider] = [focus.acrossPixels, focus.downPixels].sort((a, b) => a - b) as [number, number];
  if (wider > widest) {
    const facts = { degrees: motion?.degrees ?? 0 };
    if (motion !== undefined && motion.ratio > limits.maxMotionRatio) {
      return beyond("QC-MOTION", [motion.ratio, "ratio"], limits.maxMotionRatio, "rescan", { facts });
    }
    // lines of print have a direction of their own, which hides a movement across them from the spectrum
    if (wider > narrower * limits.maxEdgeWidthRatio) {
      const degrees = focus.acrossPixels > focus.downPixels ? 0 : 90;
      return beyond("QC-MOTION", [wider / narrower, "ratio"], limits.maxEdgeWidthRatio, "rescan", { facts: { degrees } });
    }
  }
  return narrower > widest ? beyond("QC-BLUR", [narrower, "px"], widest, "rescan") : undefined;
}
