/** Spreadsheets about the register: rows that were refused with their reasons, and an empty register to be filled. */
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import type { RegisterFinding } from "../../catalogue/progress/register-check.ts";
import { REGISTER_COLUMNS, type RegisterColumn, type RegisterRow } from "../../catalogue/register.ts";
import type { RegisterFile } from "../../catalogue/register-import.ts";
import { withoutZipTimes } from "../../formats/zip-times.ts";
import { InputError } from "../../pipeline/errors.ts";
import { type Messages, visible } from "../messages.ts";

/** A row as an example, by column. */
const EXAMPLE: Readonly<Record<RegisterColumn, string>> = {
  shelfmark: "HN.0012",
  title: "金雲翹新傳",
  holder: "Thư viện tỉnh",
  class: "Quý hiếm",
  extent: "68 tờ",
  decision: "QĐ 123/QĐ-UBND, 15-06-2020",
  condition: "bị mọt",
  consent: "đã đồng ý",
  provenance: "mua năm 1998",
  village: "Phước Tích",
  clan: "Lê Trọng",
  household: "ông Lê Trọng Phú",
  from: "2020-01-01",
  until: "",
};

/** Every row that was refused, as it stands in the file, with what is wrong and what to do. @throws {InputError} OUT-WRITE, OUT-FORMAT */
export async function writeRejectedRows(path: string, reading: RegisterFile, messages: Messages): Promise<void> {
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

/** Rows without files and files without a row, each with what is wrong and what to do. @throws {InputError} OUT-WRITE, OUT-FORMAT */
export async function writeFindings(path: string, findings: readonly RegisterFinding[], messages: Messages): Promise<void> {
  const heads = [
    ...["shelfmark", "title", "holder"].map((column) => messages.say(`register.column-${column}`)),
    ...["register.reason", "register.remedy"].map((key) => messages.say(key)),
  ];
  const rows = findings.map(({ code, shelfmark, title, holder, pages }) => {
    const { message, advice } = messages.failure(code, { shelfmark, pages });
    return [shelfmark, title, holder, message, advice];
  });
  await write(path, [heads, ...rows]);
}

/** An empty register with its headings and one row as an example. @throws {InputError} OUT-WRITE, OUT-FORMAT */
export async function writeTemplate(path: string, messages: Messages): Promise<void> {
  await write(path, [headingsOf(messages), REGISTER_COLUMNS.map((column) => EXAMPLE[column])]);
}

/**
 * The register as it is, every state a row: importing the file again changes nothing.
 * @throws {InputError} OUT-WRITE, OUT-FORMAT
 */
export async function writeRegister(path: string, rows: readonly RegisterRow[], messages: Messages): Promise<void> {
  const known: ReadonlySet<string> = new Set(REGISTER_COLUMNS);
  const others = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !known.has(name)).sort();
  const lines = rows.map((row) => [...REGISTER_COLUMNS, ...others].map((column) => row[column] ?? ""));
  await write(path, [[...headingsOf(messages), ...others], ...lines]);
}

function headingsOf(messages: Messages): readonly string[] {
  return REGISTER_COLUMNS.map((column) => messages.say(`register.column-${column}`));
}

/** Every cell is text, so that nothing is a formula and no leading zero is lost. */
async function write(path: string, rows: readonly (readonly string[])[]): Promise<void> {
  if (!path.toLowerCase().endsWith(".xlsx")) throw new InputError({ code: "OUT-FORMAT", subject: path, exit: "usage" });
  const data: SheetData = rows.map((row, at) =>
    row.map((value) => ({ value: shown(value), type: String, ...(at === 0 ? { fontWeight: "bold" as const } : {}) })),
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

/** Line breaks inside a cell are the register's own. */
function shown(value: string): string {
  return value.split("\n").map(visible).join("\n");
}
