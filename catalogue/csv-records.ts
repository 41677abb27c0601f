/** CSV as a stream: how a file is to be read is told from its beginning, its records come one after another. */
import { type Parser, parse } from "csv-parse";
import { CONVERSIONS, carrierOf, type Encoding } from "../formats/legacy-vietnamese.ts";
import { InputError } from "../pipeline/errors.ts";
import { type Headings, headingIn, MOST_ROWS_ABOVE } from "./named-rows.ts";
import { MOST_RECORD_CHARACTERS, refuseLargeTable } from "./register-limits.ts";
import { csvFailure, csvTables, encodingOfCsv, isWorkbook } from "./register-table.ts";

/** Gives the bytes of the file from the beginning, as often as it is called. */
export type OpenFile = () => AsyncIterable<Uint8Array>;

/** How a CSV file is to be read. */
export interface CsvForm {
  readonly encoding: Encoding;
  /** How the bytes become text before letters of old fonts are converted. */
  readonly carrier: Encoding | "latin1";
  readonly delimiter: string;
  /** Row number of the headings, from 1. */
  readonly headingRow: number;
  readonly headings: readonly string[];
  /** By place: the column that a heading means, and the name that its cells get. */
  readonly columns: readonly (string | undefined)[];
  readonly names: readonly string[];
}

/** Titles, headings and enough text to know the encoding by. */
const BEGINNING_BYTES = 262_144;

/** Whether the file is text, and not a workbook. */
export async function isCsv(open: OpenFile): Promise<boolean> {
  for await (const chunk of open()) return !isWorkbook(chunk);
  return true;
}

/** Encoding, separator and headings. @throws {InputError} as `tablesOf` and `namedRows` do */
export async function csvForm(open: OpenFile, headings: Headings): Promise<CsvForm> {
  const bytes = await beginningOf(open);
  const encoding = encodingOfCsv(bytes, headings.encoding);
  const tables = csvTables(bytes, encoding, MOST_ROWS_ABOVE);
  const { from, index, names } = headingIn(tables, headings);
  const cells = from.table[index] ?? [];
  const carrier = CONVERSIONS[encoding] ? carrierOf(bytes) : encoding;
  const shared = { encoding, carrier, delimiter: from.delimiter ?? ",", headingRow: index + 1, names };
  return { ...shared, headings: cells, columns: cells.map(headings.columnOf) };
}

/** Whole lines, so that neither a letter nor a record is cut where it can be helped. */
async function beginningOf(open: OpenFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of open()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > BEGINNING_BYTES) break;
  }
  const bytes = Buffer.concat(chunks);
  return size > BEGINNING_BYTES ? bytes.subarray(0, lineEnd(bytes)) : bytes;
}

function lineEnd(bytes: Buffer): number {
  const end = bytes.lastIndexOf(0x0a) + 1;
  // In UTF-16 the byte after a line feed belongs to it.
  return bytes[0] === 0xff && bytes[1] === 0xfe ? end + 1 : end || bytes.length;
}

/** All records, those above the headings included. @throws {InputError} REG-FILE, REG-QUOTE, REG-SIZE */
export async function* csvRecords(open: OpenFile, form: CsvForm): AsyncGenerator<readonly string[]> {
  const { encoding, carrier, delimiter } = form;
  const parser = parse({
    ...{ delimiter, relax_column_count: true, skip_empty_lines: false, bom: true },
    max_record_size: MOST_RECORD_CHARACTERS,
  });
  const fed = feed(open, carrier, parser);
  // Neither a separator nor a quote is among the letters of old fonts, so that cells may be known before their letters.
  const convert = CONVERSIONS[encoding] ?? ((cell: string) => cell.normalize("NFC"));
  let count = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      refuseLargeTable("CSV", ++count, record);
      yield record.map(convert);
    }
    await fed;
  } catch (cause) {
    throw cause instanceof InputError ? cause : csvFailure(cause);
  } finally {
    parser.destroy();
    await fed.catch(() => {});
  }
}

async function feed(open: OpenFile, carrier: CsvForm["carrier"], parser: Parser): Promise<void> {
  // `TextDecoder` takes "latin1" for windows-1252, which has other letters in 0x80–0x9F.
  const decoder = carrier === "latin1" ? undefined : new TextDecoder(carrier, { fatal: true });
  try {
    for await (const chunk of open()) {
      const text = decoder ? decoder.decode(chunk, { stream: true }) : Buffer.from(chunk).toString("latin1");
      if (parser.destroyed) return;
      if (!parser.write(text)) await roomIn(parser);
    }
    parser.end(decoder?.decode() ?? "");
  } catch (cause) {
    parser.destroy(new Error(`not ${carrier}`, { cause }));
  }
}

/** Until the parser takes more, or is given up. */
function roomIn(parser: Parser): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      parser.off("drain", go).off("close", go);
      resolve();
    };
    parser.on("drain", go).on("close", go);
  });
}
