/** Whether a planned picture is exactly one tile as it is stored, so that it can be sent without decoding it. */
import type { LevelTiles, PyramidLevel } from "../../formats/tiff-pyramid.ts";
import type { Size } from "../../pipeline/geometry.ts";
import type { ImagePlan } from "../image-request.ts";

/** One tile; its picture stands in the file either among the tiles of the level or, complete, cut to the edge. */
export interface StoredTile {
  readonly tiles: LevelTiles;
  readonly index: number;
  readonly isCut: boolean;
}

/** The stored tile that shows what is planned, or undefined. `image` is the full picture. */
export function storedTile(levels: readonly PyramidLevel[], image: Size, plan: ImagePlan): StoredTile | undefined {
  if (plan.format !== "jpg" || plan.turnDegrees !== 0 || plan.isMirrored || plan.quality === "bitonal") return undefined;
  for (const level of levels) {
    const found = tileOf(level, image, plan);
    if (found) return plan.quality === "gray" && found.tiles.colour !== "grey" ? undefined : found;
  }
  return undefined;
}

function tileOf({ factor, tiles, ...level }: PyramidLevel, image: Size, plan: ImagePlan): StoredTile | undefined {
  const { region, size } = plan;
  if (!tiles?.colour) return undefined;
  if (size.width !== Math.ceil(region.width / factor) || size.height !== Math.ceil(region.height / factor)) return undefined;
  const column = region.x / (tiles.width * factor);
  const row = region.y / (tiles.height * factor);
  if (!Number.isInteger(column) || !Number.isInteger(row) || column >= tiles.columns || row >= tiles.rows) return undefined;
  const isAcross = spans(region.x, region.width, tiles.width * factor, image.width);
  const isDown = spans(region.y, region.height, tiles.height * factor, image.height);
  if (!isAcross || !isDown) return undefined;
  const index = row * tiles.columns + column;
  const isWhole = size.width === tiles.width && size.height === tiles.height;
  // A level that was rounded down lacks the last pixels of a tile that looks whole.
  if (isWhole && region.x / factor + size.width <= level.width && region.y / factor + size.height <= level.height) {
    return { tiles, index, isCut: false };
  }
  return tiles.cut.has(index) ? { tiles, index, isCut: true } : undefined;
}

/** From one line of the grid to the next, or to the end of the picture where that comes first. */
function spans(start: number, length: number, step: number, end: number): boolean {
  return length === Math.min(step, end - start);
}
