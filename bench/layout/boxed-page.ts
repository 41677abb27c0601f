/** The character boxes of a page, as the material keeps them: class, middle and size as parts of the picture. */
import { readFile } from "node:fs/promises";
import type { Box, Size } from "../../pipeline/geometry.ts";

/** Boxes in pixels of a picture of the given size; doubled boxes are kept once. */
export async function readCharacterBoxes(path: string, page: Size): Promise<readonly Box[]> {
  const rows = (await readFile(path, "utf8")).trim().split("\n");
  const boxes = rows.map((row): Box => {
    const [, x = 0, y = 0, width = 0, height = 0] = row.split(" ").map(Number);
    return {
      x: (x - width / 2) * page.width,
      y: (y - height / 2) * page.height,
      width: width * page.width,
      height: height * page.height,
    };
  });
  return boxes.filter((box, at) => !boxes.slice(0, at).some((other) => overlap(box, other) > 0.6));
}

/** Shared area as a part of the area of both together. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}
