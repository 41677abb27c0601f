/** The rescan list as a spreadsheet with thumbnails, to be handed to whoever scans again. */
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import type { PageFinding, PageQuality } from "../catalogue/quality/page-quality.ts";
import { sharp } from "../formats/locked-sharp.ts";
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

/** What the sheet is written with. */
export interface SheetTools {
  readonly messages: Messages;
  readonly open: (digest: string) => Promise<Readable>;
}

/**
 * Write the sheet; an interrupted write never bears the final name. Every cell is text, so that no file name is a formula.
 * @throws {InputError} OUT-FORMAT for another kind of file, OUT-WRITE where it cannot be written
 */
export async function writeQualitySheet(
  path: string,
  pages: readonly PageQuality[],
  { messages, open }: SheetTools,
): Promise<void> {
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
export async function qualityWorkbook(pages: readonly PageQuality[], { messages, open }: SheetTools): Promise<Buffer> {
  const { rows, firstRows } = rowsOf(pages, messages);
  const images = await picturesOf(pages, firstRows, open);
  const columns = WIDTHS.map((width) => ({ width }));
  return await writeExcelFile(rows, { columns, stickyRowsCount: 1, images }).toBuffer();
}

/** One row a finding, and the row in which each page begins, from 1. */
function rowsOf(pages: readonly PageQuality[], messages: Messages) {
  const head = HEADS.map((key) => ({ value: messages.say(`sheet.${key}`), type: String, fontWeight: "bold" as const }));
  const rows: SheetData = [head];
  const firstRows = new Map<string, number>();
  for (const page of pages) {
    firstRows.set(page.page.id, rows.length + 1);
    const list = page.findings.length > 0 ? page.findings : [undefined];
    for (const [at, finding] of list.entries()) {
      const cells = [...cellsOfPage(page), ...cellsOfFinding(page, finding, messages), verdictOf(page, messages)];
      const height = at === 0 && page.thumbnail !== null ? { height: ROW_POINTS } : {};
      const style = { type: String, wrap: true, alignVertical: "top" as const, ...height };
      rows.push(cells.map((value) => ({ value: visible(value), ...style })));
    }
  }
  return { rows, firstRows };
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

async function picturesOf(pages: readonly PageQuality[], firstRows: ReadonlyMap<string, number>, open: SheetTools["open"]) {
  const images = [];
  for (const { page, thumbnail } of pages) {
    const row = firstRows.get(page.id);
    if (thumbnail === null || row === undefined) continue;
    const small = sharp(await buffer(await open(thumbnail.digest))).resize({ width: SIDE, height: SIDE, fit: "inside" });
    const { data, info } = await small.jpeg({ quality: 80 }).toBuffer({ resolveWithObject: true });
    const anchor = { row, column: PICTURE_COLUMN };
    const { width, height } = info;
    const place = { width, height, dpi: SHEET_DPI, anchor, offsetX: 3, offsetY: 3 };
    images.push({ content: data, contentType: "image/jpeg", ...place, title: visible(page.sourceName) });
  }
  return images;
}
