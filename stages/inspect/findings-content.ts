import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import { findingsOfCompression } from "./findings-file.ts";
import { edgeScale, isPatterned, unsharpness } from "./findings-sharpness.ts";
import type { QualityLimits } from "./limits.ts";
import type { Focus } from "./measure-focus.ts";
import type { Measured } from "./measure-quality.ts";

/** What is on the page and how sharply it is seen. */
export function findingsOfContent(measured: Measured, limits: QualityLimits): QualityFinding[] {
  const unsharp = unsharpness(measured, limits);
  // what little ink is found, and what shows through, is no measure of a blurred page
  return unsharp === undefined
    ? [...ofInk(measured, limits), ...ofPlace(measured, limits)]
    : [unsharp, ...ofPlace(measured, limits)];
}

/** Edges of marks up to this wide, in the smoothed tiles that weak marks are measured in, are edges of ink. */
const SHARP_MARK_PIXELS = 5;

/** Wider edges, where a page is not blurred, are those of its grain. */
function isSharp({ view }: Measured, { acrossPixels, downPixels }: Focus): boolean {
  return Math.min(acrossPixels, downPixels) < SHARP_MARK_PIXELS * edgeScale(view.raster);
}

/** Contrast of marks too weak for ink whose edges are as sharp as ink's; shades and what shows through are not. */
function sharpMarks({ view, weakMarks }: Measured): number | undefined {
  const widest = SHARP_MARK_PIXELS * edgeScale(view.raster);
  return weakMarks !== undefined && weakMarks.strongestWidthPixels < widest ? weakMarks.strongestLevels : undefined;
}

/**
 * Contrast of the ink where some is seen. Where the strongest marks of the whole page have wide edges, what looks sharp in a few
 * tiles is grain and the rims of worm holes.
 */
function inkContrast(measured: Measured): number | undefined {
  const { focus, weakMarks } = measured;
  const marks = sharpMarks(measured);
  if (focus === undefined || !isSharp(measured, focus)) return marks;
  return weakMarks !== undefined && marks === undefined ? undefined : focus.contrastLevels;
}

/** So many wide weak edges to a strong one are a page full of them. */
const FULL_PAGE = 0.3;

/** So many pixels of even marks to one of ink, where they lie all over the page, are no dust; sound pages have none. */
const LEAST_EVEN = 0.015;

/** In smaller pictures strokes are hardly wider than an edge. */
const LEAST_SIDE = 600;

/**
 * How dark the marks of the other side are, as a share of the paper's light. Undefined where pictures are blurred, noisy,
 * patterned, compressed hard or bitonal: there all edges are wide, or none.
 */
function showThroughShare(measured: Measured, limits: QualityLimits): number | undefined {
  const { view, weakMarks, evenMarks, tone, noiseLevels } = measured;
  if (findingsOfCompression(measured, limits).length > 0) return undefined;
  if (Math.max(view.raster.width, view.raster.height) < LEAST_SIDE || (noiseLevels ?? 0) > limits.maxNoiseLevels)
    return undefined;
  if (weakMarks === undefined || tone.isBitonal || isPatterned(measured, limits)) return undefined;
  const ofEdges = (weakMarks.wideShare * weakMarks.strongestLevels) / Math.max(1, tone.lightLevel);
  const byEdges = ofEdges * Math.min(1, weakMarks.widePerStrong / FULL_PAGE);
  // of letters thinner than a core edges alone tell; where those of grain outnumber them, the cores do
  const byCores = evenMarks !== undefined && evenMarks.perInk > LEAST_EVEN ? evenMarks.darkness : 0;
  return Math.max(byEdges, byCores);
}

function ofInk(measured: Measured, limits: QualityLimits): QualityFinding[] {
  const { share } = measured.view.ink;
  const found: QualityFinding[] = [];
  const through = showThroughShare(measured, limits);
  if (through !== undefined && through > limits.maxShowThroughShare) {
    found.push(beyond("QC-SHOWTHROUGH", [through, "share"], limits.maxShowThroughShare, "note"));
  }
  const contrast = inkContrast(measured);
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
  // half leaves are cut by their fold as well, through the centre strip, so a person decides
  if (cut !== undefined) {
    const facts = { side: cut.side, marks: cut.marks };
    found.push(beyond("QC-CROP", [cut.marks, "marks"], 0, "warning", { where: cut.where, facts }));
  }
  return found;
}
