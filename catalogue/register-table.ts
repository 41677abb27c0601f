/** The bytes of a spreadsheet as rows of texts. CSV may use comma, semicolon or tab; XLSX is told by its content, not its name. */
import { parse } from "csv-parse/sync";
import { readSheet } from "read-excel-file/node";
import { InputError } from "../pipeline/errors.ts";

/** Rows of cells, blank rows included, so that an index is a row number. */
export type Table = readonly (readonly string[])[];

/** More rows than any register of one library; a guard against files that only pretend to be small. */
const MOST_ROWS = 1_000_000;

/**
 * Tables the bytes may mean, one for each separator of CSV; one for XLSX.
 * @throws {InputError} REG-FILE when they are neither
 */
export async function tablesOf(bytes: Uint8Array): Promise<readonly Table[]> {
  const tables = isZip(bytes) ? [await readXlsx(bytes)] : readCsv(decode(bytes));
  if (tables.some((table) => table.length > MOST_ROWS)) throw unreadable(`more than ${MOST_ROWS} rows`);
  return tables;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readXlsx(bytes: Uint8Array): Promise<Table> {
  try {
    const sheet = await readSheet(Buffer.from(bytes));
    return sheet.map((row) => row.map(cellText));
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

/** Excel writes UTF-8 with a mark, or UTF-16 as "Unicode text"; anything that is no Unicode would be read as wrong names. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable("not UTF-8", cause);
  }
}

function readCsv(text: string): readonly Table[] {
  const tables: Table[] = [];
  let last: unknown;
  for (const delimiter of [",", ";", "\t"]) {
    try {
      tables.push(parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false, max_record_size: 1_000_000 }));
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
