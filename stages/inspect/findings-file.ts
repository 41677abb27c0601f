import type { QualityFinding } from "../../pipeline/quality-report.ts";
import { beyond } from "./finding.ts";
import type { QualityLimits } from "./limits.ts";
import type { Measured } from "./measure-quality.ts";

/** What the file itself tells: resolution, depth, colour model, compression. */
export function findingsOfFile(measured: Measured, limits: QualityLimits): QualityFinding[] {
  return [...ofResolution(measured, limits), ...ofModel(measured, limits), ...findingsOfCompression(measured, limits)];
}

/** Longest sides a leaf of a book can have; a tag that says otherwise is not the scanner's. */
const LEAF_INCHES = { least: 3, most: 32 } as const;
/** A tall old leaf, to guess the resolution that a wrong tag hides. */
const COMMON_LEAF_INCHES = 11.8;

function ofResolution({ view }: Measured, limits: QualityLimits): QualityFinding[] {
  const dpi = view.header.resolutionDpi;
  const min = limits.minResolutionDpi;
  const longestSide = Math.max(view.raster.width, view.raster.height);
  const warning = { value: dpi, unit: "dpi", threshold: min, severity: "warning", where: null } as const;
  if (dpi === null) return [{ code: "DPI-UNKNOWN", ...warning, facts: {} }];
  const inches = longestSide / dpi;
  const likely = Math.round(longestSide / COMMON_LEAF_INCHES / 50) * 50;
  const isSuspect = inches > LEAF_INCHES.most || inches < LEAF_INCHES.least;
  if (isSuspect) return [{ code: "DPI-SUSPECT", ...warning, facts: { dpi: Math.round(dpi), likely } }];
  return dpi < min - 1 ? [{ code: "LOW-DPI", ...warning, facts: { dpi: Math.round(dpi), min } }] : [];
}

/** Pictures less colourful than this have no colour at all (index of Hasler and Suesstrunk); even white paper has some. */
const GREY_COLOURFULNESS = 0.5;

function ofModel({ view, colourfulness }: Measured, limits: QualityLimits): QualityFinding[] {
  const { header } = view;
  const noted = { value: null, unit: "", threshold: null, severity: "note", where: null } as const;
  const features = [
    ...(header.bitsPerSample > 8 ? [`${header.bitsPerSample}-bit`] : []),
    ...(header.space === "cmyk" ? ["CMYK"] : []),
    ...(header.hasAlpha ? ["alpha"] : []),
  ];
  const isShallow = header.bitsPerSample < limits.minBitsPerSample;
  const isGrey = limits.isColourRequired && colourfulness < GREY_COLOURFULNESS;
  return [
    ...(isShallow ? [beyond("QC-DEPTH", [header.bitsPerSample, "bit"], limits.minBitsPerSample, "warning")] : []),
    ...(isGrey ? [beyond("QC-GREY", [colourfulness, "index"], GREY_COLOURFULNESS, "warning")] : []),
    ...(header.profile === "bad" ? [{ code: "ICC-BAD", ...noted, facts: { why: "unfit" } }] : []),
    ...features.map((feature) => ({ code: "IMG-UNUSUAL", ...noted, facts: { feature } })),
    ...(header.pages > 1 ? [{ code: "IMG-FIRST-ONLY", ...noted, facts: { pages: header.pages } }] : []),
  ];
}

/** The tables of a JPEG file say how hard it was compressed, unless it was compressed before it was saved again. */
const RESAVED_QUALITY = 90;

/** The finding of a picture compressed so hard that its edges and paper are no longer those of the page. */
export function findingsOfCompression({ view, blockingRatio, tone }: Measured, limits: QualityLimits): QualityFinding[] {
  const quality = view.jpegQuality;
  if (quality !== null && quality < limits.minJpegQuality) {
    return [beyond("QC-JPEG", [quality, "index"], limits.minJpegQuality, "warning")];
  }
  const isTold = quality !== null && quality < RESAVED_QUALITY;
  if (isTold || tone.isBitonal || blockingRatio <= limits.maxBlockingRatio) return [];
  return [beyond("QC-BLOCKS", [blockingRatio, "ratio"], limits.maxBlockingRatio, "warning")];
}
