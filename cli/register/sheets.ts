/** Spreadsheets about the register: rows that were refused with their reasons, and an empty register to be filled. */
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import type { RegisterReading } from "../../catalogue/register-import.ts";
import { withoutZipTimes } from "../../formats/zip-times.ts";
import { InputError } from "../../pipeline/errors.ts";
import { type Messages, visible } from "../messages.ts";

/** Columns of the template in its order, each with an example. */
const TEMPLATE = [
  "shelfmark",
  "title",
  "holder",
  "class",
  "decision",
  "extent",
  "condition",
  "consent",
  "provenance",
  "from",
  "until",
];

/** Every row that was refused, as it stands in the file, with what is wrong and what to do. @throws {InputError} OUT-WRITE, OUT-FORMAT */
export async function writeRejectedRows(path: string, reading: RegisterReading, messages: Messages): Promise<void> {
  const names = [...new Set(reading.refused.flatMap(({ cells }) => Object.keys(cells)))];
  const heads = [
    ...["register.sheet", "register.row-number", "register.reason", "register.remedy"].map((key) => messages.say(key)),
    ...names,
  ];
  const rows = reading.refused.map(({ place, cells, why }) => {
    const { message, advice } = messages.failure(why.code, { row: place.row, ...why.facts });
    return [place.sheet, String(place.row), message, advice, ...names.map((name) => cells[name] ?? "")];
  });
  await write(path, [heads, ...rows]);
}

/** An empty register with its headings and one row as an example. @throws {InputError} OUT-WRITE, OUT-FORMAT */
export async function writeTemplate(path: string, messages: Messages): Promise<void> {
  const heads = Object.keys(TEMPLATE).map((column) => messages.say(`register.column-${column}`));
  await write(path, [heads, Object.values(TEMPLATE)]);
}

/** Every cell is text, so that nothing is a formula and no leading zero is lost. */
async function write(path: string, rows: readonly (readonly string[])[]): Promise<void> {
  if (!path.toLowerCase().endsWith(".xlsx")) throw new InputError({ code: "OUT-FORMAT", subject: path, exit: "usage" });
  const data: SheetData = rows.map((row, at) =>
    row.map((value) => ({ value: visible(value), type: String, ...(at === 0 ? { fontWeight: "bold" as const } : {}) })),
  );
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    const columns = (rows[0] ?? []).map(() => ({ width: 24 }));
    await writeFile(part, withoutZipTimes(await writeExcelFile(data, { columns, stickyRowsCount: 1 }).toBuffer()));
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  }
}
