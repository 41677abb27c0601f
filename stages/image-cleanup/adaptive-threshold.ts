import type { Raster } from "../../formats/raster.ts";
import { thresholdBand } from "./adaptive-threshold-plain.ts";
import { type BandThreshold, thresholdKernel } from "./kernels/threshold-kernel.ts";

/** Sauvola's rule: how wide it looks, and how much darker than its surroundings ink must be on paper without contrast. */
export interface ThresholdOptions {
  /** Odd, 3 to 255: wider than a stroke, about as wide as a character. */
  readonly windowPixels: number;
  /** 0 to 1; 0.2 to 0.35 are usual. */
  readonly k: number;
}

/** Pixels of one band: the kernel's memory stays at a few megabytes, whatever the size of the page. */
const BAND_PIXELS = 1_000_000;

/**
 * Tell ink (0) from paper (255) by the mean and the spread of the light about each pixel, after Sauvola.
 * @param grey one channel
 * @see J. Sauvola, M. Pietikäinen, Adaptive document image binarization, Pattern Recognition 33, 2000
 */
export function adaptiveThreshold(grey: Raster, options: ThresholdOptions): Raster {
  return thresholdInBands(grey, options, thresholdKernel() ?? thresholdBand);
}

/** The same with a given kernel. @throws {RangeError} when the window is not odd and 3 to 255, or the picture not grey. */
export function thresholdInBands(grey: Raster, { windowPixels, k }: ThresholdOptions, threshold: BandThreshold): Raster {
  if (grey.channels !== 1) throw new RangeError("the adaptive threshold wants a grey picture");
  if (windowPixels % 2 !== 1 || windowPixels < 3 || windowPixels > 255) {
    throw new RangeError(`a window of ${windowPixels} pixels is not odd, or beyond 3 to 255`);
  }
  const { width, height, pixels } = grey;
  const radius = (windowPixels - 1) / 2;
  const rule = { radius, rest: 1 - k, weight: (k * k) / (128 * 128) };
  const bitonal = new Uint8Array(width * height);
  const rows = Math.max(2 * radius, Math.ceil(BAND_PIXELS / width));
  for (let from = 0; from < height; from += rows) {
    const to = Math.min(height, from + rows);
    const top = Math.max(0, from - radius);
    const band = pixels.subarray(top * width, Math.min(height, to + radius) * width);
    threshold(band, width, { first: from - top, count: to - from }, rule, bitonal.subarray(from * width, to * width));
  }
  return { width, height, channels: 1, pixels: bitonal };
}
