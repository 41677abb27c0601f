/** The rescan list as a spreadsheet with thumbnails, to be handed to whoever scans again. */
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import type { PageFinding, PageQuality } from "../catalogue/quality/page-quality.ts";
import { sharp } from "../formats/locked-sharp.ts";
import type { Artifact } from "../pipeline/artifact.ts";
import { InputError } from "../pipeline/errors.ts";
import { type Messages, visible } from "./messages.ts";
import { amount, findingText, verdictText } from "./quality-text.ts";

const HEADS = [
  "number",
  "picture",
  "file",
  "page",
  "severity",
  "code",
  "finding",
  "advice",
  "value",
  "limit",
  "verdict",
] as const;
const WIDTHS = [6, 20, 24, 16, 12, 16, 60, 50, 14, 14, 40];
const PICTURE_COLUMN = HEADS.indexOf("picture") + 1;
/** Longest side of a thumbnail in the sheet, in pixels of 96 to the inch, and the height of its row in points. */
const SIDE = 130;
const ROW_POINTS = 102;
const SHEET_DPI = 96;

type Image = Awaited<ReturnType<typeof pictureOf>>;
/** Pages of the list, in its order. */
type Pages = Iterable<PageQuality> | AsyncIterable<PageQuality>;

/** What the sheet is written with. */
export interface SheetTools {
  readonly messages: Messages;
  readonly open: (digest: string) => Promise<Readable>;
}

/**
 * Write the sheet; an interrupted write never bears the final name. Every cell is text, so that no file name is a formula.
 * @throws {InputError} OUT-FORMAT for another kind of file, OUT-WRITE where it cannot be written
 */
export async function writeQualitySheet(path: string, pages: Pages, { messages, open }: SheetTools): Promise<void> {
  if (!path.toLowerCase().endsWith(".xlsx")) throw new InputError({ code: "OUT-FORMAT", subject: path, exit: "usage" });
  const sheet = await qualityWorkbook(pages, { messages, open });
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    await writeFile(part, sheet);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  }
}

/** The sheet's bytes. */
export async function qualityWorkbook(pages: Pages, tools: SheetTools): Promise<Buffer> {
  const head = HEADS.map((key) => ({ value: tools.messages.say(`sheet.${key}`), type: String, fontWeight: "bold" as const }));
  const rows: SheetData = [head];
  const images: Image[] = [];
  for await (const page of pages) {
    if (page.thumbnail !== null) images.push(await pictureOf(page, page.thumbnail, rows.length + 1, tools));
    rows.push(...rowsOf(page, tools.messages));
  }
  const columns = WIDTHS.map((width) => ({ width }));
  return await writeExcelFile(rows, { columns, stickyRowsCount: 1, images }).toBuffer();
}

/** One row a finding. */
function rowsOf(page: PageQuality, messages: Messages): SheetData {
  const list = page.findings.length > 0 ? page.findings : [undefined];
  return list.map((finding, at) => {
    const cells = [...cellsOfPage(page), ...cellsOfFinding(page, finding, messages), verdictOf(page, messages)];
    const height = at === 0 && page.thumbnail !== null ? { height: ROW_POINTS } : {};
    const style = { type: String, wrap: true, alignVertical: "top" as const, ...height };
    return cells.map((value) => ({ value: visible(value), ...style }));
  });
}

function cellsOfPage({ page }: PageQuality): readonly string[] {
  return [String(page.sequence), "", page.sourceName, page.id];
}

function cellsOfFinding(page: PageQuality, finding: PageFinding | undefined, messages: Messages): readonly string[] {
  if (!finding) return [messages.say(`quality.is-${page.standing}`), "", "", "", "", ""];
  const file = page.page.sourceName;
  const { code, severity, facts, value, threshold, unit } = finding;
  const advice = messages.failure(code, { subject: file, file, ...facts }).advice;
  const measured = [amount(messages, value, unit), amount(messages, threshold, unit)];
  return [messages.say(`quality.is-${severity}`), code, findingText(messages, finding, file), advice, ...measured];
}

function verdictOf({ verdict }: PageQuality, messages: Messages): string {
  return verdict === null ? "" : verdictText(messages, verdict);
}

/** @param row the one in which the page begins, from 1 */
async function pictureOf({ page }: PageQuality, { digest }: Artifact, row: number, { open }: SheetTools) {
  const small = sharp(await buffer(await open(digest))).resize({ width: SIDE, height: SIDE, fit: "inside" });
  const { data, info } = await small.jpeg({ quality: 80 }).toBuffer({ resolveWithObject: true });
  const anchor = { row, column: PICTURE_COLUMN };
  const { width, height } = info;
  const place = { width, height, dpi: SHEET_DPI, anchor, offsetX: 3, offsetY: 3 };
  return { content: data, contentType: "image/jpeg", ...place, title: visible(page.sourceName) };
}
