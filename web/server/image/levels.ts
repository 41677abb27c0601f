/** The levels of a pyramidal TIFF. */
import sharp from "sharp";
import type { Size } from "../../../pipeline/geometry.ts";

/** One level; `page` is its number in the file, 0 the full picture. One of its pixels is `factor` × `factor` full ones. */
export interface Level extends Size {
  readonly page: number;
  readonly factor: number;
}

/** All levels, largest first. Further pictures in a file that is no pyramid are not taken for levels. */
export async function levelsOf(path: string): Promise<readonly Level[]> {
  const { width, height, pages = 1 } = await sharp(path).metadata();
  const levels: Level[] = [{ page: 0, factor: 1, width, height }];
  for (let page = 1; page < pages; page += 1) {
    const level = await sharp(path, { page }).metadata();
    if (!isHalf(levels[page - 1], level)) break;
    levels.push({ page, factor: 2 ** page, width: level.width, height: level.height });
  }
  return levels;
}

function isHalf(larger: Size | undefined, smaller: Size): boolean {
  if (!larger) return false;
  return Math.abs(larger.width / 2 - smaller.width) <= 1 && Math.abs(larger.height / 2 - smaller.height) <= 1;
}

/** The smallest level that still has every pixel the wanted size of the region needs; the full picture if none has. */
export function levelFor(levels: readonly Level[], region: Size, wanted: Size): Level | undefined {
  const enough = levels.filter(
    ({ factor }) => Math.ceil(region.width / factor) >= wanted.width && Math.ceil(region.height / factor) >= wanted.height,
  );
  return enough.at(-1) ?? levels[0];
}
