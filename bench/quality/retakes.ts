/**
 * Whether two shots of a page are known for the same, and two pages of a book are not, on the real pages of the material:
 * each page is taken again as it was framed (another light, another size, a little aslant, JPEG) and framed otherwise (a tenth
 * cut off two sides, or ground added). Run: npx tsx bench/quality/retakes.ts
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { likeness, type Sketch } from "../../catalogue/quality/compare-sketches.ts";
import { hammingDistance } from "../../formats/perceptual-hash.ts";
import { MATERIAL } from "../../test/fixtures/material.ts";
import { inspectScan } from "./inspect-scan.ts";

const FOLDERS = ["wild/open-guji", "wild/manuscript", "wild/vnpf-woodblock", "dev/pages/images"];

interface Shot {
  readonly name: string;
  readonly book: string;
  readonly print: string | null;
  readonly sketch: Sketch | null;
}

async function shotOf(name: string, bytes: Buffer): Promise<Shot> {
  const { report } = await inspectScan(bytes);
  // pages of a book share the name up to the number of the page
  return {
    name,
    book: name.replace(/[_-](v01_|page_?)?\d+[a-z]?(_1600px)?\.\w+$/, ""),
    print: report.fingerprint,
    sketch: report.sketch,
  };
}

/** Taken again, framed as before. */
async function alike(bytes: Buffer, width: number): Promise<Buffer> {
  // what turns into the picture at its corners is what lies there already
  const [r = 0, g = r, b = r] = await sharp(bytes)
    .extract({ left: 2, top: 2, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer();
  const smaller = await sharp(bytes)
    .resize(Math.round(width * 0.93))
    .toBuffer();
  return sharp(smaller).rotate(0.8, { background: { r, g, b } }).linear(0.9, 4).jpeg({ quality: 80 }).toBuffer();
}

/** Taken again, framed otherwise: a tenth of two sides is missing. */
function otherwise(page: Sharp, width: number, height: number): Sharp {
  const [left, top] = [Math.round(width * 0.1), Math.round(height * 0.08)];
  return page
    .extract({ left, top, width: width - left, height: height - top })
    .linear(0.95, 2)
    .jpeg({ quality: 82 });
}

function compare(one: Shot, other: Shot): { readonly bits: number; readonly like: number } {
  const bits = one.print === null || other.print === null ? 64 : hammingDistance(one.print, other.print);
  const like = one.sketch === null || other.sketch === null ? -1 : (likeness(one.sketch, other.sketch) ?? -1);
  return { bits, like };
}

if (MATERIAL === undefined) throw new Error("No material on this machine: set SOHOA_MATERIAL.");
const firsts: Shot[] = [];
const pairs: (ReturnType<typeof compare> & { readonly kind: string; readonly names: string })[] = [];
for (const folder of FOLDERS) {
  for (const name of readdirSync(join(MATERIAL, folder)).sort()) {
    if (!/\.(jpg|png)$/.test(name)) continue;
    const bytes = readFileSync(join(MATERIAL, folder, name));
    const { width, height } = await sharp(bytes).metadata();
    const first = await shotOf(name, bytes);
    const again = await shotOf(name, await alike(bytes, width));
    const moved = await shotOf(name, await otherwise(sharp(bytes), width, height).toBuffer());
    firsts.push(first);
    pairs.push({ kind: "framed alike", names: name, ...compare(first, again) });
    pairs.push({ kind: "framed otherwise", names: name, ...compare(first, moved) });
  }
}
for (const [i, one] of firsts.entries()) {
  for (const other of firsts.slice(i + 1)) {
    const kind = one.book === other.book ? "pages of one book" : "pages of two books";
    pairs.push({ kind, names: `${one.name} ${other.name}`, ...compare(one, other) });
  }
}
for (const kind of new Set(pairs.map((each) => each.kind))) {
  const own = pairs.filter((each) => each.kind === kind);
  const found = (isFound: (pair: (typeof own)[number]) => boolean): string => `${own.filter(isFound).length}/${own.length}`;
  const likes = own.map((each) => each.like).sort((a, b) => a - b);
  console.log(
    `${kind.padEnd(20)} fingerprint within 12 bits ${found(({ bits }) => bits <= 12).padStart(8)}   sketch from 0.5 ${found(({ like }) => like >= 0.5).padStart(8)}   either ${found(({ bits, like }) => bits <= 12 || like >= 0.5).padStart(8)}   least ${likes[0]?.toFixed(2)} most ${likes.at(-1)?.toFixed(2)}`,
  );
  for (const { names, bits, like } of own.filter(({ like }) => (kind.startsWith("framed") ? like < 0.5 : like > 0.35))) {
    console.log(`    ${names}: ${bits} bits, likeness ${like.toFixed(2)}`);
  }
}
