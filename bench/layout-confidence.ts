/**
 * How far layout's confidences can be believed: lines on drawn leaves, on spreads with character boxes (the weights were
 * fitted on these) and on drawn pictures that are no page of columns, all with seeds that nothing was fitted on.
 * Run: npx tsx bench/layout-confidence.ts [leaves=40] [pictures of each kind=3]
 */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Layout } from "../pipeline/layout.ts";
import { analysePage } from "../stages/layout/analyse-page.ts";
import { readReduced } from "../stages/layout/read-reduced.ts";
import { toLayout } from "../stages/layout/to-layout.ts";
import { drawLeaf } from "../test/fixtures/drawn-leaf.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { drawOddPage, ODD_KINDS, type OddKind } from "../test/fixtures/odd-pages.ts";
import { StageFiles } from "../test/fixtures/stage-files.ts";
import { calibrationError, type Outcome } from "./calibration/fit-line.ts";
import { readCharacterBoxes } from "./layout/boxed-page.ts";
import { findLayout } from "./layout/find-layout.ts";
import { matchColumns } from "./layout/score-page.ts";
import { isCentreStrip, type TrueColumn, trueColumns } from "./layout/true-columns.ts";

/** Odd, but their lines are lines. */
const PAGES_OF_LINES: ReadonlySet<OddKind> = new Set(["upside-down", "table", "grass-hand"]);
const FIRST_LEAF = 2001;
const FIRST_PICTURE = 31;
const [leaves = 40, pictures = 3] = process.argv.slice(2).map(Number);
const all: Outcome[] = [];

/** A line is right when it holds exactly one true column. */
function outcomesOf({ lines }: Layout, columns: readonly TrueColumn[]): readonly Outcome[] {
  const body = lines.filter((line) => line.kind !== "running-title");
  const right = new Set(matchColumns(body, columns));
  return body.map((line, at) => ({ score: line.confidence, isRight: right.has(at) }));
}

function report(name: string, outcomes: readonly Outcome[], pageConfidences: readonly number[]): void {
  all.push(...outcomes);
  const right = outcomes.filter((each) => each.isRight).length;
  const sure = outcomes.filter((each) => each.score > 0.8);
  const wrong = sure.filter((each) => !each.isRight).length;
  const error = outcomes.length === 0 ? "-" : `${(100 * calibrationError(outcomes)).toFixed(1)} %`;
  const pages = `${Math.min(...pageConfidences).toFixed(2)}–${Math.max(...pageConfidences).toFixed(2)}`;
  console.log(
    `${name.padEnd(24)} ${right} of ${outcomes.length} lines right, calibration error ${error}, ${wrong} of ${sure.length} above 0.8 wrong; pages ${pages}`,
  );
}

async function drawnLeaves(): Promise<void> {
  const [outcomes, pages]: [Outcome[], number[]] = [[], []];
  for (let seed = FIRST_LEAF; seed < FIRST_LEAF + leaves; seed++) {
    const { grey, runs } = await drawLeaf(seed);
    const layout = toLayout(analysePage(grey, "auto"), grey, grey);
    outcomes.push(...outcomesOf(layout, runs));
    pages.push(layout.confidence);
  }
  report("drawn leaves", outcomes, pages);
}

async function spreads(folder: string): Promise<void> {
  const [outcomes, pages]: [Outcome[], number[]] = [[], []];
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const found = await findLayout(join(folder, "images", name), true);
    const boxes = await readCharacterBoxes(join(folder, "boxes", `${basename(name, ".jpg")}.txt`), found.raw);
    const columns = trueColumns(boxes.map(found.fromRaw));
    const body = columns.filter((column) => !isCentreStrip(column, columns, found.layout));
    outcomes.push(...outcomesOf(found.layout, body));
    pages.push(found.layout.confidence);
  }
  report("spreads, cleaned", outcomes, pages);
}

async function oddPictures(): Promise<void> {
  for (const kind of ODD_KINDS.filter((each) => !PAGES_OF_LINES.has(each))) {
    const [outcomes, pages]: [Outcome[], number[]] = [[], []];
    for (let seed = FIRST_PICTURE; seed < FIRST_PICTURE + pictures; seed++) {
      const { path } = await (await StageFiles.create()).input("image/text", await drawOddPage(kind, seed));
      const { grey, full } = await readReduced(path);
      const layout = toLayout(analysePage(grey, "auto"), grey, full);
      outcomes.push(...outcomesOf(layout, []));
      pages.push(layout.confidence);
    }
    report(kind, outcomes, pages);
  }
}

await drawnLeaves();
if (MATERIAL === undefined) console.log("No material on this machine: set SOHOA_MATERIAL.");
else await spreads(join(MATERIAL, "dev/woodblock-spreads-charboxes"));
await oddPictures();
console.log(`all lines: calibration error ${(100 * calibrationError(all)).toFixed(1)} %`);
