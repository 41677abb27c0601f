import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook, type SampleBook } from "../../cli/sample/book.ts";
import { characterErrors } from "../../hannom/character-error.ts";
import { StageError } from "../../pipeline/errors.ts";
import type { Layout } from "../../pipeline/layout.ts";
import { plainText, type TextLayer, textLayerSchema } from "../../pipeline/text-layer.ts";
import { chooseEngine } from "../../stages/ocr/choose-engine.ts";
import { cutLines } from "../../stages/ocr/cut-lines.ts";
import { type Engine, NOTHING_READ } from "../../stages/ocr/engine.ts";
import { parseChoices } from "../../stages/ocr/parse-choices.ts";
import { readingOfColumn, readingOfLine } from "../../stages/ocr/place-characters.ts";
import { readColumns } from "../../stages/ocr/read-columns.ts";
import { tesseract } from "../../stages/ocr/tesseract.ts";
import { dropWorker, threadOf, workerFor } from "../../stages/ocr/tesseract-worker.ts";
import { otsuThreshold, toBitonal } from "../../stages/ocr/to-bitonal.ts";
import { ocr } from "../../stages/ocr.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

const signal = new AbortController().signal;
let folder: string;
let book: SampleBook;
/** Grey page pictures by page number, and layouts made from the known boxes. */
let pages: { path: string; layout: Layout }[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sohoa-ocr-"));
  book = await makeSampleBook(join(folder, "book"), {
    pages: 6,
    width: 900,
    height: 1240,
    maxSkewDegrees: 0,
    showThrough: 0,
    quocNguPage: 6,
  });
  pages = await Promise.all(
    book.files.map(async (file, i) => {
      const path = join(folder, `grey${i}`);
      const { width, height } = await sharp(join(book.folder, file)).toColourspace("b-w").normalise().png().toFile(path);
      const writingMode = book.kinds[i] === "quoc-ngu" ? "horizontal-tb" : "vertical-rl";
      const lines = book.columnBoxes[i]!.map((box, k) => ({
        id: `c${k + 1}`,
        region: "r1",
        kind: "body" as const,
        box,
        confidence: 1,
      }));
      return {
        path,
        layout: {
          v: 1,
          width,
          height,
          writingMode,
          kind: "single",
          confidence: 1,
          regions: [],
          lines,
          order: [],
          strip: null,
        } satisfies Layout,
      };
    }),
  );
});
afterAll(async () => {
  for (const language of ["chi_tra_vert", "vie"]) await dropWorker(language);
  rmSync(folder, { recursive: true, force: true });
});

async function readPage(index: number, params: unknown = {}): Promise<string> {
  const page = pages[index]!;
  const files = await StageFiles.create();
  const layer = files.output("layer");
  const inputs = {
    text: await files.input("image/text", readFileSync(page.path)),
    layout: await files.input("layout/columns", page.layout),
  };
  await ocr.run({ inputs, outputs: { layer }, scratch: files.folder, params: ocr.params.parse(params), signal });
  return readFileSync(layer, "utf8");
}

function layerOf(json: string): TextLayer {
  return textLayerSchema.parse(JSON.parse(json));
}

const firstOf = (kind: SampleBook["kinds"][number]) => book.kinds.indexOf(kind);

describe("a page of columns", () => {
  test("is read in the order of the layout, each character in the box of its column", async () => {
    const index = firstOf("han");
    const layer = layerOf(await readPage(index));
    expect(layer.lines.map((line) => line.box)).toEqual(pages[index]!.layout.lines.map((line) => line.box));
    expect(layer.isWithoutText).toBe(false);
    for (const line of layer.lines) {
      expect(line.text).not.toMatch(/\s/u);
      expect(line.characters.map((each) => each.text).join("")).toBe(line.text);
      const middles = line.characters.map((each) => each.box.y + each.box.height / 2);
      expect([...middles].sort((a, b) => a - b)).toEqual(middles);
      for (const { box } of line.characters) {
        expect(box.x).toBeGreaterThanOrEqual(line.box.x - 1);
        expect(box.x + box.width).toBeLessThanOrEqual(line.box.x + line.box.width + 1);
        expect(box.y).toBeGreaterThanOrEqual(line.box.y - 1);
        expect(box.y + box.height).toBeLessThanOrEqual(line.box.y + line.box.height + 1);
      }
    }
    const { distance, length } = characterErrors(book.trueText[index]!.join(""), plainText(layer));
    expect(distance / length).toBeLessThan(0.5);
  });

  test("carries a confidence and other readings with most characters", async () => {
    const characters = layerOf(await readPage(firstOf("han"))).lines.flatMap((line) => line.characters);
    expect(characters.some((each) => each.confidence > 0.9)).toBe(true);
    expect(characters.filter((each) => each.alternatives.length > 0).length).toBeGreaterThan(characters.length / 2);
    for (const each of characters) expect(each.alternatives.map((other) => other.text)).not.toContain(each.text);
  });

  test.each(["auto", "tesseract"])("is read the same again, whatever was read before (engine: %s)", async (engine) => {
    const [a, b] = [firstOf("han"), firstOf("nom")];
    const alone = await readPage(b, { engine });
    await readPage(a, { engine });
    expect(await readPage(b, { engine })).toBe(alone);
    await dropWorker("chi_tra_vert");
    expect(await readPage(b, { engine })).toBe(alone);
  });
});

describe("other pages", () => {
  test("Quốc ngữ lines come with word spaces, composed letters and a box for every letter", async () => {
    const index = firstOf("quoc-ngu");
    const layer = layerOf(await readPage(index, { script: "quoc-ngu" }));
    const { distance, length } = characterErrors(book.trueText[index]!.join(""), plainText(layer));
    expect(distance / length).toBeLessThan(0.1);
    for (const line of layer.lines) {
      expect(line.text).toBe(line.text.normalize("NFC"));
      expect(line.characters.map((each) => each.text).join("")).toBe(line.text.replaceAll(" ", ""));
    }
    expect(layer.lines[0]!.text).toContain(" ");
  });

  test("a horizontal page of a Hán-Nôm book is read as Quốc ngữ", async () => {
    const index = firstOf("quoc-ngu");
    expect(await readPage(index, { script: "han-nom" })).toEqual(await readPage(index, { script: "quoc-ngu" }));
  });

  test("a page without lines is without text, and no engine is started for it", async () => {
    const refusing: Engine = { ...tesseract, read: () => Promise.reject(new Error("started")) };
    const { layout } = pages[firstOf("blank")]!;
    const layer = await readColumns({
      layout,
      lines: [],
      script: "han-nom",
      choice: { engine: refusing, language: "chi_tra_vert" },
      signal,
    });
    expect(textLayerSchema.parse(layer)).toMatchObject({ isWithoutText: true, lines: [] });
    expect(layerOf(await readPage(firstOf("blank"))).isWithoutText).toBe(true);
  });

  test("a line on which nothing was read keeps its place with an empty text", async () => {
    const white = { width: 60, height: 400, pixels: new Uint8Array(60 * 400).fill(250) };
    expect(await tesseract.read([white], { language: "chi_tra_vert", writingMode: "vertical-rl", signal })).toEqual([
      NOTHING_READ,
    ]);
    const { layout } = pages[firstOf("han")]!;
    const empty: Engine = { ...tesseract, read: async (lines) => lines.map(() => NOTHING_READ) };
    const lines = layout.lines.map((line) => ({ picture: white, source: line.box }));
    const layer = await readColumns({
      layout,
      lines,
      script: "han-nom",
      choice: { engine: empty, language: "chi_tra_vert" },
      signal,
    });
    expect(layer.isWithoutText).toBe(true);
    expect(layer.lines.map((line) => line.box)).toEqual(layout.lines.map((line) => line.box));
  });
});

describe("the engine", () => {
  test("is chosen by script: our recognizer for Hán-Nôm unless a profile wants Tesseract, Tesseract for the rest", () => {
    const own = { engine: "auto", model: "hannom-pool" } as const;
    expect(chooseEngine("han-nom", own)).toMatchObject({ engine: { name: "hannom" }, language: "hannom-pool" });
    expect(chooseEngine("han-nom", { ...own, engine: "tesseract" }).language).toBe("chi_tra_vert");
    expect(chooseEngine("quoc-ngu", own).language).toBe("vie");
    expect(chooseEngine("latin", own).language).toBe("fra");
  });

  test("says that a language is not installed, once and for a person", async () => {
    const picture = { width: 48, height: 48, pixels: new Uint8Array(48 * 48) };
    const failed = tesseract.read([picture], { language: "tlh", writingMode: "vertical-rl", signal });
    await expect(failed).rejects.toBeInstanceOf(StageError);
    await expect(failed).rejects.toMatchObject({ code: "OCR-DATA", retry: "person", facts: { language: "tlh" } });
  });

  test("gives up when it is stopped, and reads again afterwards", async () => {
    const stopped = AbortSignal.abort(new Error("time is up"));
    const { path, layout } = pages[firstOf("han")]!;
    const pictures = (await cutLines(path, layout)).slice(0, 1).map((line) => line.picture);
    const request = { language: "chi_tra_vert", writingMode: "vertical-rl" } as const;
    const failed = tesseract.read(pictures, { ...request, signal: stopped });
    await expect(failed).rejects.toMatchObject({ code: "OCR-ENGINE", retry: "later" });
    const [reading] = await tesseract.read(pictures, { ...request, signal });
    expect(reading!.characters.length).toBeGreaterThan(0);
  });

  test("survives the death of its thread in the middle of a page: that page is tried later, the next is read", async () => {
    const { path, layout } = pages[firstOf("han")]!;
    const pictures = (await cutLines(path, layout)).map((line) => line.picture);
    const request = { language: "chi_tra_vert", writingMode: "vertical-rl", signal } as const;
    const before = await tesseract.read(pictures, request);
    const failed = tesseract.read(pictures, request);
    // A message the thread does not understand is an exception that nobody catches there.
    threadOf(await workerFor("chi_tra_vert"))!.postMessage({ action: "nonsense" });
    await expect(failed).rejects.toMatchObject({ code: "OCR-ENGINE", retry: "later" });
    expect(await tesseract.read(pictures, request)).toEqual(before);
  });

  test("needs no network: it reads in a process in which every connection is fatal", async () => {
    const column = join(folder, "column.png");
    const { x, y, width, height } = book.columnBoxes[firstOf("han")]![0]!;
    const area = { left: Math.floor(x), top: Math.floor(y), width: Math.ceil(width), height: Math.ceil(height) };
    await sharp(pages[firstOf("han")]!.path).extract(area).png().toFile(column);
    const here = import.meta.dirname;
    const deny = ["--require", join(here, "../fixtures/deny-network.cjs")];
    const program = [
      "--import",
      "tsx",
      fileURLToPath(new URL("../fixtures/read-offline.ts", import.meta.url)),
      column,
      "chi_tra_vert",
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [...deny, ...program], { cwd: join(here, "../..") });
    expect(stdout).toMatch(/^\p{Script=Han}+$/u);
    const reaching = promisify(execFile)(process.execPath, [...deny, "-e", "fetch('http://127.0.0.1:9/')"]);
    await expect(reaching).rejects.toMatchObject({ code: 99 });
  });
});

describe("the parts", () => {
  test("choices are grouped by word and character, with entities resolved", () => {
    const hocr = `<span class='ocrx_word' id='word_1_1'>&lt;記
      <span class='ocrx_cinfo' id='lstm_choices_1_1_1'><span class='ocrx_cinfo' id='choice_1_1_1' title='x_confs 48.8'>&lt;</span></span>
      <span class='ocrx_cinfo' id='lstm_choices_1_1_2'><span class='ocrx_cinfo' id='choice_1_1_2' title='x_confs 99'>記</span>
      <span class='ocrx_cinfo' id='choice_1_1_3' title='x_confs 1.5'>訃</span></span></span>
      <span class='ocrx_word' id='word_1_2'>者</span>`;
    expect(parseChoices(hocr)).toEqual([
      [
        [{ text: "<", confidence: 0.488 }],
        [
          { text: "記", confidence: 0.99 },
          { text: "訃", confidence: 0.015 },
        ],
      ],
      [],
    ]);
  });

  test("a word's box is shared out among its characters, boxes run down the column, and what is not Han falls out of columns only", () => {
    const symbol = (text: string) => ({ text, confidence: 0.5, box: { x: 0, y: 0, width: 1, height: 1 }, choices: [] });
    const words = [
      { box: { x: 5, y: 0, width: 20, height: 40 }, symbols: [symbol("大"), symbol("\u{F0029}")] },
      { box: { x: 5, y: 60, width: 20, height: 60 }, symbols: [symbol("記"), symbol("|"), symbol("者")] },
    ];
    const column = readingOfColumn(words);
    expect(column.text).toBe("大\u{F0029}記者");
    expect(column.characters.map((each) => each.box.y)).toEqual([0, 20, 60, 100]);
    const tall = [
      { box: { x: 5, y: 0, width: 20, height: 90 }, symbols: [symbol("大")] },
      { box: { x: 5, y: 20, width: 20, height: 10 }, symbols: [symbol("越")] },
      { box: { x: 5, y: 100, width: 20, height: 20 }, symbols: [symbol("史")] },
    ];
    const read = readingOfColumn(tall).characters;
    expect(read.map((each) => each.text)).toEqual(["大", "越", "史"]);
    expect(read.map((each) => each.box.y)).toEqual([0, 36.25, 100]);
    const line = readingOfLine([
      { box: { x: 50, y: 0, width: 20, height: 20 }, symbols: [symbol("a".concat("\u0302\u0301"))] },
      { box: { x: 0, y: 0, width: 20, height: 20 }, symbols: [symbol("B"), symbol(".")] },
    ]);
    expect(line.text).toBe("B. ấ");
    const doubted = readingOfLine([{ box: { x: 0, y: 0, width: 20, height: 20 }, confidence: 0.2, symbols: [symbol("k")] }]);
    expect(doubted.confidence).toBe(0.2);
  });

  test("a picture of paper only has no threshold and stays white", () => {
    const paper = Uint8Array.from({ length: 400 }, (_, i) => 235 + (i % 20));
    expect(otsuThreshold(paper)).toBeUndefined();
    expect(toBitonal({ width: 20, height: 20, pixels: paper }).pixels.includes(0)).toBe(false);
    const inked = paper.map((value, i) => (i % 9 === 0 ? 40 : value));
    expect(toBitonal({ width: 20, height: 20, pixels: inked }).pixels.filter((value) => value === 0)).toHaveLength(45);
  });
});
