/** Cut the lines of a layout out of the page, at the size at which an engine reads best. */
import { sharp } from "../../formats/locked-sharp.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { Layout } from "../../pipeline/layout.ts";
import type { LinePicture } from "./engine.ts";

/** A line picture with the way back to the page. */
export interface CutLine {
  readonly picture: LinePicture;
  /** The part of the page the picture shows, in page pixels. */
  readonly source: Box;
}

/** Longest picture, in line breadths: no engine needs more, and a wrong box cannot ask for gigabytes. */
const LONGEST_BREADTHS = 120;

/**
 * Cut all lines, in the order of the layout: scaled so that lines of their kind are usually `breadthPixels` broad (width
 * of a column, height of a horizontal line), or as they were scanned.
 * @throws what the decoder throws on a damaged picture.
 */
export async function cutLines(path: string, layout: Layout, breadthPixels?: number): Promise<readonly CutLine[]> {
  if (layout.lines.length === 0) return [];
  const { data, info } = await sharp(path, { limitInputPixels: 400_000_000 })
    .flatten({ background: "white" })
    .toColourspace("b-w")
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const page = { width: info.width, height: info.height, pixels: data };
  const cut: CutLine[] = [];
  for (const line of layout.lines) {
    const source = within(line.box, page.width, page.height);
    const usual = typicalBreadth(layout, line.kind);
    const picture = { ...cropOf(page, source), usualBreadthPixels: usual, lineConfidence: line.confidence };
    cut.push({ picture: breadthPixels === undefined ? picture : await scaled(picture, breadthPixels), source });
  }
  return cut;
}

function cropOf(page: LinePicture, { x, y, width, height }: Box): LinePicture {
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * page.width + x;
    pixels.set(page.pixels.subarray(from, from + width), row * width);
  }
  return { width, height, pixels };
}

async function scaled(picture: LinePicture & { readonly usualBreadthPixels: number }, breadth: number): Promise<LinePicture> {
  const scale = breadth / picture.usualBreadthPixels;
  const longest = breadth * LONGEST_BREADTHS;
  const width = Math.max(8, Math.min(longest, Math.round(picture.width * scale)));
  const height = Math.max(8, Math.min(longest, Math.round(picture.height * scale)));
  const raw = { width: picture.width, height: picture.height, channels: 1 as const };
  const pixels = await sharp(picture.pixels, { raw })
    .resize(width, height, { fit: "fill", kernel: "cubic" })
    .extractChannel(0)
    .raw()
    .toBuffer();
  return { ...picture, width, height, pixels, usualBreadthPixels: breadth };
}

/** Middle breadth of the lines of one kind: a column that holds only 一 must not be blown up to full width. */
function typicalBreadth(layout: Layout, kind: Layout["lines"][number]["kind"]): number {
  const breadths = layout.lines
    .filter((line) => line.kind === kind)
    .map((line) => (layout.writingMode === "vertical-rl" ? line.box.width : line.box.height))
    .sort((a, b) => a - b);
  return Math.max(1, breadths[breadths.length >> 1] ?? 1);
}

function within(box: Box, pageWidth: number, pageHeight: number): Box {
  const x = Math.max(0, Math.min(pageWidth - 1, Math.floor(box.x)));
  const y = Math.max(0, Math.min(pageHeight - 1, Math.floor(box.y)));
  const right = Math.max(x + 1, Math.min(pageWidth, Math.ceil(box.x + box.width)));
  const bottom = Math.max(y + 1, Math.min(pageHeight, Math.ceil(box.y + box.height)));
  return { x, y, width: right - x, height: bottom - y };
}
