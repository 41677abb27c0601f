import type { Raster, Rgb } from "../../formats/raster.ts";
import { type Grid, valueAt } from "./grid.ts";
import { READING_WEIGHTS } from "./paper-light.ts";

/** The level of bare paper in a flat picture; brighter pixels have room above it. */
export const FLAT_PAPER = 200;

/** Pixels over which the light is taken to change evenly. */
const RUN = 8;

/**
 * How dark each pixel is for the light that falls there, all over the page: 0 black, FLAT_PAPER paper. Of reading grey and
 * green the darker counts, each against the paper's own colour, so that vermilion is as dark as it looks.
 * @param reduced 3 channels
 * @param factor pixels of the upright master a reduced pixel stands for
 */
export function flatPicture(reduced: Raster, factor: number, light: Grid, paperColour: Rgb): Raster {
  const { width, height, channels, pixels } = reduced;
  const flat = new Uint8Array(width * height);
  const { red, green, blue } = READING_WEIGHTS;
  const paperGrey = Math.max(1, red * paperColour[0] + green * paperColour[1] + blue * paperColour[2]);
  const greenOverGrey = Math.min(2, Math.max(0.5, paperGrey / Math.max(1, paperColour[1])));
  for (let y = 0; y < height; y++) {
    for (let from = 0; from < width; from += RUN) {
      const middle = valueAt(light, (from + RUN / 2) * factor, (y + 0.5) * factor);
      const scale = FLAT_PAPER / Math.max(8, middle);
      for (let x = from, p = (y * width + from) * channels; x < Math.min(width, from + RUN); x++, p += channels) {
        const g = pixels[p + 1] as number;
        const grey = red * (pixels[p] as number) + green * g + blue * (pixels[p + 2] as number);
        flat[y * width + x] = Math.min(255, Math.min(grey, g * greenOverGrey) * scale + 0.5);
      }
    }
  }
  return { width, height, channels: 1, pixels: flat };
}
