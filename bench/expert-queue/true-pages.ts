/** Columns with truth, read as the line reads them: pages with characters, places and confidences, and what is right of them. */
import sharp from "sharp";
import { readTruthSet, type TrueColumn } from "../../cli/evaluate/truth-set.ts";
import { alignCharacters } from "../../hannom/align-characters.ts";
import { layoutSchema } from "../../pipeline/layout.ts";
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import { chooseEngine } from "../../stages/ocr/choose-engine.ts";
import { type CutLine, cutLines } from "../../stages/ocr/cut-lines.ts";
import { readColumns } from "../../stages/ocr/read-columns.ts";

/** A page as read, beside its truth. Each column has a picture of its own, and boxes in its pixels. */
export interface ReadPage {
  readonly item: string;
  readonly page: string;
  readonly layer: TextLayer;
  /** By identifier of the column. */
  readonly pictures: ReadonlyMap<string, string>;
  /** What really stands where each character was read; undefined where nothing does. By column, as its characters. */
  readonly truth: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** Characters of the truth that were not read at all. */
  readonly missed: number;
}

/** Read all pages of a folder with `truth.tsv`. @throws as `readTruthSet` and the engine */
export async function readTruePages(folder: string, model = "hannom-pool"): Promise<readonly ReadPage[]> {
  const pages = new Map<string, TrueColumn[]>();
  for (const column of (await readTruthSet(folder)).columns) pages.set(column.page, [...(pages.get(column.page) ?? []), column]);
  const read: ReadPage[] = [];
  for (const [page, columns] of pages) read.push(await readPage(page, columns, model));
  return read;
}

async function readPage(page: string, columns: readonly TrueColumn[], model: string): Promise<ReadPage> {
  const choice = chooseEngine("han-nom", { engine: "auto", model });
  const cuts: CutLine[] = [];
  for (const { path } of columns) cuts.push(await cutOf(path, choice.engine.lineBreadthPixels));
  const lines = columns.map((_, at) => lineOf(`c${at + 1}`, cuts[at] as CutLine));
  const layout = layoutOf(lines, 10_000, 10_000);
  const layer = await readColumns({ layout, lines: cuts, script: "han-nom", choice, signal: new AbortController().signal });
  const beside = layer.lines.map((line, at) => besideTruth(line, columns[at]?.text ?? ""));
  return {
    item: columns[0]?.document ?? "",
    page,
    layer,
    pictures: new Map(columns.map(({ path }, at) => [`c${at + 1}`, path])),
    truth: new Map(layer.lines.map((line, at) => [line.id, beside[at]?.truth ?? []])),
    missed: beside.reduce((sum, each) => sum + each.missed, 0),
  };
}

function besideTruth(line: TextLine, text: string): { readonly truth: readonly (string | undefined)[]; readonly missed: number } {
  const wanted = [...text.replace(/\s/gu, "")];
  const pairs = alignCharacters(
    wanted,
    line.characters.map((each) => each.text),
  );
  const truth = new Array<string | undefined>(line.characters.length).fill(undefined);
  for (const pair of pairs) if (pair.read !== undefined && pair.truth !== undefined) truth[pair.read] = wanted[pair.truth];
  return { truth, missed: pairs.filter((pair) => pair.read === undefined).length };
}

/** A crop is a page of one column. */
async function cutOf(path: string, breadth: number | undefined): Promise<CutLine> {
  const { width, height } = await sharp(path).metadata();
  const box = { x: 0, y: 0, width, height };
  const [cut] = await cutLines(path, layoutOf([{ id: "c1", box }], width, height), breadth);
  return cut as NonNullable<typeof cut>;
}

function lineOf(id: string, { source }: CutLine) {
  return { id, box: source };
}

function layoutOf(lines: readonly { readonly id: string; readonly box: CutLine["source"] }[], width: number, height: number) {
  return layoutSchema.parse({
    v: 1,
    width,
    height,
    writingMode: "vertical-rl",
    kind: "single",
    confidence: 1,
    regions: [{ id: "r1", kind: "body", box: { x: 0, y: 0, width, height } }],
    lines: lines.map((line) => ({ ...line, region: "r1", kind: "body", confidence: 1 })),
  });
}
