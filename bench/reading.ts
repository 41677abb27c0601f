/**
 * What reading costs: start and memory of the recognizer, columns a CPU second of each engine, and whole pages (layout and
 * reading) beside native Tesseract on the same cleaned pictures in the same run, one thread each.
 * Run: npx tsx bench/reading.ts [folder of page pictures]
 */
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import type { Layout } from "../pipeline/layout.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { readReduced } from "../stages/layout/read-reduced.ts";
import { toLayout } from "../stages/layout/to-layout.ts";
import { chooseEngine, type EngineWish } from "../stages/ocr/choose-engine.ts";
import { cutLines } from "../stages/ocr/cut-lines.ts";
import { readColumns } from "../stages/ocr/read-columns.ts";
import { cleanBytes } from "../test/fixtures/image-stages.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { StageFiles } from "../test/fixtures/stage-files.ts";

const signal = new AbortController().signal;
const RUNS = 3;

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function layoutOf(path: string): Promise<Layout> {
  const { grey, full } = await readReduced(path);
  return toLayout(analysePage(grey, "auto"), grey, full);
}

async function read(path: string, layout: Layout, wish: EngineWish): Promise<void> {
  const choice = chooseEngine("han-nom", wish);
  const lines = await cutLines(path, layout, choice.engine.lineBreadthPixels);
  await readColumns({ layout, lines, script: "han-nom", choice, signal });
}

/** CPU seconds (middle of some runs) of native Tesseract, start included; undefined where it is not installed. */
async function nativeSeconds(path: string): Promise<number | undefined> {
  const runs: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const command = 'tesseract "$0" - -l chi_tra_vert --psm 5 >/dev/null 2>&1 || exit 1; times';
    const ran = await promisify(execFile)("sh", ["-c", command, path], { env: { ...process.env, OMP_THREAD_LIMIT: "1" } }).catch(
      () => undefined,
    );
    if (ran === undefined) return undefined;
    // The second line of `times` is what the children used.
    const parts = [...(ran.stdout.trim().split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/gu)].map(
      ([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds),
    );
    runs.push(parts.reduce((sum, each) => sum + each, 0));
  }
  return middle(runs);
}

async function timed(work: () => Promise<unknown>, times = RUNS): Promise<number> {
  const runs: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = cpuSeconds();
    await work();
    runs.push(cpuSeconds() - before);
  }
  return middle(runs);
}

const OWN: EngineWish = { engine: "auto", model: "hannom-pool" };
const TESSERACT: EngineWish = { engine: "tesseract", model: "hannom-pool" };

async function comparePages(folder: string): Promise<void> {
  console.log("CPU seconds a page, middle of three runs (native Tesseract: whole process; ours: warm; tesseract.js: one run)");
  console.log("page                        lines  layout  hannom  tesseract.js  native 1x  native 2x  (layout+hannom)/native 2x");
  for (const name of (await readdir(folder)).filter((each) => /\.(jpg|png)$/u.test(each)).sort()) {
    const { bytes } = await cleanBytes(await readFile(join(folder, name)));
    const files = await StageFiles.create();
    const { path } = await files.input("image/text", bytes[1]);
    const layout = await layoutOf(path);
    const double = join(files.folder, "double.png");
    await writeFile(
      double,
      await sharp(path)
        .resize({ width: layout.width * 2, kernel: "cubic" })
        .png()
        .toBuffer(),
    );
    await read(path, layout, OWN);
    await read(path, layout, TESSERACT);
    const found = await timed(() => layoutOf(path));
    const own = await timed(() => read(path, layout, OWN));
    const other = await timed(() => read(path, layout, TESSERACT), 1);
    const [once, twice] = [await nativeSeconds(path), await nativeSeconds(double)];
    const ratio = twice === undefined ? "-" : ((found + own) / twice).toFixed(2);
    const figures = [found, own, other, once, twice].map((each) => (each?.toFixed(2) ?? "-").padStart(8)).join("  ");
    console.log(`${name.slice(0, 26).padEnd(27)} ${String(layout.lines.length).padStart(5)} ${figures}  ${ratio}`);
  }
}

async function start(): Promise<void> {
  const [cpu, wall] = [cpuSeconds(), performance.now()];
  const blank = { width: 40, height: 400, pixels: Uint8Array.from({ length: 16_000 }, (_, i) => (i % 9 < 3 ? 30 : 240)) };
  const { engine, language } = chooseEngine("han-nom", OWN);
  await engine.read([blank], { language, writingMode: "vertical-rl", signal });
  const took = `${(performance.now() - wall).toFixed(0)} ms, ${(cpuSeconds() - cpu).toFixed(2)} CPU-s`;
  console.log(`start and first column: ${took}, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB resident`);
}

await start();
if (MATERIAL === undefined) {
  console.log("No material on this machine: set SOHOA_MATERIAL.");
} else {
  await comparePages(process.argv[2] ?? join(MATERIAL, "dev/pages/images"));
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
process.exit(0);
