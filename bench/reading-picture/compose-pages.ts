/** Put the column crops of a page of the material side by side again, so that it can be cleaned as a page. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { Box } from "../../pipeline/geometry.ts";

/** A page of crops with its truth. */
export interface ComposedPage {
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
  /** Where each column lies, right to left. */
  readonly boxes: readonly Box[];
  readonly isVerse: boolean;
}

const GAP_PIXELS = 3;
const MARGIN_PIXELS = 12;

/** `count` pages, evenly spread over those of the material. */
export async function* composePages(folder: string, count: number): AsyncGenerator<ComposedPage> {
  const rows = (await readFile(join(folder, "truth.tsv"), "utf8")).trim().split("\n").slice(1);
  const pages = new Map<string, string[][]>();
  for (const columns of rows.map((row) => row.split("\t"))) {
    const page = `${columns[2]}/${columns[3]}`;
    pages.set(page, [...(pages.get(page) ?? []), columns]);
  }
  const all = [...pages].filter(([, columns]) => columns.length >= 5);
  for (let i = 0; i < count; i++) {
    const [name, columns] = all[Math.floor(((i + 0.5) * all.length) / count)] ?? ["", []];
    if (columns.length > 0) yield composePage(folder, name, columns);
  }
}

async function composePage(folder: string, name: string, columns: readonly string[][]): Promise<ComposedPage> {
  const crops = await Promise.all(columns.map(([image = ""]) => cropOf(join(folder, image))));
  const width = crops.reduce((sum, crop) => sum + crop.width + GAP_PIXELS, 2 * MARGIN_PIXELS);
  const height = Math.max(...crops.map((crop) => crop.height)) + 2 * MARGIN_PIXELS;
  let right = width - MARGIN_PIXELS;
  const placed = crops.map((crop) => {
    right -= crop.width + GAP_PIXELS;
    return { input: crop.bytes, left: right, top: MARGIN_PIXELS };
  });
  const paper = crops.map((crop) => crop.paper).sort((a, b) => a[1] - b[1])[crops.length >> 1] ?? [255, 255, 255];
  const background = { r: paper[0], g: paper[1], b: paper[2] };
  const bytes = await sharp({ create: { width, height, channels: 3, background } })
    .composite(placed)
    .png()
    .toBuffer();
  return {
    name: name.replaceAll("/", "_"),
    bytes,
    text: columns.map(([, text]) => text ?? "").join("\n"),
    boxes: placed.map(({ left, top }, i) => ({ x: left, y: top, width: crops[i]?.width ?? 0, height: crops[i]?.height ?? 0 })),
    isVerse: /^(kieu|luc)/u.test(name),
  };
}

interface Crop {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly paper: readonly [number, number, number];
}

/** A crop with the colour of its paper: the level that a quarter of its pixels is brighter than, channel by channel. */
async function cropOf(path: string): Promise<Crop> {
  const bytes = await readFile(path);
  const { data, info } = await sharp(bytes).toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const levelOf = (channel: number): number => {
    const levels = data.filter((_, i) => i % info.channels === Math.min(channel, info.channels - 1)).sort();
    return levels[Math.floor(levels.length * 0.75)] ?? 255;
  };
  return { bytes, width: info.width, height: info.height, paper: [levelOf(0), levelOf(1), levelOf(2)] };
}
