import type { Size } from "../../pipeline/geometry.ts";
import type { PageFrame, PageTreatment } from "../../pipeline/page-treatment.ts";
import type { PageOutline, QualityReport } from "../../pipeline/quality-report.ts";
import { type CorrectionLimits, correctionOf } from "./correction.ts";
import type { Correction } from "./plan-geometry.ts";

/** What is done with a page before a pixel is touched: as it was measured, or as a person wished. */
export interface Approach {
  readonly correction: Correction;
  /** Where the page lies in the upright master; null: everywhere. */
  readonly outline: PageOutline | null;
  /** True when the ground around the outline is cut off. */
  readonly isCropped: boolean;
  /** Ground left around the page, in pixels. */
  readonly margin: number;
  /** Along an edge on the ground so many pixels are doubtful, and are not read. */
  readonly inset: number;
  readonly isLightEvened: boolean;
  /** Whose word counted where it was not what was measured. */
  readonly treatment?: "framed" | "original";
}

/** The limits of the stage that matter here. */
interface ApproachLimits extends CorrectionLimits {
  readonly marginShare: number;
  readonly isCropped: boolean;
  readonly isLightEvened: boolean;
}

/**
 * @param upright size of the master after EXIF orientation
 * @param wish of a person, about this master; undefined where nobody wished anything
 */
export function approachOf(
  quality: QualityReport,
  upright: Size,
  limits: ApproachLimits,
  wish: PageTreatment | undefined,
): Approach {
  const longest = Math.max(upright.width, upright.height);
  const correction = correctionOf(quality, longest, limits);
  const { isLightEvened } = limits;
  if (wish?.kind === "original") return { ...UNTOUCHED, isLightEvened: false, treatment: "original" };
  if (wish?.kind === "framed") {
    const outline = outlineOf(wish.frame, upright);
    // Who drew the edge has decided about every pixel along it.
    return { correction, outline, isCropped: true, margin: 0, inset: 0, isLightEvened, treatment: "framed" };
  }
  return {
    correction,
    outline: quality.page.outline,
    isCropped: limits.isCropped,
    margin: Math.max(4, Math.round(longest * limits.marginShare)),
    inset: Math.max(1, longest / 500),
    isLightEvened,
  };
}

const UNTOUCHED = {
  correction: { perspective: null, skewDegrees: 0, turnDegrees: 0 },
  outline: null,
  isCropped: false,
  margin: 0,
  inset: 0,
} as const;

/** A rectangle as an outline, exact to the pixel; what of it lies outside the picture is left out. */
function outlineOf({ x, y, width, height }: PageFrame, upright: Size): PageOutline {
  const rows = edgesOf(y, height, upright.height, [x, x + width], upright.width);
  const columns = edgesOf(x, width, upright.width, [y, y + height], upright.height);
  return { step: 1, left: rows.from, right: rows.to, top: columns.from, bottom: columns.to };
}

/** For every line across: where the page begins and ends on it. On a line beside the page the ground of both sides meets. */
function edgesOf(
  start: number,
  length: number,
  lines: number,
  [from, to]: readonly [number, number],
  rim: number,
): { readonly from: number[]; readonly to: number[] } {
  const isWithin = (line: number): boolean => line >= start && line < start + length;
  return {
    from: Array.from({ length: lines }, (_, line) => (isWithin(line) ? Math.min(from, rim) : rim)),
    to: Array.from({ length: lines }, (_, line) => (isWithin(line) ? Math.min(to, rim) : 0)),
  };
}
