import type { Raster } from "../../formats/raster.ts";

/**
 * How colourful a picture is: about 0 for grey, 15 slightly, 33 moderately, 45 averagely colourful.
 * @see D. Hasler, S. Suesstrunk, Measuring colourfulness in natural images, SPIE 5007 (2003)
 */
export function colourfulness({ channels, pixels }: Raster): number {
  if (channels === 1) return 0;
  let rg = 0;
  let yb = 0;
  let rgSquares = 0;
  let ybSquares = 0;
  const count = pixels.length / 3;
  for (let p = 0; p < pixels.length; p += 3) {
    const red = pixels[p] as number;
    const green = pixels[p + 1] as number;
    const a = red - green;
    const b = (red + green) / 2 - (pixels[p + 2] as number);
    rg += a;
    yb += b;
    rgSquares += a * a;
    ybSquares += b * b;
  }
  const meanRg = rg / count;
  const meanYb = yb / count;
  const spread = Math.sqrt(Math.max(0, rgSquares / count - meanRg ** 2 + (ybSquares / count - meanYb ** 2)));
  return spread + 0.3 * Math.sqrt(meanRg ** 2 + meanYb ** 2);
}
