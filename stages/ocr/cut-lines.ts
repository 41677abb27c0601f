/** Cut the lines of a layout out of the page, at a size at which engines read best. */
import sharp from "sharp";
import type { Box } from "../../pipeline/geometry.ts";
import type { Layout } from "../../pipeline/layout.ts";
import type { LinePicture } from "./engine.ts";

/** A line picture with the way back to the page. */
export interface CutLine {
  readonly picture: LinePicture;
  /** The part of the page the picture shows, in page pixels. */
  readonly source: Box;
}

/** Breadth of a line (width of a column, height of a horizontal line) in the pictures, in pixels. */
const LINE_BREADTH_PIXELS = 48;
/** Longest picture, in line breadths: no engine needs more, and a wrong box cannot ask for gigabytes. */
const LONGEST_BREADTHS = 120;

/** Cut all lines, in the order of the layout. @throws what the decoder throws on a damaged picture. */
export async function cutLines(path: string, layout: Layout): Promise<readonly CutLine[]> {
  if (layout.lines.length === 0) return [];
  const { data, info } = await sharp(path, { limitInputPixels: 400_000_000 })
    .flatten({ background: "white" })
    .toColourspace("b-w")
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cut: CutLine[] = [];
  for (const line of layout.lines) {
    const source = within(line.box, info.width, info.height);
    const scale = LINE_BREADTH_PIXELS / typicalBreadth(layout, line.kind);
    const longest = LINE_BREADTH_PIXELS * LONGEST_BREADTHS;
    const width = Math.max(8, Math.min(longest, Math.round(source.width * scale)));
    const height = Math.max(8, Math.min(longest, Math.round(source.height * scale)));
    const { data: pixels } = await sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } })
      .extract({ left: source.x, top: source.y, width: source.width, height: source.height })
      .resize(width, height, { fit: "fill", kernel: "cubic" })
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    cut.push({ picture: { width, height, pixels }, source });
  }
  return cut;
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
