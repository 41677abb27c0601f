/**
 * How well the characters' boxes lie: share of the given boxes that a box of the reading meets (shared area at least half
 * of both together), each used once. Boxes were given for 12 unfolded leaves; the aim is 90 %.
 * Run: npx tsx bench/character-boxes.ts [--raw: without cleanup]
 */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Box } from "../pipeline/geometry.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { overlap, readCharacterBoxes } from "./layout/boxed-page.ts";
import { findLayout } from "./layout/find-layout.ts";
import { shareWithInterval } from "./layout/page-bootstrap.ts";
import { readFound } from "./reading/read-found.ts";

const LEAST_OVERLAP = 0.5;
const AIM = 0.9;

interface Met {
  /** Given boxes, and how many of them are met. */
  readonly given: number;
  readonly met: number;
  /** Boxes of the reading. */
  readonly read: number;
}

/** Pairs the boxes, those that share most first. */
function meet(given: readonly Box[], read: readonly Box[]): Met {
  const pairs = given
    .flatMap((box, i) => read.map((other, k) => ({ i, k, share: overlap(box, other) })))
    .filter(({ share }) => share >= LEAST_OVERLAP)
    .sort((a, b) => b.share - a.share);
  const [metGiven, usedRead] = [new Set<number>(), new Set<number>()];
  for (const { i, k } of pairs) {
    if (metGiven.has(i) || usedRead.has(k)) continue;
    metGiven.add(i);
    usedRead.add(k);
  }
  return { given: given.length, met: metGiven.size, read: read.length };
}

async function scoreLeaves(folder: string, isCleaned: boolean): Promise<void> {
  const leaves: Met[] = [];
  console.log("leaf                     given   read    met");
  for (const name of (await readdir(join(folder, "images"))).sort()) {
    const stem = basename(name, ".jpg");
    const found = await findLayout(join(folder, "images", name), isCleaned);
    const given = (await readCharacterBoxes(join(folder, "boxes", `${stem}.txt`), found.raw)).map(found.fromRaw);
    const { lines } = await readFound(found);
    const leaf = meet(
      given,
      lines.flatMap((line) => line.characters.map((character) => character.box)),
    );
    leaves.push(leaf);
    const share = ((100 * leaf.met) / leaf.given).toFixed(1);
    console.log(
      `${stem.padEnd(23)} ${[leaf.given, leaf.read].map((each) => String(each).padStart(6)).join(" ")} ${share.padStart(6)} %`,
    );
  }
  const [met, given] = [leaves.reduce((sum, each) => sum + each.met, 0), leaves.reduce((sum, each) => sum + each.given, 0)];
  const interval = shareWithInterval(leaves.map((leaf) => ({ part: leaf.met, whole: leaf.given })));
  console.log(`boxes met: ${met} of ${given}, ${interval} (aim ${100 * AIM} %: ${met >= AIM * given ? "reached" : "missed"})`);
}

if (MATERIAL === undefined) {
  console.log("No material on this machine: set SOHOA_MATERIAL.");
} else {
  await scoreLeaves(join(MATERIAL, "dev/woodblock-spreads-charboxes"), !process.argv.includes("--raw"));
}
process.exit(0);
