/**
 * A small Hán-Nôm book made by machine: woodblock leaves on aged paper as a scanner would deliver them, with the true text
 * and the place of every character. It shows the line at work where no real scan may be given away, and lets tests compare
 * with the truth. The same options give the same bytes (with the same version of sharp on the same kind of processor).
 */
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sharp } from "../../formats/locked-sharp.ts";
import type { Box } from "../../pipeline/geometry.ts";
import { type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import { contentsOf, type PageContent } from "./contents.ts";
import { sampleGlyphs } from "./glyphs.ts";
import { printLeaf } from "./leaf.ts";
import { paperTexture, type Texture } from "./paper.ts";
import { seededRandom } from "./random.ts";
import { scanSheet } from "./scan.ts";

/** What the book is to be like; everything has a default. */
export interface SampleBookOptions {
  readonly seed?: number;
  readonly pages?: number;
  /** Size of each picture in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Half a leaf (a page) a picture, or the whole unfolded leaf with its centre strip. */
  readonly leaf?: "half" | "whole";
  readonly format?: "tiff" | "jpeg";
  /** Written into the files as their resolution. */
  readonly resolutionDpi?: number;
  /** The leaf lies at most this much crooked. */
  readonly maxSkewDegrees?: number;
  /** How strongly the side behind shows, 0 to 1. */
  readonly showThrough?: number;
  /** This page (1 for the first) is horizontal Quốc ngữ. */
  readonly quocNguPage?: number;
  /** This page's file (1 for the first) ends in the middle, as after a broken copy. */
  readonly truncatedPage?: number;
}

/** The book, and everything that is true about it. Arrays by page run in page order. */
export interface SampleBook {
  readonly folder: string;
  /** File names, such as 0001.tif. */
  readonly files: readonly string[];
  readonly kinds: readonly PageContent["kind"][];
  /** Columns in reading order (lines of a Quốc ngữ page from the top); a blank leaf has none. */
  readonly trueText: readonly (readonly string[])[];
  /** Around the ink of each column, in pixels of the page before it was turned by `skewDegrees`. */
  readonly columnBoxes: readonly (readonly Box[])[];
  /** The same by character, spaces left out. */
  readonly characterBoxes: readonly (readonly (readonly Box[])[])[];
  /** Clockwise turn of each leaf about the middle of its picture. */
  readonly skewDegrees: readonly number[];
  /** The book's row in a register of holdings. */
  readonly registerRow: Readonly<Record<string, string>>;
  readonly record: ItemRecord;
}

const DEFAULTS = {
  seed: 1,
  pages: 12,
  width: 1600,
  height: 2200,
  leaf: "half",
  format: "tiff",
  resolutionDpi: 300,
  maxSkewDegrees: 1.6,
  showThrough: 0.16,
} as const;

type Settings = Required<Omit<SampleBookOptions, "truncatedPage" | "quocNguPage">>;

/** Write the book into a folder, which is made if it is not there. */
export async function makeSampleBook(folder: string, options: SampleBookOptions = {}): Promise<SampleBook> {
  const settings: Settings = { ...DEFAULTS, ...options };
  await mkdir(folder, { recursive: true });
  // The leaves are drawn as SVG of our own; the loaders for pictures from outside (formats/image-input.ts) leave SVG out.
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  const contents = contentsOf(settings.pages, settings.leaf === "whole" ? 2 : 1, options.quocNguPage);
  const texture = paperTexture(seededRandom(settings.seed, "texture"));
  const pages: PageTruth[] = [];
  for (const index of contents.keys()) pages.push(await makePage({ folder, contents, texture, settings }, index));
  const cut = pages[(options.truncatedPage ?? 0) - 1];
  if (cut) await truncate(join(folder, cut.file), Math.floor(cut.sizeBytes * 0.6));
  return {
    folder,
    files: pages.map((page) => page.file),
    kinds: contents.map((content) => content.kind),
    trueText: contents.map((content) => content.lines),
    columnBoxes: pages.map((page) => page.columnBoxes),
    characterBoxes: pages.map((page) => page.characterBoxes),
    skewDegrees: pages.map((page) => page.skewDegrees),
    registerRow: REGISTER_ROW,
    record: RECORD,
  };
}

interface PageTruth {
  readonly file: string;
  readonly sizeBytes: number;
  readonly columnBoxes: readonly Box[];
  readonly characterBoxes: readonly (readonly Box[])[];
  readonly skewDegrees: number;
}

interface Making {
  readonly folder: string;
  readonly contents: readonly PageContent[];
  readonly texture: Texture;
  readonly settings: Settings;
}

async function makePage({ folder, contents, texture, settings }: Making, index: number): Promise<PageTruth> {
  const size = { width: settings.width, height: settings.height };
  const leaf = { size, isWhole: settings.leaf === "whole", number: index + 1 };
  const print = (at: number) => {
    const content = contents[at];
    if (content === undefined || content.kind === "blank") return { svg: "", lineBoxes: [], characterBoxes: [] };
    return printLeaf(content, { ...leaf, number: at + 1 }, sampleGlyphs(), seededRandom(settings.seed, `print ${at}`));
  };
  const random = seededRandom(settings.seed, `scan ${index}`);
  const skewDegrees = Number(random.between(-settings.maxSkewDegrees, settings.maxSkewDegrees).toFixed(2));
  const front = print(index);
  const behind = settings.showThrough > 0 ? print(index + 1).svg : "";
  const picture = await scanSheet(
    { ink: front.svg, behind, showThrough: settings.showThrough, skewDegrees },
    size,
    texture,
    random,
  );
  const bytes = await encode(picture, settings);
  const file = `${String(index + 1).padStart(4, "0")}.${settings.format === "tiff" ? "tif" : "jpg"}`;
  await writeFile(join(folder, file), bytes);
  return { file, sizeBytes: bytes.length, columnBoxes: front.lineBoxes, characterBoxes: front.characterBoxes, skewDegrees };
}

function encode(picture: Buffer, settings: Settings): Promise<Buffer> {
  const image = sharp(picture, { raw: { width: settings.width, height: settings.height, channels: 3 } }).withMetadata({
    density: settings.resolutionDpi,
  });
  return settings.format === "tiff"
    ? image.tiff({ compression: "lzw", predictor: "horizontal" }).toBuffer()
    : image.jpeg({ quality: 92, chromaSubsampling: "4:4:4" }).toBuffer();
}

const SHELFMARK = "HN.mau-01";

const REGISTER_ROW: Readonly<Record<string, string>> = {
  shelfmark: SHELFMARK,
  title: "Nam quốc thi văn tập (sách mẫu)",
  holder: "sohoa",
  class: "Hán Nôm",
};

const RECORD = recordSchema.parse({
  v: 1,
  shelfmark: SHELFMARK,
  titles: [
    { language: "lzh", text: "南國詩文集" },
    { language: "vi", text: "Nam quốc thi văn tập (sách mẫu)" },
    { language: "en", text: "Verse and prose of the southern country (sample book)" },
  ],
  language: "vi-Hani",
  holder: "sohoa",
  rights: "https://creativecommons.org/publicdomain/zero/1.0/",
  access: "public",
  summary: "Sách dựng bằng máy để dùng thử: thơ văn cổ thuộc phạm vi công cộng, in trên giấy và vết ố giả lập.",
});
