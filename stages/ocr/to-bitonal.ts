/** Black and white by Otsu's threshold: on an evened line picture one threshold serves, and engines read it better than grey. */
import type { LinePicture } from "./engine.ts";

/** Difference between paper and ink below which a picture shows no text but grain. */
const LEAST_CONTRAST = 30;

/** The picture in 0 and 255 only; all white when there is nothing to tell from the paper. */
export function toBitonal(picture: LinePicture): LinePicture {
  const threshold = otsuThreshold(picture.pixels);
  const pixels = new Uint8Array(picture.pixels.length);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = threshold !== undefined && (picture.pixels[i] ?? 255) <= threshold ? 0 : 255;
  return { ...picture, pixels };
}

/**
 * The grey value that parts ink from paper best, or undefined when they do not differ.
 * Source: N. Otsu, "A threshold selection method from gray-level histograms", 1979.
 */
export function otsuThreshold(pixels: Uint8Array): number | undefined {
  const histogram = new Float64Array(256);
  for (const value of pixels) histogram[value] = (histogram[value] ?? 0) + 1;
  const total = histogram.reduce((sum, count, value) => sum + count * value, 0);
  let darkCount = 0;
  let darkSum = 0;
  let best = { between: 0, threshold: -1, contrast: 0 };
  for (let value = 0; value < 255; value++) {
    darkCount += histogram[value] ?? 0;
    darkSum += value * (histogram[value] ?? 0);
    const lightCount = pixels.length - darkCount;
    if (darkCount === 0 || lightCount === 0) continue;
    const contrast = (total - darkSum) / lightCount - darkSum / darkCount;
    const between = darkCount * lightCount * contrast * contrast;
    if (between > best.between) best = { between, threshold: value, contrast };
  }
  return best.contrast < LEAST_CONTRAST ? undefined : best.threshold;
}
