/**
 * How far a recognizer's confidences can be believed, and the line that makes them believable: fitted on every other page
 * of the columns with truth, measured on the pages between. Run: npx tsx bench/calibration.ts [models/<name>] [--write]
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import sharp from "sharp";
import { rightCharacters } from "../hannom/align-characters.ts";
import { type CharacterErrors, characterErrors } from "../hannom/character-error.ts";
import { calibrated } from "../stages/ocr/hannom/calibrate.ts";
import { findColumnInk } from "../stages/ocr/hannom/column-ink.ts";
import { lookAtColumn } from "../stages/ocr/hannom/look-at-column.ts";
import { lookAtPage } from "../stages/ocr/hannom/look-at-page.ts";
import { type Recognizer, recognizerOf } from "../stages/ocr/hannom/model-session.ts";
import { MATERIAL } from "../test/fixtures/material.ts";
import { calibrationError, fitLine, type Outcome } from "./calibration/fit-line.ts";

interface TrueColumn {
  readonly image: string;
  readonly text: string;
  readonly page: string;
}

interface PageOutcome {
  readonly isVerse: boolean;
  readonly outcomes: readonly Outcome[];
  readonly errors: readonly CharacterErrors[];
}

async function columnsByPage(folder: string): Promise<readonly (readonly TrueColumn[])[]> {
  const rows = (await readFile(join(folder, "truth.tsv"), "utf8")).trim().split("\n").slice(1);
  const pages = new Map<string, TrueColumn[]>();
  for (const row of rows) {
    const [image = "", text = "", document = "", number = ""] = row.split("\t");
    const page = `${document}/${number}`;
    pages.set(page, [...(pages.get(page) ?? []), { image, text, page }]);
  }
  return [...pages.values()];
}

async function readPage(folder: string, columns: readonly TrueColumn[], recognizer: Recognizer): Promise<PageOutcome> {
  const pictures = await Promise.all(columns.map((column) => greyOf(join(folder, column.image))));
  const inked = pictures.flatMap((picture, i) => {
    const ink = findColumnInk(picture);
    return ink === undefined ? [] : [{ picture, ink, truth: columns[i]?.text ?? "" }];
  });
  const sights = await lookAtPage(inked, (column, stretch) => lookAtColumn(column, stretch, recognizer));
  const lines = sights.map((sight, i) => {
    const truth = inked[i]?.truth ?? "";
    const read = sight.spans.map((span) => recognizer.model.characters[span.classIndex] ?? "");
    const right = rightCharacters([...truth.replace(/\s/gu, "")], read);
    const outcomes = sight.spans.map((span, k) => ({ score: span.peak, isRight: right[k] ?? false }));
    return { outcomes, errors: characterErrors(truth, read.join("")) };
  });
  return {
    isVerse: /^(kieu|luc)/u.test(columns[0]?.page ?? ""),
    outcomes: lines.flatMap((line) => line.outcomes),
    errors: lines.map((line) => line.errors),
  };
}

async function greyOf(path: string) {
  const { data, info } = await sharp(path).toColourspace("b-w").extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

function errorRate(pages: readonly PageOutcome[]): string {
  const errors = pages.flatMap((page) => page.errors);
  const distance = errors.reduce((sum, each) => sum + each.distance, 0);
  return percent(distance / errors.reduce((sum, each) => sum + each.length, 0));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

async function calibrate(model: string, folder: string, isWriting: boolean): Promise<void> {
  const recognizer = await recognizerOf(model);
  const pages: PageOutcome[] = [];
  for (const columns of await columnsByPage(folder)) pages.push(await readPage(folder, columns, recognizer));
  const of = (isVerse: boolean) => errorRate(pages.filter((page) => page.isVerse === isVerse));
  console.log(`character error: all ${errorRate(pages)}, verse ${of(true)}, prose ${of(false)} (${pages.length} pages)`);
  const fitted = pages.filter((_, i) => i % 2 === 0).flatMap((page) => page.outcomes);
  const measured = pages.filter((_, i) => i % 2 === 1).flatMap((page) => page.outcomes);
  const line = fitLine(fitted);
  const straight = measured.map((each) => ({ ...each, score: calibrated(each.score, line) }));
  console.log(
    `calibration error on the other half: ${percent(calibrationError(measured))} before, ${percent(calibrationError(straight))} after`,
  );
  const sure = straight.filter((each) => each.score > 0.9);
  const wrong = sure.filter((each) => !each.isRight).length / sure.length;
  console.log(
    `confidence above 0.9: ${percent(sure.length / straight.length)} of the characters, ${percent(wrong)} of them wrong`,
  );
  console.log(JSON.stringify(line));
  if (!isWriting) return;
  const path = join(model, "model.json");
  const description = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  await writeFile(path, `${JSON.stringify({ ...description, calibration: line }, null, 2)}\n`);
  console.log(`written to ${basename(model)}/model.json`);
}

if (MATERIAL === undefined) {
  console.log("No material on this machine: set SOHOA_MATERIAL.");
} else {
  const given =
    process.argv.slice(2).find((each) => !each.startsWith("--")) ?? join(import.meta.dirname, "../models/hannom-pool");
  await calibrate(resolve(given), join(MATERIAL, "dev/nomnaocr-columns"), process.argv.includes("--write"));
}
