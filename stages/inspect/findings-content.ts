import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import type { QualityLimits } from "./limits.ts";
import type { Measured } from "./measure-quality.ts";

/** What is on the page and how sharply it is seen. */
export function findingsOfContent(measured: Measured, limits: QualityLimits): QualityFinding[] {
  const sharpness = ofSharpness(measured, limits);
  const ink = ofInk(measured, limits).filter(({ code }) => code !== "QC-SHOWTHROUGH" || sharpness.length === 0);
  return [...sharpness, ...ink, ...ofPlace(measured, limits)];
}

/** Ink of a larger picture is more pixels wide, and so may its edges be. */
const EDGES_OF_PIXELS = 4000;

function ofSharpness({ view, focus, motion, tone }: Measured, limits: QualityLimits): QualityFinding[] {
  if (focus === undefined || tone.isBitonal) return [];
  const longest = Math.max(view.raster.width, view.raster.height);
  const widest = limits.maxEdgeWidthPixels * Math.max(1, longest / EDGES_OF_PIXELS);
  const [narrower, wider] = [focus.acrossPixels, focus.downPixels].sort((a, b) => a - b) as [number, number];
  const isMoved = motion !== undefined && motion.ratio > limits.maxMotionRatio && wider > widest / 2;
  if (isMoved) {
    return [
      beyond("QC-MOTION", [motion.ratio, "ratio"], limits.maxMotionRatio, "rescan", { facts: { degrees: motion.degrees } }),
    ];
  }
  return narrower > widest ? [beyond("QC-BLUR", [narrower, "px"], widest, "rescan")] : [];
}

/** Contrast of marks too weak for ink whose edges are as sharp as ink's; shades and what shows through are not. */
function sharpMarks({ view, weakMarks }: Measured): number | undefined {
  const widest = 5 * Math.max(1, Math.max(view.raster.width, view.raster.height) / EDGES_OF_PIXELS);
  return weakMarks !== undefined && weakMarks.strongestWidthPixels < widest ? weakMarks.strongestLevels : undefined;
}

/** So many wide weak edges to a strong one are a page full of them. */
const FULL_PAGE = 0.6;

/**
 * How dark the marks of the other side are, as a share of the paper's light. Undefined where pictures are blurred,
 * patterned or bitonal: there all edges are wide, or none.
 */
function showThroughShare({ weakMarks, tone, pattern }: Measured): number | undefined {
  if (weakMarks === undefined || tone.isBitonal || (pattern?.amplitudeLevels ?? 0) > 0) return undefined;
  const darkness = (weakMarks.wideShare * weakMarks.strongestLevels) / Math.max(1, tone.lightLevel);
  return darkness * Math.min(1, weakMarks.widePerStrong / FULL_PAGE);
}

function ofInk(measured: Measured, limits: QualityLimits): QualityFinding[] {
  const { view, focus } = measured;
  const { share } = view.ink;
  const found: QualityFinding[] = [];
  const through = showThroughShare(measured);
  if (through !== undefined && through > limits.maxShowThroughShare) {
    found.push(beyond("QC-SHOWTHROUGH", [through, "share"], limits.maxShowThroughShare, "note"));
  }
  const contrast = focus?.contrastLevels ?? sharpMarks(measured);
  if (contrast !== undefined && contrast < limits.minInkContrastLevels) {
    found.push(beyond("QC-FAINT", [contrast, "level"], limits.minInkContrastLevels, "warning"));
  } else if (share < limits.blankInkShare) {
    found.push(beyond("BLANK", [share, "share"], limits.blankInkShare, "note"));
  } else if (share < limits.nearlyBlankInkShare) {
    found.push(beyond("NEARLY-BLANK", [share, "share"], limits.nearlyBlankInkShare, "note"));
  }
  return found;
}

function ofPlace({ view, cut }: Measured, limits: QualityLimits): QualityFinding[] {
  const { skew } = view;
  const found: QualityFinding[] = [];
  if (skew !== null && Math.abs(skew.degrees) > limits.skewNoteDegrees) {
    found.push(beyond("QC-SKEW", [skew.degrees, "deg"], limits.skewNoteDegrees, "note"));
  }
  if (cut !== undefined) {
    const facts = { side: cut.side, marks: cut.marks };
    found.push(beyond("QC-CROP", [cut.marks, "marks"], 0, "rescan", { where: cut.where, facts }));
  }
  return found;
}
