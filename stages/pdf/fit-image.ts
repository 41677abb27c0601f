/**
 * A page image that fits the budget of a PDF for reading: the clean JPEG itself while it is small enough, otherwise a copy that
 * loses quality first and resolution after. The archival package keeps the clean image; this one is for downloading.
 */
import { writeFile } from "node:fs/promises";
import { encodeRaster, openReduced } from "../../formats/image-input.ts";
import type { JpegHeader } from "../../formats/pdf/jpeg-header.ts";
import type { Raster } from "../../formats/raster.ts";

/** What a page may cost. */
export interface ImageBudget {
  /** Aimed at, and kept unless a picture of the least resolution is still larger. */
  readonly pageBytes: number;
  /** Pictures of a known resolution above this are reduced to it. */
  readonly mostDpi: number;
}

/** Qualities from what nobody can tell from the clean image down to where brush strokes begin to blur. */
const QUALITIES = [88, 82, 76, 70, 64];
/** A page of 24 cm has 940 pixels at 100 dpi: the smallest print of woodblocks can still be read. */
const LEAST_LONG_SIDE_PX = 1000;
/** Sizes are not quite proportional to pixels; a second attempt is cheaper than a third. */
const SAFETY = 0.94;

/** True when the clean JPEG cannot be stored as it is: over the budget, or CMYK that no profile explains. */
export function needsFitting(header: JpegHeader, { pageBytes, mostDpi }: ImageBudget): boolean {
  const isUnexplained = header.channels === 4 && header.profile === undefined;
  return isUnexplained || header.sizeBytes > pageBytes || (header.resolutionDpi ?? 0) > mostDpi;
}

/** Write the smaller copy: upright, sRGB or grey, the same bytes every time. */
export async function fitImage(path: string, header: JpegHeader, budget: ImageBudget, output: string): Promise<void> {
  const longest = Math.max(header.width, header.height);
  let side = Math.round(longest * Math.min(1, budget.mostDpi / (header.resolutionDpi ?? budget.mostDpi)));
  for (;;) {
    const raster = await reduced(path, side, header.channels === 1);
    const { bytes, isWithin } = await bestQuality(raster, budget.pageBytes);
    if (isWithin || side <= LEAST_LONG_SIDE_PX) return writeFile(output, bytes);
    const wanted = side * Math.sqrt(budget.pageBytes / bytes.length) * SAFETY;
    side = Math.max(LEAST_LONG_SIDE_PX, Math.min(Math.round(wanted), side - 1));
  }
}

async function reduced(path: string, side: number, isGrey: boolean): Promise<Raster> {
  const opened = await openReduced(path, side);
  const { data, info } = await opened
    .toColourspace(isGrey ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels as Raster["channels"], pixels: data };
}

/** The best quality within the budget, found by halving the list; the least one when none is. */
async function bestQuality(raster: Raster, pageBytes: number): Promise<{ bytes: Buffer; isWithin: boolean }> {
  let [best, last]: (Buffer | undefined)[] = [];
  let [low, high] = [0, QUALITIES.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    last = await encoded(raster, QUALITIES[middle] ?? 0);
    if (last.length <= pageBytes) {
      best = last;
      high = middle - 1;
    } else low = middle + 1;
  }
  return { bytes: best ?? last ?? Buffer.alloc(0), isWithin: best !== undefined };
}

function encoded(raster: Raster, quality: number): Promise<Buffer> {
  const picture = encodeRaster(raster);
  return (raster.channels === 1 ? picture.toColourspace("b-w") : picture).jpeg({ quality, optimiseCoding: true }).toBuffer();
}
