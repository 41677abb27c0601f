/**
 * Learns by what strokes a page shows that it lies in reading position, and writes stages/inspect/turn/weights.ts.
 * Material: sheets of real woodblock columns (see SOHOA_MATERIAL) and pages set in whatever fonts with Hán-Nôm and Quốc ngữ
 * are installed. Run: npx tsx bench/train-turn.ts
 * Every fifth sheet is held back; what is printed at the end is measured on those.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { type Random, seededRandom } from "../cli/sample/random.ts";
import { TRUYEN_KIEU_QUOC_NGU } from "../cli/sample/texts.ts";
import type { Raster } from "../formats/raster.ts";
import { inkPoints } from "../stages/inspect/ink-points.ts";
import { positionChances } from "../stages/inspect/measure-turn.ts";
import { edgePairs, PAIR_COUNT, PLACES } from "../stages/inspect/turn/edge-pairs.ts";
import { levelView, strokePeriod } from "../stages/inspect/turn/level-view.ts";
import { MATERIAL } from "../test/fixtures/material.ts";

interface Example {
  readonly shares: Float32Array;
  readonly pairs: number;
  readonly script: 0 | 1;
  readonly isHeldBack: boolean;
}

const HAN_FONTS = [
  "AR PL UKai TW",
  "AR PL UMing TW",
  "BabelStone Han",
  "HanaMinA",
  "LXGW WenKai",
  "Klee One",
  "Noto Serif CJK TC",
  "AR PL KaitiM Big5",
];
const LATIN_FONTS = [
  "DejaVu Serif",
  "Liberation Serif",
  "Noto Serif",
  "C059",
  "P052",
  "Liberation Sans",
  "DejaVu Sans",
  "TeX Gyre Termes",
];
const WINDOWS_A_SHEET = 4;
const FONT_PAGES = 24;
const ROUNDS = 160;

if (MATERIAL === undefined) throw new Error("needs the material of real columns: set SOHOA_MATERIAL");
const examples = [...(await ofSheets(join(MATERIAL, "train"))), ...(await ofFonts(join(MATERIAL, "train/charset.tsv")))];
console.log(`${examples.length} pictures`);
const weights = learn(examples.filter((each) => !each.isHeldBack));
report(examples, weights);
await writeWeights(weights);

async function ofSheets(folder: string): Promise<Example[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".webp")).sort();
  const found: Example[] = [];
  for (const [index, name] of names.entries()) {
    const random = seededRandom(5, name);
    const sheet = sharp(join(folder, name)).greyscale();
    const { width = 1, height = 1 } = await sheet.metadata();
    for (let i = 0; i < WINDOWS_A_SHEET; i++) {
      const wide = Math.min(width, random.whole(120, 420));
      const high = Math.min(height, random.whole(120, 420));
      const box = { left: random.whole(0, width - wide), top: random.whole(0, height - high), width: wide, height: high };
      const scale = random.between(0.75, 2);
      const window = await sheet
        .clone()
        .extract(box)
        .resize(Math.round(wide * scale))
        .toBuffer();
      found.push(...(await exampleOf(window, 0, index % 5 === 4, random)));
    }
  }
  return found;
}

async function ofFonts(charsetPath: string): Promise<Example[]> {
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  const rows = (await readFile(charsetPath, "utf8")).trim().split("\n").slice(1, 2500);
  const characters = rows
    .map((row) => row.split("\t")[0] ?? "")
    .filter((each) => /^\p{Script=Han}$/u.test(each) && (each.codePointAt(0) ?? 0) < 0xa000);
  const words = TRUYEN_KIEU_QUOC_NGU.join(" ").split(" ");
  const found: Example[] = [];
  for (let page = 0; page < FONT_PAGES; page++) {
    for (const [script, fonts] of [HAN_FONTS, LATIN_FONTS].entries()) {
      for (const font of fonts) {
        const random = seededRandom(page, font);
        const svg = script === 0 ? hanPage(font, characters, random) : latinPage(font, words, random);
        found.push(...(await exampleOf(Buffer.from(svg), script as 0 | 1, page % 5 === 4, random)));
      }
    }
  }
  return found;
}

function svgOf(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#ddd"/>${content}</svg>`;
}

function hanPage(font: string, characters: readonly string[], random: Random): string {
  const size = random.between(22, 60);
  const [columns, rows] = [random.whole(3, 10), random.whole(5, 14)];
  const hasRules = random.chance(0.5);
  const content = Array.from({ length: columns * rows }, (_, i) => {
    const x = size * (1 + (i % columns) * 1.3);
    const y = size * (1.6 + Math.floor(i / columns) * 1.08);
    const rule =
      hasRules && i < columns ? `<rect x="${x - size * 0.15}" y="${size * 0.4}" width="2" height="${size * rows * 1.1}"/>` : "";
    return `${rule}<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" fill="#332">${characters[random.whole(0, characters.length - 1)]}</text>`;
  }).join("");
  return svgOf(Math.round(size * (columns * 1.3 + 1.5)), Math.round(size * (rows * 1.08 + 1.8)), content);
}

function latinPage(font: string, words: readonly string[], random: Random): string {
  const size = random.between(20, 60);
  const [lines, width] = [random.whole(4, 16), random.whole(12, 34)];
  const style = random.chance(0.2) ? "italic" : "normal";
  const content = Array.from({ length: lines }, (_, line) => {
    let text = "";
    while (text.length < width) text += `${words[random.whole(0, words.length - 1)]} `;
    const shown = random.chance(0.08) ? text.toUpperCase() : text;
    return `<text x="${size}" y="${size * (1.6 + line * 1.6)}" font-family="${font}" font-style="${style}" font-size="${size}" fill="#332">${shown}</text>`;
  }).join("");
  return svgOf(Math.round(size * (width * 0.62 + 2)), Math.round(size * (lines * 1.6 + 1.8)), content);
}

/** The counts of a picture, as a scanner with some blur and noise would see it. */
async function exampleOf(picture: Buffer, script: 0 | 1, isHeldBack: boolean, random: Random): Promise<Example[]> {
  const blurred = sharp(picture).flatten({ background: "#ddd" }).greyscale().toColourspace("b-w").blur(random.between(0.4, 1.4));
  const { data, info } = await blurred
    .rotate(random.between(-0.5, 0.5), { background: "#ddd" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const contrast = random.between(0.5, 1.1);
  const noise = random.between(0, 24);
  const pixels = Uint8Array.from(data, (value) =>
    Math.max(0, Math.min(255, 215 + (value - 215) * contrast + (random.between(0, 1) - 0.5) * noise)),
  );
  const grey: Raster = { width: info.width, height: info.height, channels: 1, pixels };
  const ink = inkPoints(grey, 1, null);
  const period = strokePeriod(ink, grey.width, grey.height);
  return period === undefined ? [] : [{ ...edgePairs(levelView(grey, ink, period, 0)), script, isHeldBack }];
}

/** Softmax over positions and scripts, by Adam; what is written in reading position must win. */
function learn(from: readonly Example[]): Float32Array[] {
  const learned = [0, 1].map(() => new Float32Array(PAIR_COUNT));
  const first = learned.map((each) => new Float64Array(each.length));
  const second = learned.map((each) => new Float64Array(each.length));
  for (let round = 1; round <= ROUNDS; round++) {
    const slopes = learned.map((each) => Float64Array.from(each, (value) => 2e-4 * value));
    for (const example of from) addSlopes(example, learned, slopes, 1 / from.length);
    const rate = round < ROUNDS * 0.7 ? 0.15 : 0.04;
    learned.forEach((each, script) => {
      const [m, v, slope] = [first[script], second[script], slopes[script]] as [Float64Array, Float64Array, Float64Array];
      for (let i = 0; i < each.length; i++) {
        m[i] = 0.9 * (m[i] as number) + 0.1 * (slope[i] as number);
        v[i] = 0.99 * (v[i] as number) + 0.01 * (slope[i] as number) ** 2;
        const step = (m[i] as number) / (1 - 0.9 ** round) / (Math.sqrt((v[i] as number) / (1 - 0.99 ** round)) + 1e-9);
        each[i] = (each[i] as number) - rate * step;
      }
    });
    if (round % 40 === 0) console.log(`round ${round}: wrong ${shareWrong(from, learned).toFixed(4)}`);
  }
  return learned;
}

function addSlopes(
  { shares, pairs, script }: Example,
  learned: readonly Float32Array[],
  slopes: Float64Array[],
  weight: number,
): void {
  const sureness = Math.min(1, Math.sqrt(pairs / 60_000));
  const scores = PLACES.map((places) =>
    learned.map((each) => {
      let sum = 0;
      for (let i = 0; i < each.length; i++) sum += (each[i] as number) * (shares[places[i] as number] as number);
      return sureness * sum;
    }),
  );
  const top = Math.max(...scores.flat());
  const all = scores.flat().reduce((sum, score) => sum + Math.exp(score - top), 0);
  PLACES.forEach((places, position) => {
    slopes.forEach((slope, head) => {
      const chance = Math.exp((scores[position]?.[head] as number) - top) / all;
      const push = (chance - (position === 0 && head === script ? 1 : 0)) * sureness * weight;
      if (Math.abs(push) < 1e-9) return;
      for (let i = 0; i < slope.length; i++) slope[i] = (slope[i] as number) + push * (shares[places[i] as number] as number);
    });
  });
}

function shareWrong(among: readonly Example[], learned: readonly Float32Array[]): number {
  const wrong = among.filter(({ shares, pairs }) => {
    const chances = positionChances(shares, pairs, learned);
    return chances.indexOf(Math.max(...chances)) !== 0;
  });
  return wrong.length / Math.max(1, among.length);
}

function report(all: readonly Example[], learned: readonly Float32Array[]): void {
  for (const script of [0, 1]) {
    for (const isHeldBack of [false, true]) {
      const among = all.filter((each) => each.script === script && each.isHeldBack === isHeldBack);
      console.log(
        `${script === 0 ? "Hán-Nôm" : "Quốc ngữ"}, ${isHeldBack ? "held back" : "learned"}: ${among.length} pictures, wrong ${shareWrong(among, learned).toFixed(4)}`,
      );
    }
  }
}

/** A byte a weight, in base 64: small enough to be read with the code. */
async function writeWeights(learned: readonly Float32Array[]): Promise<void> {
  const lines = learned.map((each) => {
    const scale = Math.max(...each.map(Math.abs)) / 127;
    const bytes = Int8Array.from(each, (value) => Math.round(value / scale));
    return `  fromBase64(${scale.toPrecision(6)}, "${Buffer.from(bytes.buffer).toString("base64")}"),`;
  });
  const text = `/** Learned by bench/train-turn.ts; do not edit. First Hán-Nôm, then Quốc ngữ. */

export const SCRIPT_WEIGHTS: readonly Float32Array[] = [
${lines.join("\n")}
];

/** Weights of a byte each. */
function fromBase64(scale: number, text: string): Float32Array {
  return Float32Array.from(Int8Array.from(Buffer.from(text, "base64")), (each) => each * scale);
}
`;
  await writeFile(join(import.meta.dirname, "../stages/inspect/turn/weights.ts"), text);
}
