/**
 * The tables of a register file, each with its rows as a stream that may be begun as often as wanted: a CSV file is one, a workbook
 * has one for each sheet with the headings of a register.
 */
import type { WorkbookSheet } from "../formats/workbook/open-workbook.ts";
import { csvForm, csvRecords, isCsv, type OpenFile } from "./csv-records.ts";
import { asRow, findHeading, type Heading, type Headings, MOST_ROWS_ABOVE, type NamedRow, noHeading } from "./named-rows.ts";
import { packedBytes } from "./register-limits.ts";
import { sheetsOf } from "./register-table.ts";

/** One row below the headings. */
export interface SourceRow {
  readonly cells: readonly string[];
  readonly row: NamedRow;
  /** As a spreadsheet shows it, from 1. */
  readonly number: number;
  /** Places of cells that the file has as numbers. */
  readonly numbers: ReadonlySet<number>;
}

/** One table with the headings of a register. */
export interface RowSource {
  /** Name of the sheet; empty for CSV. */
  readonly sheet: string;
  readonly headingRow: number;
  readonly headings: readonly string[];
  /** By place: the column that a heading means, and the name that its cells get. */
  readonly columns: readonly (string | undefined)[];
  readonly names: readonly string[];
  /** Rows that are not blank. */
  rows(): AsyncIterable<SourceRow>;
}

/** What a file holds. */
export interface Sources {
  readonly sources: readonly RowSource[];
  /** Sheets that have no such headings and are left alone. */
  readonly otherSheets: readonly string[];
}

/** Find the tables. @throws {InputError} REG-FILE, REG-OLD, REG-ENCODING, REG-MISNAMED, REG-SIZE, REG-HEADING */
export async function sourcesOf(open: OpenFile, headings: Headings): Promise<Sources> {
  if (await isCsv(open)) return { sources: [await csvSource(open, headings)], otherSheets: [] };
  const sheets = sheetsOf(await packedBytes(open()));
  const found = sheets.map((sheet) => ({ sheet, source: sheetSource(sheet, headings) }));
  const sources = found.flatMap(({ source }) => source ?? []);
  if (sources.length === 0) throw noHeading(headings);
  return { sources, otherSheets: found.flatMap(({ sheet, source }) => (source ? [] : [sheet.name])) };
}

const NO_NUMBERS: ReadonlySet<number> = new Set();

async function csvSource(open: OpenFile, headings: Headings): Promise<RowSource> {
  const form = await csvForm(open, headings);
  return {
    ...{ sheet: "", headingRow: form.headingRow, headings: form.headings, columns: form.columns, names: form.names },
    async *rows() {
      let number = 0;
      for await (const cells of csvRecords(open, form)) {
        number++;
        if (number > form.headingRow && !isBlank(cells)) yield asSourceRow(form.names, cells, number, NO_NUMBERS);
      }
    },
  };
}

function sheetSource(sheet: WorkbookSheet, headings: Headings): RowSource | undefined {
  const found = findHeading({ sheet: sheet.name, table: beginningOf(sheet), numbers: new Set() }, headings);
  if (!found) return undefined;
  const { from, index, names }: Heading = found;
  const cells = from.table[index] ?? [];
  return {
    ...{ sheet: sheet.name, headingRow: index + 1, headings: cells, columns: cells.map(headings.columnOf), names },
    async *rows() {
      for (const row of sheet.rows()) {
        if (row.number > index + 1 && !isBlank(row.cells)) yield asSourceRow(names, row.cells, row.number, row.numbers);
      }
    },
  };
}

/** The rows among which headings may stand. */
function beginningOf({ rows }: WorkbookSheet): readonly (readonly string[])[] {
  const table: (readonly string[])[] = Array.from({ length: MOST_ROWS_ABOVE }, () => []);
  for (const { number, cells } of rows()) {
    if (number > MOST_ROWS_ABOVE) break;
    table[number - 1] = cells;
  }
  return table;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

function asSourceRow(
  names: readonly string[],
  cells: readonly string[],
  number: number,
  numbers: ReadonlySet<number>,
): SourceRow {
  return { cells, row: asRow(names, cells), number, numbers };
}
