/**
 * Which picture reads best: character error of the same recognizer on the scan itself, on the grey reading picture and on
 * two bitonal ones. Whole pages go through layout; XIII-19a is read by its given boxes as well; column crops are put
 * together to pages first, so that light and tone are taken from a whole page. Run: npx tsx bench/reading-picture.ts [pages of crops]
 */
import { mkdtempSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { encodeRaster } from "../formats/image-input.ts";
import { type Raster, toGrey } from "../formats/raster.ts";
import { type CharacterErrors, characterErrors } from "../hannom/character-error.ts";
import { type Box, invert, mapPoint } from "../pipeline/geometry.ts";
import { type Layout, layoutSchema } from "../pipeline/layout.ts";
import { plainText } from "../pipeline/text-layer.ts";
import { adaptiveThreshold } from "../stages/image-cleanup/adaptive-threshold.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { readReduced } from "../stages/layout/read-reduced.ts";
import { toLayout } from "../stages/layout/to-layout.ts";
import { chooseEngine } from "../stages/ocr/choose-engine.ts";
import { cutLines } from "../stages/ocr/cut-lines.ts";
import { readColumns } from "../stages/ocr/read-columns.ts";
import { cleanBytes, rasterOf } from "../test/fixtures/image-stages.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { composePages } from "./reading-picture/compose-pages.ts";

const PICTURES = ["raw", "grey", "bitonal of grey", "bitonal of raw"] as const;
type Picture = (typeof PICTURES)[number];
const ENGINES = ["auto", "tesseract"] as const;
type EngineName = (typeof ENGINES)[number];
const NOTHING: CharacterErrors = { distance: 0, length: 0 };
const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), "reading-picture-"));
const sums = new Map<string, CharacterErrors>();

/** A page in its four forms; boxes of its lines when they are known, moved along with the picture. */
interface Forms {
  readonly paths: Readonly<Record<Picture, string>>;
  readonly toClean: (box: Box) => Box;
}

async function formsOf(bytes: Buffer, name: string): Promise<Forms> {
  const cleaned = await cleanBytes(bytes, { minSkewDegrees: 0.06 });
  const back = invert(cleaned.report.toMaster);
  const raw = toGrey(await rasterOf(await saved(bytes, `${name}-raw`)));
  const windowPixels = 2 * Math.round(Math.max(raw.width, raw.height) / 80) + 1;
  const bitonal = (grey: Raster): Raster => adaptiveThreshold(grey, { windowPixels: Math.max(9, windowPixels), k: 0.2 });
  return {
    paths: {
      raw: join(folder, `${name}-raw.png`),
      grey: await saved(cleaned.bytes[1] as Buffer, `${name}-grey`),
      "bitonal of grey": await savedRaster(bitonal(toGrey(cleaned.text)), `${name}-bg`),
      "bitonal of raw": await savedRaster(bitonal(raw), `${name}-br`),
    },
    toClean: ({ x, y, width, height }) => {
      const [from, to] = [mapPoint(back, x, y), mapPoint(back, x + width, y + height)];
      return { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
    },
  };
}

async function saved(bytes: Buffer, name: string): Promise<string> {
  const path = join(folder, `${name}.png`);
  const { default: sharp } = await import("sharp");
  await sharp(bytes).png().toFile(path);
  return path;
}

async function savedRaster(raster: Raster, name: string): Promise<string> {
  const path = join(folder, `${name}.png`);
  await encodeRaster(raster).toColourspace("b-w").png().toFile(path);
  return path;
}

async function readBy(path: string, layout: Layout, engine: EngineName): Promise<string> {
  const choice = chooseEngine("han-nom", { engine, model: "hannom-pool" });
  const lines = await cutLines(path, layout, choice.engine.lineBreadthPixels);
  return plainText(await readColumns({ layout, lines, script: "han-nom", choice, signal }));
}

async function score(group: string, truth: string, forms: Forms, layoutOf: (path: string, picture: Picture) => Promise<Layout>) {
  for (const picture of PICTURES) {
    const layout = await layoutOf(forms.paths[picture], picture);
    for (const engine of ENGINES) {
      const { distance, length } = characterErrors(truth, await readBy(forms.paths[picture], layout, engine));
      const key = `${group}|${engine}|${picture}`;
      const before = sums.get(key) ?? NOTHING;
      sums.set(key, { distance: before.distance + distance, length: before.length + length });
    }
  }
}

/** One vertical column a box, in the order given. */
function givenLayout(boxes: readonly Box[], full: { readonly width: number; readonly height: number }): Layout {
  const whole = { x: 0, y: 0, ...full };
  return layoutSchema.parse({
    v: 1,
    ...full,
    writingMode: "vertical-rl",
    kind: "single",
    confidence: 1,
    regions: [{ id: "r1", kind: "body", box: whole }],
    lines: boxes.map((box, i) => ({ id: `c${i}`, region: "r1", kind: "body" as const, box, confidence: 1 })),
  });
}

async function scoreWithBoxes(group: string, truth: string, forms: Forms, boxes: readonly Box[]): Promise<void> {
  await score(group, truth, forms, async (path, picture) => {
    const { full } = await readReduced(path);
    // only the grey picture and what is made of it may have moved
    return givenLayout(picture === "raw" || picture === "bitonal of raw" ? boxes : boxes.map(forms.toClean), full);
  });
}

async function scorePages(pages: string): Promise<void> {
  for (const name of (await readdir(join(pages, "images"))).sort()) {
    const stem = basename(name, ".jpg");
    const truth = await readFile(join(pages, "text", `${stem}.txt`), "utf8");
    const forms = await formsOf(await readFile(join(pages, "images", name)), stem);
    await score(`page ${stem}`, truth, forms, async (path) => {
      const { grey, full } = await readReduced(path);
      return toLayout(analysePage(grey, "auto"), grey, full);
    });
    const rows = await readFile(join(pages, "text", `${stem}.columns.tsv`), "utf8").catch(() => "");
    const boxes = rows
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split("\t"));
    if (boxes.length === 0) continue;
    const given = boxes.map(([x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }));
    await scoreWithBoxes(`boxes ${stem}`, boxes.map((row) => row[4] ?? "").join("\n"), forms, given);
  }
}

if (MATERIAL === undefined) {
  console.log("No material on this machine: set SOHOA_MATERIAL.");
} else {
  await scorePages(join(MATERIAL, "dev/pages"));
  for await (const page of composePages(join(MATERIAL, "dev/nomnaocr-columns"), Number(process.argv[2] ?? 20))) {
    await scoreWithBoxes(
      page.isVerse ? "crops, verse" : "crops, prose",
      page.text,
      await formsOf(page.bytes, page.name),
      page.boxes,
    );
  }
  console.log(`${"character error in %".padEnd(38)} characters  engine    ${PICTURES.map((each) => each.padStart(16)).join("")}`);
  for (const group of new Set([...sums.keys()].map((key) => key.split("|")[0] as string))) {
    for (const engine of ENGINES) {
      const cells = PICTURES.map((picture) => sums.get(`${group}|${engine}|${picture}`) ?? NOTHING);
      const rates = cells.map(({ distance, length }) => ((100 * distance) / Math.max(1, length)).toFixed(1).padStart(16));
      const name = engine === "auto" ? "hannom" : engine;
      console.log(`${group.padEnd(38)} ${String(cells[0]?.length ?? 0).padStart(10)}  ${name.padEnd(10)}${rates.join("")}`);
    }
  }
  process.exit(0);
}
