/**
 * The bytes of a spreadsheet as sheets of texts. CSV may use comma, semicolon or tab; XLSX is told by its content, not its name.
 * Everything is text: formulas by what they show, numbers as they were typed where the file still knows.
 */
import { parse } from "csv-parse/sync";
import readXlsxFile, { type Sheet } from "read-excel-file/node";
import { decodeVietnamese, type Encoding, likelyEncoding } from "../formats/legacy-vietnamese.ts";
import { mergedCells } from "../formats/merged-cells.ts";
import { InputError } from "../pipeline/errors.ts";

/** Rows of cells, blank rows included, so that an index is a row number. */
export type Table = readonly (readonly string[])[];

/** One sheet, or one way to read a CSV file. */
export interface NamedTable {
  /** Name of the sheet; empty for CSV. */
  readonly sheet: string;
  readonly table: Table;
  /** Cells that the file has as numbers, `row:column` from 0: what they lost, such as a zero in front, is lost. */
  readonly numbers: ReadonlySet<string>;
}

/** More rows than any register of one library; a guard against files that only pretend to be small. */
const MOST_ROWS = 1_000_000;
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Tables the bytes may mean: one for each sheet of XLSX; of CSV one for each separator.
 * @param encoding of CSV, when a person has named it
 * @throws {InputError} REG-FILE when they are neither; REG-OLD for .xls, password-protected and .ods files; REG-ENCODING when the text
 *   is in an encoding from before Unicode, with the encoding that it looks like and a line of it
 */
export async function tablesOf(bytes: Uint8Array, encoding?: Encoding): Promise<readonly NamedTable[]> {
  refuseOldFiles(bytes);
  const tables = isZip(bytes) ? await readXlsx(bytes) : readCsv(decode(bytes, encoding));
  if (tables.some(({ table }) => table.length > MOST_ROWS)) throw unreadable(`more than ${MOST_ROWS} rows`);
  return tables;
}

function refuseOldFiles(bytes: Uint8Array): void {
  if (OLD_EXCEL.every((byte, at) => bytes[at] === byte)) throw new InputError({ code: "REG-OLD", facts: { kind: ".xls" } });
  const head = Buffer.from(bytes.subarray(0, 100)).toString("latin1");
  if (head.includes("mimetypeapplication/vnd.oasis")) throw new InputError({ code: "REG-OLD", facts: { kind: ".ods" } });
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readXlsx(bytes: Uint8Array): Promise<readonly NamedTable[]> {
  try {
    const sheets: Sheet[] = await readXlsxFile(Buffer.from(bytes));
    const merged = mergedCells(bytes);
    return sheets.map(({ sheet, data }, at) => sheetTable(sheet, data, merged[at] ?? []));
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** A merged cell shows its value over all rows and columns that it spans, and so it is read: once for every row. */
function sheetTable(sheet: string, data: Sheet["data"], merged: ReturnType<typeof mergedCells>[number]): NamedTable {
  const cells = data.map((row) => row.map(cellText));
  const numbers = new Set<string>();
  data.forEach((row, at) => {
    row.forEach((cell, column) => {
      if (typeof cell === "number") numbers.add(`${at}:${column}`);
    });
  });
  for (const { firstRow, lastRow, firstColumn } of merged) {
    const value = cells[firstRow]?.[firstColumn] ?? "";
    for (let row = firstRow + 1; row <= lastRow; row++) {
      const line = cells[row];
      if (line && line[firstColumn] === "") line[firstColumn] = value;
    }
  }
  return { sheet, table: cells, numbers };
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

/** Excel writes UTF-8 with a mark, or UTF-16 as "Unicode text"; old encodings are never guessed in silence. */
function decode(bytes: Uint8Array, encoding: Encoding | undefined): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const own = encoding ?? (isUtf16 ? "utf-16le" : "utf-8");
  const likely = encoding === undefined && !isUtf16 ? likelyEncoding(bytes) : undefined;
  if (likely !== undefined) throw oldEncoding(bytes, likely);
  const text = decodeVietnamese(bytes, own);
  if (text === undefined) throw unreadable(`not ${own}`);
  return text.replace(/^\uFEFF/, "");
}

function oldEncoding(bytes: Uint8Array, encoding: Encoding): InputError {
  const text = decodeVietnamese(bytes, encoding) ?? "";
  const sample = text.split(/\r?\n/).find((line) => /[^\p{ASCII}]/u.test(line)) ?? "";
  return new InputError({ code: "REG-ENCODING", facts: { encoding, sample: sample.slice(0, 120) } });
}

function readCsv(text: string): readonly NamedTable[] {
  const tables: NamedTable[] = [];
  let last: unknown;
  for (const delimiter of [",", ";", "\t"]) {
    try {
      const table: Table = parse(text, {
        delimiter,
        relax_column_count: true,
        skip_empty_lines: false,
        max_record_size: 1_000_000,
      });
      tables.push({ sheet: "", table, numbers: new Set() });
    } catch (cause) {
      last = cause;
    }
  }
  if (tables.length === 0) throw unreadable(last instanceof Error ? last.message : "no table", last);
  return tables;
}

function unreadable(detail: string, cause?: unknown): InputError {
  return new InputError({ code: "REG-FILE", facts: { detail }, cause });
}
