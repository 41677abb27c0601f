/**
 * `sohoa quality <batch> --sheet <dir>`: the pages of an item before and after clean-up, with all that was found drawn on
 * them, as pictures to print and as a web page that needs no server.
 */
import { basename, join } from "node:path";
import type { ItemQuality } from "../catalogue/quality/gather.ts";
import type { Digest } from "../pipeline/artifact.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { dropOthers, openSheetFolder, type SheetFolder } from "./contact-sheet/folder.ts";
import { type ShownPage, writePicture } from "./contact-sheet/pictures.ts";
import { drawSheets } from "./contact-sheet/sheets.ts";
import { writeWebPage } from "./contact-sheet/web-page.ts";
import { Messages } from "./messages.ts";
import { Progress } from "./progress.ts";

/** What was written. */
export interface WrittenSheet {
  readonly pages: number;
  /** Pages whose master no machine has looked at yet: shown without a picture. */
  readonly unmeasured: number;
  /** Pages with a picture before and none after clean-up. */
  readonly notCleaned: number;
  /** Picture sheets, by file name. */
  readonly sheets: readonly string[];
  readonly text: readonly string[];
}

/**
 * Write the sheet into a folder. Interrupted, the same call goes on where it was: what is written keeps its name, and the page
 * that names the pictures comes last.
 * @throws {InputError} SHEET-FOLDER or SHEET-OTHER when the folder holds something else
 */
export async function writeContactSheet(
  context: Context,
  services: Services,
  quality: ItemQuality,
  path: string,
): Promise<WrittenSheet> {
  const folder = await openSheetFolder(path, quality.item.id);
  const shown = await writePictures(context, services, quality, folder);
  const sheets = await drawSheets(context.messages, quality, shown, folder, context.signal);
  await writeWebPage({ vi: new Messages("vi"), en: new Messages("en") }, quality, shown, sheets, folder);
  await dropOthers(folder);
  const unmeasured = shown.filter((page) => page.quality.facts.report === null).length;
  const notCleaned = shown.filter((page) => page.before !== null && page.after === null).length;
  const text = [context.say("contact.written", { pages: shown.length, sheets: sheets.length, file: join(path, "index.html") })];
  if (unmeasured + notCleaned > 0)
    text.push(`${context.printer.mark("warn")} ${context.say("contact.incomplete", { unmeasured, notCleaned })}`);
  return { pages: shown.length, unmeasured, notCleaned, sheets: sheets.map((each) => basename(each)), text };
}

/** One page at a time: a book of thousands of pages needs no more memory than its largest picture. */
async function writePictures(
  { printer, say, signal }: Context,
  services: Services,
  { item, pages }: ItemQuality,
  folder: SheetFolder,
): Promise<readonly ShownPage[]> {
  const clean = new Map<string, Digest>();
  for (const row of await services.ledger.currentOfItem(item.id, ["image/clean"])) clean.set(row.subject, row.artifact.digest);
  const progress = new Progress(printer);
  const shown: ShownPage[] = [];
  try {
    for (const quality of pages) {
      signal.throwIfAborted();
      const { page, facts, cleanup } = quality;
      // A master that no supervised child has read whole is not opened here.
      const before = facts.report === null ? null : { digest: facts.master, kind: "before" as const };
      const cleaned = cleanup === null ? undefined : clean.get(page.id);
      const after = cleaned === undefined ? null : { digest: cleaned, kind: "after" as const };
      const write = (of: typeof before | typeof after) => of && writePicture(services.cache, folder, page.sequence, of);
      shown.push({ quality, before: await write(before), after: await write(after) });
      progress.show([{ label: say("contact.progress"), done: shown.length, total: pages.length }]);
    }
  } finally {
    progress.end();
  }
  return shown;
}
