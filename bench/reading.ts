/**
 * How well and how fast pages and columns are read: character error rate by the formula of the material's SOURCES.md,
 * CPU seconds of the whole process. Run: npx tsx bench/reading.ts [--cleaned | folder of image/text pictures to read instead of the raw pages]
 * With --cleaned the pages go through inspect and image-cleanup first.
 */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type CharacterErrors, characterErrors } from "../hannom/character-error.ts";
import type { Layout } from "../pipeline/layout.ts";
import { plainText, type TextLayer } from "../pipeline/text-layer.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { readReduced } from "../stages/layout/read-reduced.ts";
import { toLayout } from "../stages/layout/to-layout.ts";
import { chooseEngine } from "../stages/ocr/choose-engine.ts";
import { cutLines } from "../stages/ocr/cut-lines.ts";
import { readColumns } from "../stages/ocr/read-columns.ts";
import { cleanBytes } from "../test/fixtures/image-stages.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { StageFiles } from "../test/fixtures/stage-files.ts";

const signal = new AbortController().signal;
const COLUMN_SAMPLE = 150;
const ENGINE = process.argv.includes("--tesseract") ? "tesseract" : "auto";

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function percent({ distance, length }: CharacterErrors): string {
  return ((100 * distance) / Math.max(1, length)).toFixed(1).padStart(6);
}

function add(sum: CharacterErrors, more: CharacterErrors): CharacterErrors {
  return { distance: sum.distance + more.distance, length: sum.length + more.length };
}

async function readWith(path: string, layout: Layout): Promise<TextLayer> {
  const choice = chooseEngine("han-nom", { engine: ENGINE, model: "hannom-pool" });
  const lines = await cutLines(path, layout, choice.engine.lineBreadthPixels);
  return readColumns({ layout, lines, script: "han-nom", choice, signal });
}

async function pictureOf(raw: string, stem: string, pictures: string | undefined): Promise<string> {
  if (pictures === "--cleaned") {
    const { bytes } = await cleanBytes(await readFile(raw));
    return (await (await StageFiles.create()).input("image/text", bytes[1])).path;
  }
  const own = pictures === undefined ? undefined : join(pictures, `${stem}.png`);
  return own !== undefined && existsSync(own) ? own : raw;
}

async function readPages(folder: string, pictures: string | undefined): Promise<void> {
  console.log("page                              columns truth   CER %  layout s  ocr s");
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const stem = basename(name, ".jpg");
    const path = await pictureOf(join(folder, "images", name), stem, pictures);
    const truth = await readFile(join(folder, "text", `${stem}.txt`), "utf8");
    const started = cpuSeconds();
    const { grey, full } = await readReduced(path);
    const layout = toLayout(analysePage(grey, "auto"), grey, full);
    const between = cpuSeconds();
    const layer = await readWith(path, layout);
    const errors = characterErrors(truth, plainText(layer));
    const columns = layout.lines.filter((line) => line.kind === "body" || line.kind === "commentary").length;
    const seconds = `${(between - started).toFixed(2).padStart(9)} ${(cpuSeconds() - between).toFixed(2).padStart(6)}`;
    console.log(
      `${stem.padEnd(33)} ${String(columns).padStart(7)} ${String(truth.trim().split("\n").length).padStart(5)} ${percent(errors)} ${seconds}`,
    );
  }
}

/** A crop of the column set as a page of one column. */
async function readCrop(path: string): Promise<TextLayer> {
  const { full } = await readReduced(path);
  const box = { x: 0, y: 0, ...full };
  const line = { id: "c1", region: "r1", kind: "body" as const, box, confidence: 1 };
  return readWith(path, {
    v: 1,
    ...full,
    writingMode: "vertical-rl",
    kind: "single",
    confidence: 1,
    regions: [{ id: "r1", kind: "body", box }],
    lines: [line],
    order: [],
    strip: null,
  });
}

async function readSample(folder: string): Promise<void> {
  const rows = (await readFile(join(folder, "truth.tsv"), "utf8")).trim().split("\n").slice(1);
  const entries = rows
    .map((row) => row.split("\t"))
    .map(([image = "", text = "", document = ""]) => ({ image, text, isVerse: /^(kieu|luc)/u.test(document) }));
  const nothing = { distance: 0, length: 0 };
  let sums = { verse: nothing, prose: nothing };
  let exact = 0;
  const started = cpuSeconds();
  for (const kind of ["verse", "prose"] as const) {
    const pool = entries.filter((entry) => entry.isVerse === (kind === "verse"));
    const sample = Array.from(
      { length: COLUMN_SAMPLE / 2 },
      (_, i) => pool[Math.floor(((i + 0.5) * pool.length) / (COLUMN_SAMPLE / 2))],
    );
    for (const entry of sample) {
      if (entry === undefined) continue;
      const errors = characterErrors(entry.text, plainText(await readCrop(join(folder, entry.image))));
      sums = { ...sums, [kind]: add(sums[kind], errors) };
      exact += errors.distance === 0 ? 1 : 0;
    }
  }
  const all = add(sums.verse, sums.prose);
  console.log(
    `\n${COLUMN_SAMPLE} columns (half verse, evenly spread): verse ${percent(sums.verse)} %, prose ${percent(sums.prose)} %, all ${percent(all)} %,`,
  );
  console.log(`exact ${exact}, ${(((cpuSeconds() - started) / all.length) * 364).toFixed(2)} CPU-s a page of 364 characters`);
}

if (MATERIAL === undefined) {
  console.log("No material on this machine: set SOHOA_MATERIAL.");
} else {
  await readPages(join(MATERIAL, "dev/pages"), process.argv[2]);
  await readSample(join(MATERIAL, "dev/nomnaocr-columns"));
  process.exit(0);
}
