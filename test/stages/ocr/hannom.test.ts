import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { findLayout } from "../../../bench/layout/find-layout.ts";
import { planPage } from "../../../bench/quality/page-plan.ts";
import { writeScan } from "../../../bench/quality/scan-page.ts";
import { readFound } from "../../../bench/reading/read-found.ts";
import { characterErrors } from "../../../hannom/character-error.ts";
import { decodeGreedy } from "../../../stages/ocr/hannom/decode-greedy.ts";
import { modelFolder } from "../../../stages/ocr/hannom/model-folder.ts";
import { recognizerOf } from "../../../stages/ocr/hannom/model-session.ts";
import { prepareColumn, toNetworkWidth } from "../../../stages/ocr/hannom/prepare-column.ts";
import { hannom } from "../../../stages/ocr/hannom.ts";
import { DrawnColumns } from "../../fixtures/drawn-columns.ts";
import { seeded } from "../../fixtures/drawn-page.ts";
import { MATERIAL } from "../../fixtures/material.ts";
import { StageFiles } from "../../fixtures/stage-files.ts";

const signal = new AbortController().signal;
const request = { language: "hannom-pool", writingMode: "vertical-rl", signal } as const;
const { model } = await recognizerOf(modelFolder("hannom-pool"));
const COLUMNS = MATERIAL === undefined ? "" : join(MATERIAL, "dev/nomnaocr-columns");
const EVERY = 24;
/** What the training's own program reads wrong on every twenty-fourth column with these weights. */
const REFERENCE = { distance: 83, length: 1027 };

async function greyColumn(image: string) {
  const { data, info } = await sharp(join(COLUMNS, image))
    .toColourspace("b-w")
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

async function trueColumns(): Promise<readonly { image: string; text: string }[]> {
  const rows = (await readFile(join(COLUMNS, "truth.tsv"), "utf8")).trim().split("\n").slice(1);
  return rows.map((row) => row.split("\t")).map(([image = "", text = ""]) => ({ image, text }));
}

describe("the recognizer", () => {
  test.skipIf(MATERIAL === undefined)("reads real columns as the training's own program does", async () => {
    const recognizer = await recognizerOf(modelFolder("hannom-pool"));
    let [distance, length] = [0, 0];
    for (const { image, text } of (await trueColumns()).filter((_, i) => i % EVERY === 0)) {
      const scaled = toNetworkWidth(await greyColumn(image), model.description.widthPixels);
      const spans = decodeGreedy(await recognizer.look(prepareColumn(scaled, model.description)), 1);
      const errors = characterErrors(text, spans.map((span) => model.characters[span.classIndex]).join(""));
      distance += errors.distance;
      length += errors.length;
    }
    expect(length).toBe(REFERENCE.length);
    // Colour becomes grey by another formula here, so a few columns of brown paper may differ.
    expect(Math.abs(distance - REFERENCE.distance)).toBeLessThanOrEqual(0.002 * length);
  });

  test.skipIf(MATERIAL === undefined)("gives each character a box down the column, a confidence and five others", async () => {
    const chosen = (await trueColumns()).slice(0, 12);
    const pictures = await Promise.all(chosen.map((column) => greyColumn(column.image)));
    const readings = await hannom.read(pictures, request);
    expect(readings).toHaveLength(pictures.length);
    for (const [i, { text, characters }] of readings.entries()) {
      expect(characters.map((each) => each.text).join("")).toBe(text);
      for (const [k, { box, confidence, alternatives, text: own }] of characters.entries()) {
        expect(box.y).toBeGreaterThanOrEqual(characters[k - 1]?.box.y ?? 0);
        expect(box.x + box.width).toBeLessThanOrEqual(pictures[i]!.width);
        expect(box.y + box.height).toBeLessThanOrEqual(pictures[i]!.height);
        expect(alternatives.length).toBeLessThanOrEqual(5);
        expect(alternatives.map((each) => each.text)).not.toContain(own);
        expect(alternatives.reduce((sum, each) => sum + each.confidence, confidence)).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
    expect(readings.flatMap((each) => each.characters).filter((each) => each.alternatives.length === 5).length).toBeGreaterThan(
      50,
    );
    expect(await hannom.read(pictures, request)).toEqual(readings);
  });

  test("reads nothing on bare paper, stains, rules and frames, and a page of none is answered with none", async () => {
    const random = seeded(3);
    const grain = Uint8Array.from({ length: 60 * 500 }, () => 225 + Math.floor(random() * 30));
    const stain = grain.map((value, i) => value - Math.round(60 * Math.exp(-(((i % 60) - 30) ** 2 + (i / 60 - 250) ** 2) / 800)));
    const rules = new DrawnColumns(60, 500);
    rules.fill({ x: 5, y: 0, width: 2, height: 500 }, 0.3);
    rules.fill({ x: 0, y: 240, width: 60, height: 4 });
    const pictures = [grain, stain, rules.grey.pixels].map((pixels) => ({ width: 60, height: 500, pixels }));
    expect((await hannom.read(pictures, request)).map((reading) => reading.text)).toEqual(["", "", ""]);
    expect(await hannom.read([], request)).toEqual([]);
  });

  test("reads nothing on a leaf without writing, of which another side shows through strongly enough to make columns", async () => {
    const plan = { ...planPage(3130), kind: "blank", hasVermilion: false, showThrough: 0.26 } as const;
    const { path } = await (await StageFiles.create()).input("image/master", await writeScan(plan));
    const found = await findLayout(path, true);
    expect(found.layout.lines.length).toBeGreaterThan(10);
    expect((await readFound(found)).lines.map((line) => line.text).join("")).toBe("");
  });

  test("bears any size of picture: one pixel, a thumbnail, a column far too long", async () => {
    const sizes = [
      [1, 1],
      [3, 40],
      [200, 5],
      [40, 9000],
    ] as const;
    const pictures = sizes.map(([width, height]) => ({
      width,
      height,
      pixels: Uint8Array.from({ length: width * height }, (_, i) => (i % 7 < 3 ? 20 : 240)),
    }));
    expect(await hannom.read(pictures, request)).toHaveLength(4);
  });

  test("says which model is not there, and stops when it is told to", async () => {
    const picture = new DrawnColumns(60, 300);
    picture.column(10, 10, 36, 6);
    const one = [picture.grey];
    const missing = hannom.read(one, { ...request, language: "no-such-model" });
    await expect(missing).rejects.toMatchObject({ code: "OCR-MODEL", retry: "person", exit: "dependency" });
    const stopped = hannom.read(one, { ...request, signal: AbortSignal.abort(new Error("time is up")) });
    await expect(stopped).rejects.toMatchObject({ code: "OCR-ENGINE", retry: "later" });
  });

  test("names itself with its model's version", async () => {
    expect(await hannom.version("hannom-pool")).toBe(`hannom-pool ${model.description.version}`);
  });
});
