/**
 * How well columns are found on real pages: against character boxes where there are some, against true column boxes
 * where there are some. Run: npx tsx bench/layout.ts
 *
 * inside: characters whose middle lies in exactly one line; twice: in more than one; empty: lines without any character;
 * mixed: characters that stand more than 0.7 of their width beside the middle of their line (two columns in one).
 */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Box } from "../pipeline/geometry.ts";
import type { Layout } from "../pipeline/layout.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { readReduced } from "../stages/layout/read-reduced.ts";
import { toLayout } from "../stages/layout/to-layout.ts";
import { MATERIAL } from "../test/fixtures/material.ts";

async function findLayout(path: string): Promise<{ layout: Layout; cpuSeconds: number }> {
  const { grey, full } = await readReduced(path);
  const before = process.cpuUsage();
  const layout = toLayout(analysePage(grey, "auto"), grey, full);
  const { user, system } = process.cpuUsage(before);
  return { layout, cpuSeconds: (user + system) / 1e6 };
}

function isInside(x: number, y: number, box: Box): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

function compare(layout: Layout, characters: readonly Box[]) {
  const filled = new Map(layout.lines.map((line) => [line.id, [] as Box[]]));
  let inside = 0;
  let twice = 0;
  for (const box of characters) {
    const hits = layout.lines.filter((line) => isInside(box.x + box.width / 2, box.y + box.height / 2, line.box));
    if (hits.length === 1) inside++;
    if (hits.length > 1) twice++;
    for (const hit of hits) filled.get(hit.id)?.push(box);
  }
  let mixed = 0;
  for (const boxes of filled.values()) {
    const middles = boxes.map((box) => box.x + box.width / 2).sort((a, b) => a - b);
    const middle = middles[middles.length >> 1] ?? 0;
    mixed += boxes.filter((box) => Math.abs(box.x + box.width / 2 - middle) > 0.7 * box.width).length;
  }
  const empty = [...filled.values()].filter((boxes) => boxes.length === 0).length;
  return { inside, twice, mixed, empty };
}

async function scoreSpreads(folder: string): Promise<void> {
  console.log("spread                  chars inside twice mixed lines empty  CPU s");
  const sum = { chars: 0, inside: 0, twice: 0, mixed: 0, lines: 0, empty: 0 };
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const { layout, cpuSeconds } = await findLayout(join(folder, "images", name));
    const rows = (await readFile(join(folder, "boxes", `${basename(name, ".jpg")}.txt`), "utf8")).trim().split("\n");
    const characters = rows.map((row): Box => {
      const [, cx = 0, cy = 0, w = 0, h = 0] = row.split(" ").map(Number);
      return {
        x: (cx - w / 2) * layout.width,
        y: (cy - h / 2) * layout.height,
        width: w * layout.width,
        height: h * layout.height,
      };
    });
    const found = compare(layout, characters);
    const row = { chars: characters.length, ...found, lines: layout.lines.length };
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += row[key];
    print(basename(name, ".jpg"), row, cpuSeconds.toFixed(2));
  }
  print("all", sum, "");
}

function print(
  name: string,
  row: Record<"chars" | "inside" | "twice" | "mixed" | "lines" | "empty", number>,
  last: string,
): void {
  const cell = (value: number, width: number) => String(value).padStart(width);
  console.log(
    `${name.padEnd(23)} ${cell(row.chars, 5)} ${cell(row.inside, 6)} ${cell(row.twice, 5)} ${cell(row.mixed, 5)} ${cell(row.lines, 5)} ${cell(row.empty, 5)} ${last.padStart(6)}`,
  );
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

async function scorePages(folder: string): Promise<void> {
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const stem = basename(name, ".jpg");
    const { layout } = await findLayout(join(folder, "images", name));
    const body = layout.lines.filter((line) => line.kind !== "running-title" && line.kind !== "head-note");
    const columns = (await readFile(join(folder, "text", `${stem}.txt`), "utf8")).trim().split("\n").length;
    const boxes = join(folder, "text", `${stem}.columns.tsv`);
    const truth = existsSync(boxes) ? (await readFile(boxes, "utf8")).trim().split("\n").slice(1) : [];
    const overlaps = truth.map((row, i) => {
      const [x = 0, y = 0, width = 0, height = 0] = row.split("\t").map(Number);
      const line = body[i];
      return line === undefined ? 0 : overlap({ x, y, width, height }, line.box);
    });
    const least =
      overlaps.length === 0 ? "" : `, least overlap with the true box in reading order ${Math.min(...overlaps).toFixed(2)}`;
    console.log(`${stem}: ${body.length} columns, ${columns} in the text${least}`);
  }
}

if (MATERIAL === undefined) console.log("No material on this machine: set SOHOA_MATERIAL.");
else {
  await scorePages(join(MATERIAL, "dev/pages"));
  await scoreSpreads(join(MATERIAL, "dev/woodblock-spreads-charboxes"));
}
