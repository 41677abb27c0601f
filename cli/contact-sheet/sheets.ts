/** The picture sheets of an item: as many as its pages need, drawn page by page. */
import { join } from "node:path";
import type { ItemQuality } from "../../catalogue/quality/gather.ts";
import { drawCell, emptySheet } from "../../formats/contact-sheet/draw-sheet.ts";
import { layOut, type SheetType } from "../../formats/contact-sheet/sheet-layout.ts";
import { typesetter } from "../../formats/contact-sheet/typeset.ts";
import { encodeRaster } from "../../formats/image-input.ts";
import { type Messages, visible } from "../messages.ts";
import { sampleGlyphs } from "../sample/glyphs.ts";
import { type SheetFolder, writeWhole } from "./folder.ts";
import { readPicture, type ShownPage } from "./pictures.ts";
import { sheetPage } from "./sheet-page.ts";
import { sheetWords } from "./sheet-words.ts";

/** Pages on one sheet: two across, twelve down. */
const PAGES_A_SHEET = 24;
const JPEG_QUALITY = 86;

/** Draw and write all sheets of an item. Returns their names. */
export async function drawSheets(
  messages: Messages,
  { item, counts }: ItemQuality,
  pages: readonly ShownPage[],
  folder: SheetFolder,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const face = sampleGlyphs();
  const type: SheetType = { title: typesetter(face, 22), text: typesetter(face, 17), small: typesetter(face, 15) };
  const total = Math.max(1, Math.ceil(pages.length / PAGES_A_SHEET));
  const names: string[] = [];
  for (let at = 0; at < pages.length; at += PAGES_A_SHEET) {
    const part = pages.slice(at, at + PAGES_A_SHEET);
    const number = names.length + 1;
    const heading = [
      messages.say("contact.sheet", { shelfmark: visible(item.shelfmark), item: item.id, number, total }),
      messages.say("quality.counts", { ...counts }),
    ];
    const name = `sheet-${String(number).padStart(3, "0")}.jpg`;
    await writeWhole(folder, name, await drawSheet(messages, part, { heading, type, folder, signal }));
    names.push(name);
  }
  return names;
}

interface Drawing {
  readonly heading: readonly string[];
  readonly type: SheetType;
  readonly folder: SheetFolder;
  readonly signal: AbortSignal;
}

async function drawSheet(messages: Messages, pages: readonly ShownPage[], { heading, type, folder, signal }: Drawing) {
  const words = sheetWords(messages);
  const plan = layOut(
    pages.map((page) => sheetPage(messages, page)),
    heading,
    words,
    type,
  );
  const surface = emptySheet(plan, words, type);
  for (const [at, cell] of plan.cells.entries()) {
    signal.throwIfAborted();
    const { before, after } = pages[at] as ShownPage;
    const read = async (name: string | null, box: typeof cell.before) =>
      name && (await readPicture(join(folder.path, name), box));
    const pictures = { before: (await read(before, cell.before)) || null, after: (await read(after, cell.after)) || null };
    drawCell(surface, cell, pictures, words, type);
  }
  // Thin coloured lines would fade with halved colour.
  return await encodeRaster(surface).jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" }).toBuffer();
}
