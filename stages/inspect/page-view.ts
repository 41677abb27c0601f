/** A master as its measures see it: full pixels for the small, a reduced picture with ink and page told apart for the large. */
import type { PictureHeader } from "../../formats/image-input.ts";
import type { Raster } from "../../formats/raster.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { InkPoints } from "./ink-points.ts";

/** What was known before the first measure. */
export interface Looked {
  readonly header: PictureHeader;
  /** The upright master. */
  readonly raster: Raster;
  /** The same in colour, reduced to at most about 1,500 pixels. */
  readonly reduced: Raster;
  /** The reduced picture without colour. */
  readonly grey: Raster;
  /** Pixels of the master a reduced pixel stands for. */
  readonly factor: number;
  readonly page: QualityReport["page"];
  readonly ink: InkPoints;
  readonly skew: QualityReport["skew"];
  /** From one stroke of the writing to the next, in reduced pixels; undefined where there are hardly any. */
  readonly strokePeriodPixels: number | undefined;
  /** Quality of the file's JPEG tables, 1 to 100; null for other formats. */
  readonly jpegQuality: number | null;
}

export interface PageView extends Looked {
  /** One byte a reduced pixel: 1 is page; neither the scanner's ground nor white added around the scan. */
  readonly pageMask: Uint8Array;
  /** The page's upright rectangle in reduced pixels. */
  readonly bounds: Box;
}

/** Make what the measures share. */
export function viewOf(looked: Looked): PageView {
  const { header, raster, reduced, grey, factor, page, ink, skew, strokePeriodPixels, jpegQuality } = looked;
  const { width, height } = grey;
  const scanned = withoutPadding(grey);
  const pageMask = maskOf(looked, scanned, width, height);
  const bounds = boundsOf(pageMask, width, height) ?? scanned;
  // not spread: that makes an object of a new shape on every page, for which the engine compiles all measures again
  return { header, raster, reduced, grey, factor, page, ink, skew, strokePeriodPixels, jpegQuality, pageMask, bounds };
}

/** Added white is even and plain; nothing a scanner sees is. */
const PLAIN_WHITE = 254;

/** The picture without rows and columns of plain white along its rim. */
function withoutPadding({ width, height, pixels }: Raster): Box {
  const isWhite = (from: number, step: number, count: number): boolean => {
    for (let i = 0; i < count; i++) if ((pixels[from + i * step] as number) < PLAIN_WHITE) return false;
    return true;
  };
  let [left, top, right, bottom] = [0, 0, width, height];
  while (top < bottom && isWhite(top * width, 1, width)) top++;
  while (bottom > top && isWhite((bottom - 1) * width, 1, width)) bottom--;
  while (left < right && isWhite(left, width, height)) left++;
  while (right > left && isWhite(right - 1, width, height)) right--;
  const isAllWhite = right <= left || bottom <= top;
  return isAllWhite ? { x: 0, y: 0, width, height } : { x: left, y: top, width: right - left, height: bottom - top };
}

/** How far from the paper's edge measures keep, as a share of the longest side: its shadow and fringe are no paper. */
const INSET_SHARE = 0.008;

function maskOf({ page, factor }: Looked, scanned: Box, width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  const { outline } = page;
  const inset = outline === null ? 0 : Math.max(2, Math.round(Math.max(width, height) * INSET_SHARE));
  const reach = (values: readonly number[] | undefined, at: number, rim: number): number => {
    const reached = values?.[Math.floor((at * factor) / (outline?.step ?? 1))];
    if (reached === undefined) return rim;
    const inward = rim === 0 ? 1 : -1;
    // where no ground is seen the page goes on to the rim
    return Math.abs(reached / factor - rim) < 1 ? rim : reached / factor + inward * inset;
  };
  const tops = Float64Array.from({ length: width }, (_, x) => reach(outline?.top, x, 0));
  const bottoms = Float64Array.from({ length: width }, (_, x) => reach(outline?.bottom, x, height));
  for (let y = scanned.y; y < scanned.y + scanned.height; y++) {
    const from = Math.max(scanned.x, reach(outline?.left, y, 0));
    const to = Math.min(scanned.x + scanned.width, reach(outline?.right, y, width));
    mask.fill(1, y * width + Math.ceil(from), y * width + Math.max(Math.ceil(from), Math.ceil(to)));
  }
  for (let x = 0; x < width; x++) {
    for (let y = scanned.y; y < (tops[x] as number); y++) mask[y * width + x] = 0;
    for (let y = Math.max(0, Math.ceil(bottoms[x] as number)); y < height; y++) mask[y * width + x] = 0;
  }
  return mask;
}

function boundsOf(mask: Uint8Array, width: number, height: number): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    left = Math.min(left, first);
    right = Math.max(right, row.lastIndexOf(1));
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
