/** Read every line of a layout and bring the characters back to page pixels. */
import type { Box } from "../../pipeline/geometry.ts";
import type { Layout } from "../../pipeline/layout.ts";
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import type { EngineChoice } from "./choose-engine.ts";
import type { CutLine } from "./cut-lines.ts";
import type { LineReading } from "./engine.ts";

/** What is read and how. */
export interface ReadingTask {
  readonly layout: Layout;
  readonly lines: readonly CutLine[];
  readonly script: TextLayer["script"];
  readonly choice: EngineChoice;
  readonly signal: AbortSignal;
}

/**
 * The text layer of a page. The layout decides the lines and their order; a line on which nothing was read keeps its
 * box with an empty text. A page without lines is a legal result, not a failure.
 * @throws {StageError} as the engine's `read`.
 */
export async function readColumns(task: ReadingTask): Promise<TextLayer> {
  const { layout, choice } = task;
  const request = { language: choice.language, writingMode: layout.writingMode, signal: task.signal };
  const pictures = task.lines.map((line) => line.picture);
  const readings = pictures.length === 0 ? [] : await choice.engine.read(pictures, request);
  const lines = layout.lines.map((line, i): TextLine => {
    const cut = task.lines[i];
    const reading = readings[i];
    const base = { id: line.id, kind: line.kind, box: line.box };
    if (cut === undefined || reading === undefined) return { ...base, text: "", confidence: 0, characters: [] };
    return { ...base, ...onPage(reading, cut) };
  });
  return {
    v: 1,
    status: "machine",
    width: layout.width,
    height: layout.height,
    script: task.script,
    writingMode: layout.writingMode,
    engine: { name: choice.engine.name, version: await choice.engine.version(choice.language) },
    isWithoutText: lines.every((line) => line.text === ""),
    lines,
  };
}

function onPage(reading: LineReading, cut: CutLine): Pick<TextLine, "text" | "confidence" | "characters"> {
  const { picture, source } = cut;
  const scale = { x: source.width / picture.width, y: source.height / picture.height };
  const place = (box: Box): Box => ({
    x: tenth(source.x + box.x * scale.x),
    y: tenth(source.y + box.y * scale.y),
    width: tenth(box.width * scale.x),
    height: tenth(box.height * scale.y),
  });
  return {
    text: reading.text,
    confidence: thousandth(reading.confidence),
    characters: reading.characters.map((each) => ({
      text: each.text,
      box: place(each.box),
      confidence: thousandth(each.confidence),
      alternatives: each.alternatives.map(({ text, confidence }) => ({ text, confidence: thousandth(confidence) })),
    })),
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}
