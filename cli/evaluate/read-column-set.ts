/** Read column pictures page by page, as the line does, and note what it cost. */

import { sharp } from "../../formats/locked-sharp.ts";
import type { ReadLine } from "../../hannom/score/reading-score.ts";
import { layoutSchema } from "../../pipeline/layout.ts";
import type { EngineChoice } from "../../stages/ocr/choose-engine.ts";
import { cutLines } from "../../stages/ocr/cut-lines.ts";
import type { LinePicture, LineReading } from "../../stages/ocr/engine.ts";
import type { TrueColumn } from "./truth-set.ts";

/** Columns read, with the CPU seconds of reading them (decoding included). */
export interface ColumnReadings {
  readonly lines: readonly (ReadLine & { readonly path: string })[];
  readonly cpuSeconds: number;
}

/** Name of the kind a document belongs to. */
export type KindOf = (document: string) => string;

/** Read all columns. `onPage` hears how many columns are read. @throws what the engine and the decoder throw. */
export async function readColumnSet(
  columns: readonly TrueColumn[],
  choice: EngineChoice,
  { kindOf, signal, onPage }: { readonly kindOf: KindOf; readonly signal: AbortSignal; readonly onPage: (read: number) => void },
): Promise<ColumnReadings> {
  const pages = new Map<string, TrueColumn[]>();
  for (const column of columns) pages.set(column.page, [...(pages.get(column.page) ?? []), column]);
  const lines: (ReadLine & { path: string })[] = [];
  const before = process.cpuUsage();
  for (const [page, own] of pages) {
    signal.throwIfAborted();
    const pictures: LinePicture[] = [];
    for (const column of own) pictures.push(await pictureOf(column.path, choice));
    const request = { language: choice.language, writingMode: "vertical-rl" as const, signal };
    const readings = await choice.engine.read(pictures, request);
    for (const [i, column] of own.entries()) {
      const characters = charactersOf(readings[i]);
      lines.push({ page, kind: kindOf(column.document), truth: column.text, characters, path: column.path });
    }
    onPage(lines.length);
  }
  const { user, system } = process.cpuUsage(before);
  return { lines, cpuSeconds: (user + system) / 1e6 };
}

/** A reading in the form that is scored. */
export function charactersOf(reading: Pick<LineReading, "characters"> | undefined): ReadLine["characters"] {
  return (reading?.characters ?? []).map((each) => ({
    text: each.text,
    confidence: each.confidence,
    alternatives: each.alternatives.map((other) => other.text),
  }));
}

/** A crop is a page of one column. */
async function pictureOf(path: string, { engine }: EngineChoice): Promise<LinePicture> {
  const { width, height } = await sharp(path).metadata();
  const box = { x: 0, y: 0, width, height };
  const layout = layoutSchema.parse({
    v: 1,
    width,
    height,
    writingMode: "vertical-rl",
    kind: "single",
    confidence: 1,
    regions: [{ id: "r1", kind: "body", box }],
    lines: [{ id: "c1", region: "r1", kind: "body", box, confidence: 1 }],
  });
  const [cut] = await cutLines(path, layout, engine.lineBreadthPixels);
  const picture = (cut as NonNullable<typeof cut>).picture;
  return { width: picture.width, height: picture.height, pixels: picture.pixels };
}
