/**
 * What cleanup does to the real pages of the material: for each how it was turned and cropped, how much of its ink is missing
 * from either picture, and what was told. Ends with exit code 1 where a page loses more than a thousandth.
 *
 *   npx tsx bench/quality-real-pages.ts [--sheet FOLDER]
 *
 * With a folder it writes for each page the master (with the kept part outlined), `image/clean` and `image/text` side by side.
 */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { encodeRaster } from "../formats/image-input.ts";
import type { Raster } from "../formats/raster.ts";
import { mapPoint } from "../pipeline/geometry.ts";
import { type Cleaned, cleanBytes } from "../test/fixtures/image-stages.ts";
import { MATERIAL } from "../test/fixtures/material.ts";

const FOLDERS = [
  "wild/open-guji",
  "wild/manuscript",
  "wild/vnpf-woodblock",
  "dev/pages/images",
  "dev/woodblock-spreads-charboxes/images",
  "dev/manuscript-spreads-no-truth/images",
];
const MOST_LOSS_SHARE = 0.001;
/** Height of a picture on a sheet, in pixels. */
const SHEET_HEIGHT = 1100;
const RED = [255, 0, 0];

const { values } = parseArgs({ options: { sheet: { type: "string" } } });
if (MATERIAL === undefined) throw new Error("No material on this machine: set SOHOA_MATERIAL.");
if (values.sheet !== undefined) mkdirSync(values.sheet, { recursive: true });

/** Corners of the cleaned picture on the upright master, as the steps of both coordinates. */
function keptPart({ report }: Cleaned): readonly { readonly x: number; readonly y: number }[] {
  const { width, height } = report.clean;
  return [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ].map(([x = 0, y = 0]) => mapPoint(report.toMaster, x, y));
}

/** The master as it is shown, with the kept part outlined. */
async function outlined(master: Buffer, cleaned: Cleaned): Promise<Buffer> {
  const { data, info } = await sharp(master)
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .resize({ height: SHEET_HEIGHT })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const shrink = SHEET_HEIGHT / cleaned.report.master.height;
  const corners = keptPart(cleaned);
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % corners.length] ?? from;
    for (let step = 0; step <= 4000; step++) {
      const x = Math.round((from.x + ((to.x - from.x) * step) / 4000) * shrink);
      const y = Math.round((from.y + ((to.y - from.y) * step) / 4000) * shrink);
      if (x >= 0 && y >= 0 && x < info.width && y < info.height) data.set(RED, (y * info.width + x) * 3);
    }
  });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer();
}

async function sheetOf(path: string, master: Buffer, cleaned: Cleaned): Promise<void> {
  const small = (picture: Raster): Promise<Buffer> =>
    encodeRaster(picture).toColourspace("srgb").resize({ height: SHEET_HEIGHT }).png().toBuffer();
  const pictures = [await outlined(master, cleaned), await small(cleaned.clean), await small(cleaned.text)];
  let left = 0;
  const placed = [];
  for (const input of pictures) {
    placed.push({ input, left, top: 0 });
    left += ((await sharp(input).metadata()).width ?? 0) + 12;
  }
  await sharp({ create: { width: left, height: SHEET_HEIGHT, channels: 3, background: "#3060a0" } })
    .composite(placed)
    .png()
    .toFile(path);
}

function rowOf(name: string, { quality, report }: Cleaned): string {
  const loss = report.inkLoss;
  const kept = (100 * report.clean.width * report.clean.height) / (report.master.width * report.master.height);
  const stepOf = (step: string): string =>
    report.steps
      .filter((each) => each.name === step)
      .map((each) => Object.values(each.params)[0])
      .join();
  const percent = (share: number | undefined): string => (share === undefined ? "-" : `${(100 * share).toFixed(3)} %`);
  const codes = [...quality.findings, ...report.findings].map((each) => each.code).join(" ");
  return [
    name.padEnd(44),
    (stepOf("deskew") || "-").padStart(7),
    (stepOf("turn") || "-").padStart(4),
    (stepOf("perspective") === "" ? "-" : "yes").padStart(7),
    `${kept.toFixed(1)} %`.padStart(8),
    String(loss?.inkPixels ?? "-").padStart(9),
    percent(loss?.clean).padStart(9),
    percent(loss?.text).padStart(9),
    ` ${codes}`,
  ].join(" ");
}

console.log("page                                          skewed turn aslant  kept ink pixels     clean      text  findings");
let worst = 0;
const seen = new Set<string>();
for (const folder of FOLDERS) {
  for (const name of readdirSync(join(MATERIAL, folder)).sort()) {
    if (!/\.(jpg|png)$/.test(name) || seen.has(name)) continue;
    seen.add(name);
    const master = readFileSync(join(MATERIAL, folder, name));
    const cleaned = await cleanBytes(master);
    worst = Math.max(worst, cleaned.report.inkLoss?.clean ?? 0, cleaned.report.inkLoss?.text ?? 0);
    console.log(rowOf(name, cleaned));
    if (values.sheet !== undefined) await sheetOf(join(values.sheet, `${name.replace(/\.\w+$/, "")}.png`), master, cleaned);
  }
}
console.log(`${seen.size} pages; most ink lost ${(100 * worst).toFixed(3)} %, bar ${100 * MOST_LOSS_SHARE} %`);
process.exit(seen.size === 0 || worst > MOST_LOSS_SHARE ? 1 : 0);
