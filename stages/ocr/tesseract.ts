/** Tesseract (WebAssembly) as an engine: Quốc ngữ and French, and printed Hán where somebody asks for it. */
import type { Page, Worker } from "tesseract.js";
import { StageError } from "../../pipeline/errors.ts";
import type { Box } from "../../pipeline/geometry.ts";
import { believeLines } from "./believe-lines.ts";
import { type Engine, type LinePicture, type LineReading, NOTHING_READ, type ReadingRequest } from "./engine.ts";
import { parseChoices } from "./parse-choices.ts";
import { type ReadWord, readingOfColumn, readingOfLine } from "./place-characters.ts";
import { toPortableGraymap } from "./portable-graymap.ts";
import { crashOf, dropWorker, holdProcess, packageVersion, workerFor } from "./tesseract-worker.ts";
import { toBitonal } from "./to-bitonal.ts";

const MARGIN_PIXELS = 8;

/** Tesseract by tesseract.js, offline. */
export const tesseract: Engine = {
  name: "tesseract.js",
  lineBreadthPixels: 48,
  version: (language) => `${packageVersion("tesseract.js")} ${language} ${packageVersion(`@tesseract.js-data/${language}`)}`,
  read: readLines,
};

async function readLines(lines: readonly LinePicture[], request: ReadingRequest): Promise<readonly LineReading[]> {
  if (lines.length === 0) return [];
  let worker: Worker | undefined;
  try {
    worker = await workerFor(request.language);
    holdProcess(worker, true);
    const readings: LineReading[] = [];
    for (const line of lines) readings.push(await readLine(worker, line, request));
    return request.writingMode === "horizontal-tb" ? believeLines(lines, readings) : readings;
  } catch (thrown) {
    if (thrown instanceof StageError) throw thrown;
    await dropWorker(request.language);
    worker = undefined;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StageError({ code: "OCR-ENGINE", facts: { engine: "tesseract.js", detail }, retry: "later", cause: thrown });
  } finally {
    if (worker !== undefined) holdProcess(worker, false);
  }
}

async function readLine(worker: Worker, line: LinePicture, request: ReadingRequest): Promise<LineReading> {
  const bitonal = toBitonal(line);
  if (!bitonal.pixels.includes(0)) return NOTHING_READ;
  const picture = toPortableGraymap(bitonal, MARGIN_PIXELS);
  request.signal.throwIfAborted();
  const recognizing = worker.recognize(picture, {}, { text: false, blocks: true, hocr: true });
  const { data } = await abortable(Promise.race([recognizing, crashOf(worker)]), request.signal);
  const words = wordsOf(data, line);
  return request.writingMode === "vertical-rl" ? readingOfColumn(words) : readingOfLine(words);
}

function wordsOf(data: Page, line: LinePicture): readonly ReadWord[] {
  const paragraphs = (data.blocks ?? []).flatMap((block) => block.paragraphs);
  const words = paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((each) => each.words));
  const choices = parseChoices(data.hocr ?? "");
  return words.map((word, i) => {
    const groups = choices.length === words.length ? choices[i] : undefined;
    const isMatching = groups?.length === word.symbols.length;
    const symbols = word.symbols.map((symbol, k) => ({
      text: symbol.text,
      confidence: share(symbol.confidence),
      box: inLine(symbol.bbox, line),
      choices: isMatching ? (groups[k] ?? []) : [],
    }));
    return { box: inLine(word.bbox, line), confidence: share(word.confidence), symbols };
  });
}

function share(percent: number): number {
  return Math.max(0, Math.min(1, percent / 100));
}

/** Take off the margin and keep the box on the picture. */
function inLine(bbox: { x0: number; y0: number; x1: number; y1: number }, line: LinePicture): Box {
  const clampX = (x: number) => Math.max(0, Math.min(line.width, x - MARGIN_PIXELS));
  const clampY = (y: number) => Math.max(0, Math.min(line.height, y - MARGIN_PIXELS));
  const [x, y] = [clampX(Math.min(bbox.x0, bbox.x1)), clampY(Math.min(bbox.y0, bbox.y1))];
  return { x, y, width: clampX(Math.max(bbox.x0, bbox.x1)) - x, height: clampY(Math.max(bbox.y0, bbox.y1)) - y };
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}
