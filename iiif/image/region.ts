/** The region parameter of Image API 3.0 (section 4.1). */
import type { Box, Size } from "../../pipeline/geometry.ts";
import { badRequest, type ImageRefusal } from "./refusal.ts";

const DECIMAL = String.raw`(\d{1,9}(?:\.\d{1,12})?)`;
const PIXELS = /^(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})$/;
const PERCENT = new RegExp(`^pct:${DECIMAL},${DECIMAL},${DECIMAL},${DECIMAL}$`);

/** The part of the picture that is asked for, in whole pixels, cut off at the picture's edges. */
export function regionOf(parameter: string, image: Size): Box | ImageRefusal {
  if (parameter === "full") return { x: 0, y: 0, width: image.width, height: image.height };
  if (parameter === "square") return square(image);
  const pixels = PIXELS.exec(parameter);
  if (pixels) return clip(numbers(pixels), image);
  const percent = PERCENT.exec(parameter);
  if (!percent) return badRequest("region");
  const [x, y, width, height] = numbers(percent);
  const [w, h] = [image.width / 100, image.height / 100];
  // A hair of a percent is still a request for something: at least one pixel.
  const least = (px: number, share: number): number => (share > 0 ? Math.max(1, Math.round(px)) : 0);
  return clip([Math.round(x * w), Math.round(y * h), least(width * w, width), least(height * h, height)], image);
}

function square({ width, height }: Size): Box {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), width: side, height: side };
}

function numbers(match: RegExpExecArray): readonly [number, number, number, number] {
  return [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])];
}

function clip([x, y, width, height]: readonly [number, number, number, number], image: Size): Box | ImageRefusal {
  if (width === 0 || height === 0) return badRequest("region");
  if (x >= image.width || y >= image.height) return badRequest("outside");
  return { x, y, width: Math.min(width, image.width - x), height: Math.min(height, image.height - y) };
}
