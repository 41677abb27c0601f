import type { Raster, Rgb } from "../../formats/raster.ts";

/** The colour of paper: the mean of the brighter part of the middle of the picture, without its very brightest. */
export function paperColourOf(reduced: Raster): [number, number, number] {
  const { width, height, channels, pixels } = reduced;
  const [greenAt, blueAt] = channels === 1 ? [0, 0] : [1, 2];
  const sums = Array.from({ length: 256 }, () => [0, 0, 0, 0] as [number, number, number, number]);
  let total = 0;
  for (let y = Math.floor(height * 0.2); y < Math.max(height * 0.8, 1); y++) {
    for (let x = Math.floor(width * 0.2); x < Math.max(width * 0.8, 1); x++, total++) {
      const at = (y * width + x) * channels;
      const [red, green, blue] = [pixels[at] as number, pixels[at + greenAt] as number, pixels[at + blueAt] as number];
      const sum = sums[Math.round(0.299 * red + 0.587 * green + 0.114 * blue)] as [number, number, number, number];
      sum[0] += red;
      sum[1] += green;
      sum[2] += blue;
      sum[3]++;
    }
  }
  return meanBetween(sums, total * 0.6, total * 0.9);
}

/** Mean colour of the pixels whose rank by luminance lies in the range. */
function meanBetween(sums: readonly number[][], first: number, last: number): [number, number, number] {
  const mean: [number, number, number] = [0, 0, 0];
  let rank = 0;
  let weight = 0;
  for (const [red = 0, green = 0, blue = 0, count = 0] of sums) {
    const share = count === 0 ? 0 : Math.max(0, Math.min(rank + count, last) - Math.max(rank, first)) / count;
    mean[0] += red * share;
    mean[1] += green * share;
    mean[2] += blue * share;
    weight += count * share;
    rank += count;
  }
  return weight === 0 ? mean : [Math.round(mean[0] / weight), Math.round(mean[1] / weight), Math.round(mean[2] / weight)];
}

/** The colour of a pixel of a picture with 1 or 3 channels. */
export function colourAt({ width, channels, pixels }: Raster, x: number, y: number): Rgb {
  const at = (y * width + x) * channels;
  const red = pixels[at] as number;
  return channels === 1 ? [red, red, red] : [red, pixels[at + 1] as number, pixels[at + 2] as number];
}
