/** What needs a person as a spreadsheet, to be handed to whoever scans again. */
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import { InputError } from "../pipeline/errors.ts";
import { type Messages, visible } from "./messages.ts";
import type { ErrorLine } from "./print.ts";

/** An error with the batch it belongs to. */
export interface ListedError extends ErrorLine {
  readonly batch: string;
}

const HEADS = ["batch", "file", "page", "stage", "code", "meaning", "advice"] as const;
const WIDTHS = [18, 30, 16, 14, 14, 60, 60];

/** Rows of the sheet: every cell is typed as text, so that a file named `=1+1.tif` is never a formula. */
export function errorRows(errors: readonly ListedError[], messages: Messages): SheetData {
  const head = HEADS.map((key) => ({ value: messages.say(`sheet.${key}`), type: String, fontWeight: "bold" as const }));
  const rows = errors.map((error) => {
    const { message, advice } = messages.failure(error.code, { subject: error.path ?? "", ...error.facts });
    const stage =
      error.facts?.["stage"] === undefined ? messages.say("sheet.intake") : messages.say(`stage.${error.facts["stage"]}`);
    return [error.batch, error.path ?? "", error.page ?? "", stage, error.code, message, advice].map((value) => ({
      value: visible(value),
      type: String,
    }));
  });
  return [head, ...rows];
}

/**
 * Write the sheet; an interrupted write never bears the final name.
 * @throws {InputError} OUT-FORMAT for another kind of file, OUT-WRITE where it cannot be written.
 */
export async function writeErrorSheet(path: string, errors: readonly ListedError[], messages: Messages): Promise<void> {
  if (!path.toLowerCase().endsWith(".xlsx")) throw new InputError({ code: "OUT-FORMAT", subject: path, exit: "usage" });
  const part = join(dirname(path), `.${basename(path)}.part`);
  const columns = WIDTHS.map((width) => ({ width }));
  try {
    await writeExcelFile(errorRows(errors, messages), { columns, stickyRowsCount: 1 }).toFile(part);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  }
}
