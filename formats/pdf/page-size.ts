/** How large a page is on paper, and how that is said in units of PDF. */
import type { Size } from "../../pipeline/geometry.ts";

/** The space of a page: `width` and `height` are units of 1/72 inch times `userUnit`. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly unitsPerPixel: number;
  readonly userUnit: number;
}

const POINTS_PER_INCH = 72;
/** Scans are made at this resolution where nothing else is said. */
const USUAL_DPI = 300;
/** Nor is a page of unknown size shown smaller than the long side of A4: small pictures are pages too. */
const LONG_SIDE_OF_A4_INCHES = 11.69;
/** Bounds of a page's side (ISO 19005-2, 6.1.13). */
const LONGEST_UNITS = 14_400;
const SHORTEST_UNITS = 3;

/**
 * Page of so many pixels at this resolution. A page longer than the bound keeps its true size by a larger unit (ISO 32000-1,
 * 14.11.2), so that a map of six metres prints as one.
 */
export function pageSize(pixels: Size, resolutionDpi: number | undefined): PageSize {
  const longest = Math.max(pixels.width, pixels.height);
  const shortest = Math.min(pixels.width, pixels.height);
  const points = POINTS_PER_INCH / (resolutionDpi ?? Math.min(USUAL_DPI, longest / LONG_SIDE_OF_A4_INCHES));
  const userUnit = Math.max(1, Math.ceil((longest * points) / LONGEST_UNITS));
  const unitsPerPixel = Math.max(points / userUnit, Math.min(SHORTEST_UNITS / shortest, LONGEST_UNITS / longest));
  const [width, height] = [pixels.width * unitsPerPixel, pixels.height * unitsPerPixel].map(
    (each) => Math.round(each * 1000) / 1000,
  );
  return { width: width ?? 0, height: height ?? 0, unitsPerPixel, userUnit };
}
