/**
 * How well columns are found, on raw and on cleaned pictures, and on drawn pages that nothing was tuned on.
 * Run: npx tsx bench/layout.ts [--drawn-only]
 *
 * found: true columns that exactly one line holds alone (and in order: at their place in the reading order); once: characters
 * in exactly one line; empty: lines without any character; overlap: mean overlap (IoU) of found columns with their line.
 * True columns come from character boxes (bench/layout/true-columns.ts). Intervals resample pages.
 */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { readCovers } from "../cli/evaluate/read-covers.ts";
import type { Box } from "../pipeline/geometry.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { toLayout } from "../stages/layout/to-layout.ts";
import { drawLeaf } from "../test/fixtures/drawn-leaf.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { overlap, readCharacterBoxes } from "./layout/boxed-page.ts";
import { type FoundLayout, findLayout } from "./layout/find-layout.ts";
import { shareWithInterval } from "./layout/page-bootstrap.ts";
import { type PageScore, scorePage } from "./layout/score-page.ts";
import { isCentreStrip, trueColumns } from "./layout/true-columns.ts";

/** Which parts of the development pages their texts cover, where not the whole: kieu-1866_page01a stops at verse 20 of 24. */
const COVERS = join(import.meta.dirname, "reading/covers");

interface Row extends PageScore {
  readonly name: string;
  readonly cpuSeconds: number;
}

function printRows(rows: readonly Row[], isEach: boolean): void {
  if (isEach) {
    console.log(`${"page".padEnd(23)} columns found order  chars  once lines empty  CPU s`);
    for (const row of rows) {
      const cells = [row.columns, row.found, row.inOrder, row.characters, row.once, row.lines, row.empty];
      console.log(
        `${row.name.padEnd(23)} ${cells.map((cell) => String(cell).padStart(6)).join("")}   ${row.cpuSeconds.toFixed(2)}`,
      );
    }
  }
  const share = (part: keyof PageScore, whole: keyof PageScore) =>
    shareWithInterval(rows.map((row) => ({ part: row[part], whole: row[whole] })));
  console.log(`columns found ${share("found", "columns")}, found and in order ${share("inOrder", "columns")}`);
  console.log(
    `characters once ${share("once", "characters")}, empty lines ${share("empty", "lines")}, overlap ${share("overlap", "found")}`,
  );
  const cpu = rows.reduce((sum, row) => sum + row.cpuSeconds, 0) / rows.length;
  console.log(`${cpu.toFixed(3)} CPU-s a page\n`);
}

async function scoreSpreads(folder: string, isCleaned: boolean): Promise<void> {
  const rows: Row[] = [];
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const stem = basename(name, ".jpg");
    const found = await findLayout(join(folder, "images", name), isCleaned);
    const boxes = await readCharacterBoxes(join(folder, "boxes", `${stem}.txt`), found.raw);
    const columns = trueColumns(boxes.map(found.fromRaw));
    const body = columns.filter((column) => !isCentreStrip(column, columns, found.layout));
    const lines = found.layout.lines.filter((line) => line.kind !== "running-title");
    rows.push({ name: stem, ...scorePage(lines, body), cpuSeconds: found.cpuSeconds });
  }
  printRows(rows, true);
}

async function scorePages(folder: string, isCleaned: boolean): Promise<void> {
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const stem = basename(name, ".jpg");
    const found = await findLayout(join(folder, "images", name), isCleaned);
    const count = (await readFile(join(folder, "text", `${stem}.txt`), "utf8")).trim().split("\n").length;
    const covered = (await readCovers(COVERS, stem))?.map(found.fromRaw);
    const body = found.layout.lines
      .filter((line) => line.kind === "body" || line.kind === "commentary")
      .filter(({ box }) => covered === undefined || covered.some((part) => isMiddleIn(box, part)));
    const boxes = await trueLines(join(folder, "text", `${stem}.columns.tsv`), found);
    const least = boxes.length === 0 ? "" : `, least overlap with the true box at its place ${leastOverlap(boxes, body)}`;
    console.log(`${stem}: ${body.length} columns, ${count} in the text${least}`);
  }
  console.log("");
}

function isMiddleIn(box: Box, part: Box): boolean {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x >= part.x && x < part.x + part.width && y >= part.y && y < part.y + part.height;
}

async function trueLines(path: string, found: FoundLayout) {
  if (!existsSync(path)) return [];
  return (await readFile(path, "utf8"))
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => {
      const [x = 0, y = 0, width = 0, height = 0] = row.split("\t").map(Number);
      return found.fromRaw({ x, y, width, height });
    });
}

function leastOverlap(truth: Awaited<ReturnType<typeof trueLines>>, lines: FoundLayout["layout"]["lines"]): string {
  return Math.min(...truth.map((box, i) => (lines[i] === undefined ? 0 : overlap(box, lines[i].box)))).toFixed(2);
}

const DRAWN_PAGES = 240;

async function scoreDrawn(): Promise<void> {
  console.log(`== ${DRAWN_PAGES} drawn pages`);
  const rows: Row[] = [];
  for (let seed = 1; seed <= DRAWN_PAGES; seed++) {
    const leaf = await drawLeaf(seed);
    const before = process.cpuUsage();
    const layout = toLayout(analysePage(leaf.grey, "auto"), leaf.grey, leaf.grey);
    const { user, system } = process.cpuUsage(before);
    const lines = layout.lines.filter((line) => line.kind !== "running-title");
    rows.push({ name: String(seed), ...scorePage(lines, leaf.runs), cpuSeconds: (user + system) / 1e6 });
  }
  printRows(rows, false);
  const worst = [...rows].sort((a, b) => a.found / a.columns - b.found / b.columns).slice(0, 5);
  console.log(`worst seeds: ${worst.map((row) => `${row.name} (${row.found} of ${row.columns})`).join(", ")}`);
}

if (MATERIAL === undefined) console.log("No material on this machine: set SOHOA_MATERIAL.");
else if (!process.argv.includes("--drawn-only")) {
  for (const isCleaned of [false, true]) {
    console.log(isCleaned ? "== after image-cleanup" : "== as scanned");
    await scorePages(join(MATERIAL, "dev/pages"), isCleaned);
    await scoreSpreads(join(MATERIAL, "dev/woodblock-spreads-charboxes"), isCleaned);
  }
}
await scoreDrawn();
