import type { Raster } from "../../formats/raster.ts";
import { FLAT_PAPER } from "./flat-picture.ts";

/** Sharp: within this many pixels the level rises by this share of the way to paper. Light spreads further in paper. */
const EDGE_PIXELS = 2;
const EDGE_RISE = 0.65;

/** Whether the level of a flat picture rises steeply to any side of a pixel: ink does, what shines through does not. */
export function isSharp({ width, height, pixels }: Raster, x: number, y: number, level: number): boolean {
  const wanted = level + EDGE_RISE * (FLAT_PAPER - level);
  const at = y * width + x;
  return (
    (x >= EDGE_PIXELS && (pixels[at - EDGE_PIXELS] as number) >= wanted) ||
    (x + EDGE_PIXELS < width && (pixels[at + EDGE_PIXELS] as number) >= wanted) ||
    (y >= EDGE_PIXELS && (pixels[at - EDGE_PIXELS * width] as number) >= wanted) ||
    (y + EDGE_PIXELS < height && (pixels[at + EDGE_PIXELS * width] as number) >= wanted)
  );
}
