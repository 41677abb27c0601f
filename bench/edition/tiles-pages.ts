/** Pages as they are served: access pictures, made by the stage that makes them, of pages drawn from a seed. */
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { fileSource } from "../../formats/byte-source.ts";
import { encodeRaster } from "../../formats/image-input.ts";
import { type PyramidLevel, readPyramid } from "../../formats/tiff-pyramid.ts";
import type { Size } from "../../pipeline/geometry.ts";
import { accessImage } from "../../stages/access-image.ts";
import { drawnPage } from "../../test/fixtures/drawn-page.ts";

/** A page to be served; its name is its place in the book. */
export interface TilePage extends Size {
  readonly path: string;
  readonly levels: readonly PyramidLevel[];
}

/** Make so many pages, or open those that were made before in this folder. */
export async function makePages(folder: string, count: number, size: Size): Promise<readonly TilePage[]> {
  await mkdir(folder, { recursive: true });
  const pages: TilePage[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    const path = join(folder, `page-${seed}.tif`);
    const levels = await levelsOf(path).catch(() => makeAccess(folder, path, seed, size));
    pages.push({ ...size, path, levels });
  }
  return pages;
}

/** The requests that OpenSeadragon sends for all tiles of a page: `region/size/rotation/quality.format`. */
export function tileRequests({ width, height, levels }: TilePage): readonly string[] {
  return levels.flatMap(({ factor, tiles }) => {
    const step = (tiles?.width ?? 512) * factor;
    const requests: string[] = [];
    for (let y = 0; y < height; y += step) {
      for (let x = 0; x < width; x += step) {
        const [w, h] = [Math.min(step, width - x), Math.min(step, height - y)];
        requests.push(`${x},${y},${w},${h}/${Math.ceil(w / factor)},${Math.ceil(h / factor)}/0/default.jpg`);
      }
    }
    return requests;
  });
}

async function makeAccess(folder: string, path: string, seed: number, size: Size): Promise<readonly PyramidLevel[]> {
  const clean = join(folder, "clean.jpg");
  await encodeRaster(drawnPage({ ...size, seed }).raster)
    .jpeg({ quality: 95 })
    .toFile(clean);
  await accessImage.run({
    inputs: { clean: { role: "image/clean", path: clean, digest: "", sizeBytes: 0, mediaType: "image/jpeg" } },
    outputs: { access: path, thumbnail: join(folder, "thumbnail.jpg") },
    scratch: folder,
    params: accessImage.params.parse({}),
    signal: new AbortController().signal,
  });
  return levelsOf(path);
}

async function levelsOf(path: string): Promise<readonly PyramidLevel[]> {
  const file = await open(path);
  try {
    return await readPyramid(fileSource(file, (await file.stat()).size));
  } finally {
    await file.close();
  }
}
