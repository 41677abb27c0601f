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

/** Longest sides a leaf of a book can have; a tag that says otherwise is not the scanner's. */
const LEAF_INCHES = { least: 3, most: 32 } as const;
/** A tall old leaf, to guess the resolution that a wrong tag hides. */
const COMMON_LEAF_INCHES = 11.8;

function ofResolution({ header, longestSide }: Measured, limits: QualityLimits): QualityFinding[] {
  const dpi = header.resolutionDpi;
  const min = limits.minResolutionDpi;
  const warning = { value: dpi, unit: "dpi", threshold: min, severity: "warning", where: null } as const;
  if (dpi === null) return [{ code: "DPI-UNKNOWN", ...warning, facts: {} }];
  const inches = longestSide / dpi;
  const likely = Math.round(longestSide / COMMON_LEAF_INCHES / 50) * 50;
  const isSuspect = inches > LEAF_INCHES.most || inches < LEAF_INCHES.least;
  if (isSuspect) return [{ code: "DPI-SUSPECT", ...warning, facts: { dpi: Math.round(dpi), likely } }];
  return dpi < min - 1 ? [{ code: "LOW-DPI", ...warning, facts: { dpi: Math.round(dpi), min } }] : [];
}

function ofTone({ tone, inkShare, longestSide }: Measured, limits: QualityLimits): QualityFinding[] {
  const { lightLevel, edgeWidthPixels, clippedHighShare } = tone;
  if (lightLevel < BLACK_LEVEL) return [over("QC-BLACK", lightLevel, "level", BLACK_LEVEL, "rescan")];
  const found: QualityFinding[] = [];
  if (lightLevel < limits.minLightLevel) found.push(over("QC-DARK", lightLevel, "level", limits.minLightLevel, "rescan"));
  // a bitonal scan has nothing but extremes
  if (tone.bitonalShare < 0.85 && clippedHighShare > limits.maxClippedHighShare) {
    found.push(over("QC-BRIGHT", clippedHighShare, "share", limits.maxClippedHighShare, "warning"));
  }
  // ink of a big scan is many pixels wide, so its edges may be wider too
  const widest = Math.max(limits.maxEdgeWidthPixels, (limits.maxEdgeWidthPixels * longestSide) / 4000);
  const hasInk = inkShare >= limits.blankInkShare;
  if (hasInk && edgeWidthPixels !== null && edgeWidthPixels > widest) {
    found.push(over("QC-BLUR", edgeWidthPixels, "px", widest, "rescan"));
  }
  return found;
}

function ofContent({ tone, inkShare, skew }: Measured, limits: QualityLimits): QualityFinding[] {
  const found: QualityFinding[] = [];
  const isBlank = tone.lightLevel >= BLACK_LEVEL && inkShare < limits.blankInkShare;
  if (isBlank) found.push(over("BLANK", inkShare, "share", limits.blankInkShare, "note"));
  const isSkewed = skew !== null && Math.abs(skew.degrees) > limits.skewNoteDegrees;
  if (isSkewed) found.push(over("QC-SKEW", skew.degrees, "deg", limits.skewNoteDegrees, "note"));
  return found;
}

/** With less light than this there is no page: the lens was capped, the lamp was off. */
const BLACK_LEVEL = 25;

function ofHeader({ header }: Measured): QualityFinding[] {
  const noted = { value: null, unit: "", threshold: null, severity: "note", where: null } as const;
  const features = [
    ...(header.bitsPerSample > 8 ? [`${header.bitsPerSample}-bit`] : []),
    ...(header.space === "cmyk" ? ["CMYK"] : []),
    ...(header.hasAlpha ? ["alpha"] : []),
  ];
  return [
    ...(header.profile === "bad" ? [{ code: "ICC-BAD", ...noted, facts: { why: "unfit" } }] : []),
    ...features.map((feature) => ({ code: "IMG-UNUSUAL", ...noted, facts: { feature } })),
    ...(header.pages > 1 ? [{ code: "IMG-FIRST-ONLY", ...noted, facts: { pages: header.pages } }] : []),
  ];
}

function over(
  code: string,
  value: number,
  unit: string,
  threshold: number,
  severity: QualityFinding["severity"],
): QualityFinding {
  const shown = (each: number): number => Math.round(each * 1000) / 1000;
  return { code, value, unit, threshold, severity, facts: { value: shown(value), threshold: shown(threshold) }, where: null };
}
