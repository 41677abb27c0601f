/**
 * Draw what layout finds over pages, to look at: lines by kind with their place in the reading order and confidence.
 * Run: npx tsx bench/layout-overlay.ts <folder for the pictures> <page picture…>
 *
 * Body red, commentary blue, head notes green, running title violet; a dashed box is a line of confidence under one half.
 */
import { mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import sharp from "sharp";
import type { Layout } from "../pipeline/layout.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { readReduced } from "../stages/layout/read-reduced.ts";
import { toLayout } from "../stages/layout/to-layout.ts";

const COLOURS: Readonly<Record<Layout["lines"][number]["kind"], string>> = {
  body: "#d01010",
  commentary: "#1050e0",
  "head-note": "#109020",
  "running-title": "#9020b0",
};
const LONGEST_SIDE_PIXELS = 1600;

function overlay(layout: Layout, scale: number): string {
  const size = Math.max(11, Math.round(0.009 * LONGEST_SIDE_PIXELS));
  const drawn = layout.lines.map(({ box, kind, confidence }, at) => {
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((value) => value * scale) as [
      number,
      number,
      number,
      number,
    ];
    const dash = confidence < 0.5 ? ' stroke-dasharray="6 4"' : "";
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${COLOURS[kind]}" stroke-width="2"${dash}/>
<text x="${x + 2}" y="${y + size}" font-size="${size}" font-family="sans-serif" font-weight="bold" fill="${COLOURS[kind]}">${at + 1}</text>
<text x="${x}" y="${y + height + 0.7 * size}" font-size="${0.7 * size}" font-family="sans-serif" fill="${COLOURS[kind]}">${Math.round(100 * confidence)}</text>`;
  });
  return drawn.join("\n");
}

async function draw(path: string, folder: string): Promise<void> {
  const { grey, full } = await readReduced(path);
  const layout = toLayout(analysePage(grey, "auto"), grey, full);
  const scale = LONGEST_SIDE_PIXELS / Math.max(full.width, full.height);
  const [width, height] = [Math.round(full.width * scale), Math.round(full.height * scale)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${overlay(layout, scale)}</svg>`;
  const page = sharp(path, { limitInputPixels: 400_000_000 }).flatten({ background: "white" }).toColourspace("srgb");
  const target = join(folder, `${basename(path, extname(path))}.png`);
  await page
    .resize(width, height, { fit: "fill" })
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toFile(target);
  const kinds = Object.keys(COLOURS).map((kind) => `${layout.lines.filter((line) => line.kind === kind).length} ${kind}`);
  console.log(`${target}: ${layout.writingMode}, ${layout.kind}, confidence ${layout.confidence}: ${kinds.join(", ")}`);
}

const [folder, ...paths] = process.argv.slice(2);
if (folder === undefined || paths.length === 0) console.log("Run: npx tsx bench/layout-overlay.ts <folder> <picture…>");
else {
  await mkdir(folder, { recursive: true });
  for (const path of paths) await draw(path, folder);
}
