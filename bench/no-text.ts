/**
 * Whether text is invented where there is none: generated leaves without writing (bare, or with the other side showing
 * through), and real leaves faded and in a mirror, as their other side looks. All go through inspect, cleanup, layout and
 * reading; the aim is 99 % without a character. The real material holds no empty leaf.
 * Run: npx tsx bench/no-text.ts [leaves=208] [first seed=1]
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { seededRandom } from "../cli/sample/random.ts";
import { plainText } from "../pipeline/text-layer.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { StageFiles } from "../test/fixtures/stage-files.ts";
import { findLayout } from "./layout/find-layout.ts";
import type { PagePlan } from "./quality/page-plan.ts";
import { planPage } from "./quality/page-plan.ts";
import { writeScan } from "./quality/scan-page.ts";
import { readFound } from "./reading/read-found.ts";

const AIM = 0.99;
const [leaves = 208, firstSeed = 1] = process.argv.slice(2).map(Number);
const REAL_LEAVES = "wild/vnpf-woodblock";
/** How much of the ink of a real leaf is seen from behind. */
const REAL_STRENGTHS = [0.08, 0.2] as const;

interface Outcome {
  readonly kind: string;
  readonly text: string;
}

/** A leaf without writing; on every second one the other side shows through, up to a third of its ink. */
function emptyLeaf(seed: number): PagePlan {
  const random = seededRandom(seed, "empty leaf");
  const showThrough = seed % 2 === 0 ? random.between(0.04, 0.26) : 0;
  return { ...planPage(seed), kind: "blank", hasVermilion: false, showThrough };
}

async function textOn(bytes: Buffer): Promise<string> {
  const { path } = await (await StageFiles.create()).input("image/master", bytes);
  return plainText(await readFound(await findLayout(path, true))).replace(/\s/gu, "");
}

/** A real leaf as seen from behind: in a mirror, soft, its ink faded towards the paper. */
async function fromBehind(path: string, strength: number): Promise<Buffer> {
  const picture = await sharp(path).removeAlpha().toBuffer();
  const paper = await sharp(picture).median(31).blur(12).toBuffer();
  const ink = await sharp(picture).ensureAlpha(strength).blur(1.2).png().toBuffer();
  const faded = await sharp(paper)
    .composite([{ input: ink }])
    .png()
    .toBuffer();
  return sharp(faded).flop().png().toBuffer();
}

function report(outcomes: readonly Outcome[]): void {
  for (const kind of new Set(outcomes.map((each) => each.kind))) {
    const own = outcomes.filter((each) => each.kind === kind);
    const silent = own.filter((each) => each.text === "").length;
    console.log(
      `${kind.padEnd(34)} ${silent} of ${own.length} without invented text (${((100 * silent) / own.length).toFixed(1)} %)`,
    );
  }
  const silent = outcomes.filter((each) => each.text === "").length;
  const verdict = silent >= AIM * outcomes.length ? "reached" : "missed";
  console.log(
    `all: ${silent} of ${outcomes.length} (${((100 * silent) / outcomes.length).toFixed(1)} %; aim ${100 * AIM} %: ${verdict})`,
  );
}

const outcomes: Outcome[] = [];
for (let seed = firstSeed; seed < firstSeed + leaves; seed++) {
  const plan = emptyLeaf(seed);
  const text = await textOn(await writeScan(plan));
  outcomes.push({ kind: plan.showThrough > 0 ? "generated, other side shows" : "generated, bare", text });
  if (text !== "") console.log(`seed ${seed} (${plan.tone}, through ${plan.showThrough.toFixed(2)}): ${text}`);
}
if (MATERIAL === undefined) console.log("No material on this machine: real leaves are left out (set SOHOA_MATERIAL).");
else {
  for (const name of (await readdir(join(MATERIAL, REAL_LEAVES))).sort()) {
    for (const strength of REAL_STRENGTHS) {
      const text = await textOn(await fromBehind(join(MATERIAL, REAL_LEAVES, name), strength));
      outcomes.push({ kind: `real leaf from behind, ${100 * strength} %`, text });
      if (text !== "") console.log(`${name} at ${strength}: ${text}`);
    }
  }
}
report(outcomes);
process.exit(0);
