/**
 * Draw what is read beside the page it was read on, to look at: the cleaned page with its lines, and at its right every
 * character at its place, in the colour of its confidence (black: 0.9 and above, brown: 0.6 and above, red: below).
 * Run: npx tsx bench/reading-overlay.ts <folder for the pictures> <page picture…>
 * The characters show as far as the fonts of this machine have them.
 */
import { mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import sharp from "sharp";
import type { TextLayer } from "../pipeline/text-layer.ts";
import { findLayout } from "./layout/find-layout.ts";
import { readFound } from "./reading/read-found.ts";

const LONGEST_SIDE_PIXELS = 1400;
const FONTS = "HanaMinA, HanaMinB, Noto Serif CJK TC, serif";
const LINE_COLOURS = { body: "#d01010", commentary: "#1050e0", "head-note": "#109020", "running-title": "#9020b0" } as const;

function colourOf(confidence: number): string {
  if (confidence >= 0.9) return "#000000";
  return confidence >= 0.6 ? "#a06000" : "#e00020";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function drawn(layer: TextLayer, scale: number, offset: number): string {
  const frames = layer.lines.map(({ box, kind }, i) => {
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((value) => value * scale) as [
      number,
      number,
      number,
      number,
    ];
    const frame = (left: number) =>
      `<rect x="${left}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${LINE_COLOURS[kind]}" stroke-width="1"/>`;
    return `${frame(x)}${frame(x + offset)}<text x="${x}" y="${y - 2}" font-size="11" fill="${LINE_COLOURS[kind]}">${i + 1}</text>`;
  });
  const characters = layer.lines.flatMap((line) =>
    line.characters.map(({ text, box, confidence }) => {
      const size = Math.min(box.width, box.height * 1.3) * scale;
      const [x, y] = [offset + (box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale + 0.36 * size];
      return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="middle" font-family="${FONTS}" fill="${colourOf(confidence)}">${escaped(text)}</text>`;
    }),
  );
  return [...frames, ...characters].join("\n");
}

async function draw(path: string, folder: string): Promise<void> {
  const found = await findLayout(path, true);
  const layer = await readFound(found);
  const scale = LONGEST_SIDE_PIXELS / Math.max(layer.width, layer.height);
  const [width, height] = [Math.round(layer.width * scale), Math.round(layer.height * scale)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" height="${height}"><rect x="${width}" width="${width}" height="${height}" fill="#ffffff"/>${drawn(layer, scale, width)}</svg>`;
  const target = join(folder, `${basename(path, extname(path))}.png`);
  const page = await sharp(found.path, { limitInputPixels: 400_000_000 })
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .resize(width, height, { fit: "fill" })
    .extend({ right: width, background: "white" })
    .png()
    .toBuffer();
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  await sharp(page)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toFile(target);
  const characters = layer.lines.flatMap((line) => line.characters);
  const mean = characters.reduce((sum, each) => sum + each.confidence, 0) / Math.max(1, characters.length);
  const lines = `${found.layout.lines.length} lines (layout ${found.layout.confidence})`;
  console.log(`${target}: ${layer.writingMode}, ${lines}, ${characters.length} characters, mean confidence ${mean.toFixed(2)}`);
}

const [folder, ...paths] = process.argv.slice(2);
if (folder === undefined || paths.length === 0) console.log("Run: npx tsx bench/reading-overlay.ts <folder> <picture…>");
else {
  await mkdir(folder, { recursive: true });
  for (const path of paths) await draw(path, folder);
}
process.exit(0);
