/**
 * Corrected columns as pictures with their text: what a recognizer is trained and measured on. The folder is a set for
 * `sohoa evaluate` and for `training/pool.py --eval`.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeRaster, openDerivative } from "../formats/image-input.ts";
import type { Raster } from "../formats/raster.ts";
import type { Box } from "../pipeline/geometry.ts";
import type { ItemRow, PageRow } from "../pipeline/ledger-rows.ts";
import { type TextLayer, textLayerSchema } from "../pipeline/text-layer.ts";
import type { Services } from "./compose.ts";

/** What was written, and what was left out. */
export interface TrainingCounts extends Record<string, number> {
  readonly columns: number;
  readonly pages: number;
  /** Columns without text or with a character that nobody could type. */
  readonly unfit: number;
  /** Pages that no person has corrected, or that are not written in columns. */
  readonly leftOut: number;
}

const UNTYPED = /[?〓\uFFFD]/u;
const HEADING = ["image", "text", "document", "page", "column_index"];

/** Write the corrected columns of an item. `truth.tsv` comes last: a folder that has it is whole. */
export async function exportTraining(services: Services, item: ItemRow, folder: string): Promise<TrainingCounts> {
  await mkdir(join(folder, "images"), { recursive: true });
  const rows: (readonly string[])[] = [HEADING];
  const counts = { pages: 0, unfit: 0, leftOut: 0 };
  for (const page of await services.ledger.pages(item.id)) {
    const layer = await reviewedColumns(services, page);
    const picture = await services.ledger.current(page.id, "image/text");
    if (layer === undefined || picture === undefined) {
      counts.leftOut += 1;
      continue;
    }
    const raster = await greyOf(await services.cache.file(picture.digest));
    const fit = layer.lines.filter((line) => line.text !== "" && !UNTYPED.test(line.text));
    for (const [index, line] of fit.entries()) {
      const name = `${page.id}_${line.id}.png`;
      await encodeRaster(cropped(raster, line.box))
        .toColourspace("b-w")
        .png()
        .toFile(join(folder, "images", name));
      rows.push([name, line.text, item.id, page.id, String(index)]);
    }
    counts.pages += 1;
    counts.unfit += layer.lines.length - fit.length;
  }
  const table = join(folder, "truth.tsv");
  await writeFile(`${table}.part`, rows.map((cells) => `${cells.join("\t")}\n`).join(""));
  await rename(`${table}.part`, table);
  return { columns: rows.length - 1, ...counts };
}

async function reviewedColumns({ ledger, cache }: Services, page: PageRow): Promise<TextLayer | undefined> {
  const reviewed = await ledger.current(page.id, "text/reviewed");
  if (reviewed === undefined) return undefined;
  const layer = textLayerSchema.parse(JSON.parse(await readFile(await cache.file(reviewed.digest), "utf8")));
  return layer.writingMode === "vertical-rl" ? layer : undefined;
}

async function greyOf(path: string): Promise<Raster> {
  const { data, info } = await openDerivative(path)
    .toColourspace("b-w")
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 1, pixels: data };
}

function cropped(raster: Raster, box: Box): Raster {
  const left = Math.min(raster.width - 1, Math.max(0, Math.floor(box.x)));
  const top = Math.min(raster.height - 1, Math.max(0, Math.floor(box.y)));
  const width = Math.max(1, Math.min(raster.width, Math.ceil(box.x + box.width)) - left);
  const height = Math.max(1, Math.min(raster.height, Math.ceil(box.y + box.height)) - top);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * raster.width + left;
    pixels.set(raster.pixels.subarray(from, from + width), y * width);
  }
  return { width, height, channels: 1, pixels };
}
