/**
 * The bytes of a spreadsheet as sheets of texts. CSV may use comma, semicolon or tab; XLSX is told by its content, not its name.
 * Everything is text: formulas by what they show, numbers as they were typed where the file still knows.
 */
import { parse } from "csv-parse/sync";
import { decodeVietnamese, type Encoding, likelyEncoding, misnamed } from "../formats/legacy-vietnamese.ts";
import { openWorkbook, type WorkbookSheet } from "../formats/workbook/open-workbook.ts";
import { SwollenError } from "../formats/workbook-limits.ts";
import { InputError } from "../pipeline/errors.ts";
import { MOST_RECORD_CHARACTERS, refuseLargeTable, tooLarge } from "./register-limits.ts";

/** Rows of cells, blank rows included, so that an index is a row number. */
export type Table = readonly (readonly string[])[];

/** One sheet, or one way to read a CSV file. */
export interface NamedTable {
  /** Name of the sheet; empty for CSV. */
  readonly sheet: string;
  readonly table: Table;
  /** Cells that the file has as numbers, `row:column` from 0: what they lost, such as a zero in front, is lost. */
  readonly numbers: ReadonlySet<string>;
  /** The separator that a CSV file was read with. */
  readonly delimiter?: string;
}

const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Tables the bytes may mean: one for each sheet of XLSX; of CSV one for each separator.
 * @param encoding of CSV, when a person has named it
 * @throws {InputError} REG-FILE when they are neither; REG-SIZE when they are too large; REG-OLD for .xls, password-protected and .ods
 *   files; REG-ENCODING when the text is in an encoding from before Unicode, with the encoding that it looks like and a line of it
 */
export async function tablesOf(bytes: Uint8Array, encoding?: Encoding): Promise<readonly NamedTable[]> {
  return isWorkbook(bytes) ? sheetsOf(bytes).map(sheetTable) : csvTables(bytes, encoding);
}

/** A CSV file read with each separator, or only its first rows. @throws {InputError} as `tablesOf` does, and REG-QUOTE */
export function csvTables(bytes: Uint8Array, encoding?: Encoding, mostRows?: number): readonly NamedTable[] {
  return readCsv(decode(bytes, encoding), mostRows);
}

/** The sheets of a workbook. @throws {InputError} REG-FILE, REG-OLD, REG-SIZE */
export function sheetsOf(bytes: Uint8Array): readonly WorkbookSheet[] {
  refuseOldFiles(bytes);
  return inWords(() => openWorkbook(bytes)).map((sheet) => ({ ...sheet, rows: () => rowsInWords(sheet) }));
}

/** What readers of workbooks throw, as a person is told. */
function inWords<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if (cause instanceof SwollenError) throw tooLarge("XLSX", cause.what, cause.most);
    throw unreadable(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function* rowsInWords(sheet: WorkbookSheet): ReturnType<WorkbookSheet["rows"]> & Generator {
  const rows = sheet.rows()[Symbol.iterator]();
  for (let next = inWords(() => rows.next()); !next.done; next = inWords(() => rows.next())) {
    refuseLargeTable(sheet.name, next.value.number, next.value.cells);
    yield next.value;
  }
}

function refuseOldFiles(bytes: Uint8Array): void {
  if (OLD_EXCEL.every((byte, at) => bytes[at] === byte)) throw new InputError({ code: "REG-OLD", facts: { kind: ".xls" } });
  const head = Buffer.from(bytes.subarray(0, 100)).toString("latin1");
  if (head.includes("mimetypeapplication/vnd.oasis")) throw new InputError({ code: "REG-OLD", facts: { kind: ".ods" } });
}

/** True for a workbook, of whatever age: not text. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return isZip(bytes) || OLD_EXCEL.every((byte, at) => bytes[at] === byte);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function sheetTable({ name, rows }: WorkbookSheet): NamedTable {
  const table: string[][] = [];
  const numbers = new Set<string>();
  for (const row of rows()) {
    while (table.length < row.number - 1) table.push([]);
    table[row.number - 1] = [...row.cells];
    for (const column of row.numbers) numbers.add(`${row.number - 1}:${column}`);
  }
  return { sheet: name, table, numbers };
}

/**
 * The encoding of a CSV file: Excel writes UTF-8 with a mark, or UTF-16 as "Unicode text"; old encodings are never guessed in silence.
 * @param named by a person
 * @throws {InputError} REG-ENCODING when nobody named it and it seems to be an old one; REG-MISNAMED when it is another than was named
 */
export function encodingOfCsv(bytes: Uint8Array, named: Encoding | undefined): Encoding {
  if (named !== undefined) {
    const actual = misnamed(bytes, named);
    if (actual === undefined) return named;
    throw new InputError({ code: "REG-MISNAMED", facts: { named, actual, sample: sampleOf(bytes, actual) } });
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  const likely = likelyEncoding(bytes);
  if (likely !== undefined) throw oldEncoding(bytes, likely);
  return "utf-8";
}

function decode(bytes: Uint8Array, named: Encoding | undefined): string {
  const encoding = encodingOfCsv(bytes, named);
  const text = decodeVietnamese(bytes, encoding);
  if (text === undefined) throw unreadable(`not ${encoding}`);
  return text.replace(/^\uFEFF/, "");
}

function oldEncoding(bytes: Uint8Array, encoding: Encoding): InputError {
  return new InputError({ code: "REG-ENCODING", facts: { encoding, sample: sampleOf(bytes, encoding) } });
}

/** The first line with letters beyond ASCII, by which a person sees whether it is read rightly. */
function sampleOf(bytes: Uint8Array, encoding: Encoding): string {
  const lines = (decodeVietnamese(bytes, encoding) ?? "").replace(/^\uFEFF/, "").split(/\r?\n/);
  return (lines.find((line) => /[^\p{ASCII}]/u.test(line)) ?? "").slice(0, 120);
}

function readCsv(text: string, mostRows: number | undefined): readonly NamedTable[] {
  const tables: NamedTable[] = [];
  const failures: unknown[] = [];
  for (const delimiter of [",", ";", "\t"]) {
    try {
      const table: Table = parse(text, {
        delimiter,
        relax_column_count: true,
        skip_empty_lines: false,
        max_record_size: MOST_RECORD_CHARACTERS,
        ...(mostRows === undefined ? {} : { to: mostRows }),
      });
      tables.push({ sheet: "", table, numbers: new Set(), delimiter });
    } catch (cause) {
      failures.push(cause);
    }
  }
  // The right separator finds the quotation mark that is not closed; the others stumble over the cells.
  if (tables.length === 0) throw csvFailure(failures.find((each) => codeOf(each) === NOT_CLOSED) ?? failures.at(-1));
  return tables;
}

const NOT_CLOSED = "CSV_QUOTE_NOT_CLOSED";

function codeOf(cause: unknown): string | undefined {
  return (cause as { readonly code?: string }).code;
}

/** What reading CSV threw, as a person is told. */
export function csvFailure(cause: unknown): InputError {
  const message = cause instanceof Error ? cause.message : "";
  if (codeOf(cause) === "CSV_MAX_RECORD_SIZE") return tooLarge("CSV", "record", MOST_RECORD_CHARACTERS);
  if (codeOf(cause) !== NOT_CLOSED) return unreadable(message, cause);
  // The parser counts the rows before it.
  const row = Number((cause as { readonly records?: number }).records) + 1;
  return new InputError({ code: "REG-QUOTE", facts: { row }, cause });
}

function unreadable(detail: string, cause?: unknown): InputError {
  return new InputError({ code: "REG-FILE", facts: { detail }, cause });
}
