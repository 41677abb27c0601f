import type { PictureHeader } from "../../formats/image-input.ts";
import type { QualityFinding, QualityReport } from "../../pipeline/quality-report.ts";
import type { Tone } from "./measure-tone.ts";

/** What a quality profile demands; every limit is a parameter of the stage. */
export interface QualityLimits {
  readonly minResolutionDpi: number;
  readonly maxEdgeWidthPixels: number;
  readonly minLightLevel: number;
  readonly maxClippedHighShare: number;
  readonly blankInkShare: number;
  readonly skewNoteDegrees: number;
}

/** All that findings are drawn from. */
export interface Measured {
  readonly header: PictureHeader;
  readonly tone: Tone;
  readonly inkShare: number;
  readonly skew: QualityReport["skew"];
  readonly longestSide: number;
}

/** Flags for people, never a refusal: the master stays what it is. In the order resolution, tone, content, file. */
export function findingsOf(measured: Measured, limits: QualityLimits): QualityFinding[] {
  return [...ofResolution(measured, limits), ...ofTone(measured, limits), ...ofContent(measured, limits), ...ofHeader(measured)];
}

/** A leaf of a book is between 8 cm and 80 cm; a tag that says otherwise is not the scanner's. */
function ofResolution({ header, longestSide }: Measured, limits: QualityLimits): QualityFinding[] {
  const dpi = header.resolutionDpi;
  const finding = { value: dpi, unit: "dpi", threshold: limits.minResolutionDpi };
  if (dpi === null) return [{ code: "DPI-UNKNOWN", ...finding, severity: "warning" }];
  const longestInches = longestSide / dpi;
  if (longestInches > 32 || longestInches < 3) return [{ code: "DPI-SUSPECT", ...finding, severity: "warning" }];
  if (dpi < limits.minResolutionDpi - 1) return [{ code: "LOW-DPI", ...finding, severity: "warning" }];
  return [];
}

function ofTone({ tone, inkShare, longestSide }: Measured, limits: QualityLimits): QualityFinding[] {
  if (tone.lightLevel < 25) {
    return [{ code: "QC-BLACK", value: tone.lightLevel, unit: "level", threshold: 25, severity: "rescan" }];
  }
  const found: QualityFinding[] = [];
  if (tone.lightLevel < limits.minLightLevel) {
    found.push({ code: "QC-DARK", value: tone.lightLevel, unit: "level", threshold: limits.minLightLevel, severity: "rescan" });
  }
  if (tone.bitonalShare < 0.85 && tone.clippedHighShare > limits.maxClippedHighShare) {
    const threshold = limits.maxClippedHighShare;
    found.push({ code: "QC-BRIGHT", value: tone.clippedHighShare, unit: "share", threshold, severity: "warning" });
  }
  // ink of a big scan is many pixels wide, so its edges may be wider too
  const threshold = Math.max(limits.maxEdgeWidthPixels, (limits.maxEdgeWidthPixels * longestSide) / 4000);
  const hasInk = inkShare >= limits.blankInkShare;
  if (hasInk && tone.edgeWidthPixels !== null && tone.edgeWidthPixels > threshold) {
    found.push({ code: "QC-BLUR", value: tone.edgeWidthPixels, unit: "px", threshold, severity: "rescan" });
  }
  return found;
}

function ofContent({ tone, inkShare, skew }: Measured, limits: QualityLimits): QualityFinding[] {
  const found: QualityFinding[] = [];
  if (tone.lightLevel >= 25 && inkShare < limits.blankInkShare) {
    found.push({ code: "BLANK", value: inkShare, unit: "share", threshold: limits.blankInkShare, severity: "note" });
  }
  if (skew !== null && Math.abs(skew.degrees) > limits.skewNoteDegrees) {
    found.push({ code: "QC-SKEW", value: skew.degrees, unit: "deg", threshold: limits.skewNoteDegrees, severity: "note" });
  }
  return found;
}

function ofHeader({ header }: Measured): QualityFinding[] {
  const note = (code: string, value: number | null, unit: string): QualityFinding => ({
    code,
    value,
    unit,
    threshold: null,
    severity: "note",
  });
  return [
    ...(header.profile === "bad" ? [note("ICC-BAD", null, "")] : []),
    ...(header.bitsPerSample > 8 ? [note("IMG-DEPTH", header.bitsPerSample, "bit")] : []),
    ...(header.space === "cmyk" ? [note("IMG-CMYK", null, "")] : []),
    ...(header.hasAlpha ? [note("IMG-ALPHA", null, "")] : []),
    ...(header.pages > 1 ? [note("IMG-MULTIPAGE", header.pages, "pages")] : []),
  ];
}
