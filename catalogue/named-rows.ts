/** Rows of a spreadsheet by the names of its columns, with the headings somewhere below titles and emblems. */
import type { Encoding } from "../formats/legacy-vietnamese.ts";
import { InputError } from "../pipeline/errors.ts";
import { type NamedTable, tablesOf } from "./register-table.ts";

/** A row as text by column; cells that are empty are left out. */
export type NamedRow = Readonly<Record<string, string>>;

/** Where a row stands in the file. */
export interface RowPlace {
  /** Empty for CSV, and where the workbook has one sheet with rows. */
  readonly sheet: string;
  /** As spreadsheets show it, from 1. */
  readonly row: number;
}

/** One heading of a sheet and what it means. */
export interface MappedColumn {
  readonly sheet: string;
  readonly heading: string;
  /** The column that it means; undefined when it is kept under its heading. */
  readonly column: string | undefined;
  /** The first value below it. */
  readonly example: string;
}

/** What a file holds. */
export interface NamedRows {
  readonly rows: readonly NamedRow[];
  /** Place of the row at the same index. */
  readonly places: readonly RowPlace[];
  /** Columns of the row at the same index that the file has as numbers. */
  readonly numeric: readonly ReadonlySet<string>[];
  /** Row number of the headings in the first sheet that is used. */
  readonly headingRow: number;
  readonly columns: readonly MappedColumn[];
  /** Sheets that have no such headings and were left alone. */
  readonly otherSheets: readonly string[];
}

/** Which headings are understood. */
export interface Headings {
  /** The column that a heading means, or undefined. */
  readonly columnOf: (heading: string) => string | undefined;
  readonly required: readonly string[];
  readonly encoding?: Encoding | undefined;
}

/** Titles, emblems and dates stand above the headings, but not more than this many rows. */
export const MOST_ROWS_ABOVE = 20;

/**
 * Read the bytes of a spreadsheet: all sheets that have the required headings. Blank rows are left out.
 * @throws {InputError} what `tablesOf` throws; REG-HEADING when no row has all required headings
 */
export async function namedRows(bytes: Uint8Array, headings: Headings): Promise<NamedRows> {
  const tables = await tablesOf(bytes, headings.encoding);
  const isCsv = tables.every(({ sheet }) => sheet === "");
  const used = isCsv ? [headingIn(tables, headings)] : tables.flatMap((each) => findHeading(each, headings) ?? []);
  const [first] = used;
  if (!first) throw noHeading(headings);
  const parts = used.map((each) => rowsOf(each, used.length > 1));
  return {
    rows: parts.flatMap(({ rows }) => rows),
    places: parts.flatMap(({ places }) => places),
    numeric: parts.flatMap(({ numeric }) => numeric),
    headingRow: first.index + 1,
    columns: used.flatMap((each) => columnsOf(each, headings)),
    otherSheets: isCsv ? [] : tables.filter((each) => !used.some(({ from }) => from === each)).map(({ sheet }) => sheet),
  };
}

/**
 * The headings of a CSV file: the wrong separator gives rows of one cell, so of its tables the one in which most are known is right.
 * @throws {InputError} REG-HEADING
 */
export function headingIn(tables: readonly NamedTable[], headings: Headings): Heading {
  const found = tables.flatMap((each) => findHeading(each, headings) ?? []);
  const [best] = found.sort((a, b) => b.known - a.known);
  if (!best) throw noHeading(headings);
  return best;
}

/** The failure of a file without headings. */
export function noHeading({ required }: Headings): InputError {
  return new InputError({ code: "REG-HEADING", facts: { columns: required.join(", "), rows: MOST_ROWS_ABOVE } });
}

/** The row of a table that has the headings. */
export interface Heading {
  readonly from: NamedTable;
  readonly index: number;
  /** The name of each column: one we know, or the heading itself. */
  readonly names: readonly string[];
  readonly known: number;
}

/** The row of the headings among the first ones of a table; undefined where none has all that are required. */
export function findHeading(from: NamedTable, { columnOf, required }: Headings): Heading | undefined {
  const candidates = from.table.slice(0, MOST_ROWS_ABOVE).map((cells, index): Heading => {
    const columns = cells.map(columnOf);
    const names = cells.map((cell, at) => columns[at] ?? cell.normalize("NFC").trim());
    return { from, index, names, known: new Set(columns.filter((column) => column !== undefined)).size };
  });
  const [best] = candidates
    .filter(({ names }) => required.every((column) => names.includes(column)))
    .sort((a, b) => b.known - a.known || a.index - b.index);
  return best;
}

function rowsOf({ from, index, names }: Heading, isOneOfSeveral: boolean): Pick<NamedRows, "rows" | "places" | "numeric"> {
  const filled = from.table
    .map((cells, at) => ({ cells, at }))
    .slice(index + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  return {
    rows: filled.map(({ cells }) => asRow(names, cells)),
    places: filled.map(({ at }) => ({ sheet: isOneOfSeveral ? from.sheet : "", row: at + 1 })),
    numeric: filled.map(({ at }) => new Set(names.filter((_, column) => from.numbers.has(`${at}:${column}`)))),
  };
}

/** Cells by name, empty ones left out. Of two columns with one name the first that is filled holds. */
export function asRow(names: readonly string[], cells: readonly string[]): NamedRow {
  const row: Record<string, string> = {};
  names.forEach((name, index) => {
    const text = (cells[index] ?? "").trim();
    if (name !== "" && text !== "" && row[name] === undefined) row[name] = text;
  });
  return row;
}

function columnsOf({ from, index, names }: Heading, { columnOf }: Headings): readonly MappedColumn[] {
  const below = from.table.slice(index + 1);
  return names.flatMap((name, at) => {
    const heading = from.table[index]?.[at] ?? "";
    const example = below.find((cells) => (cells[at] ?? "").trim() !== "")?.[at]?.trim() ?? "";
    return name === "" ? [] : [{ sheet: from.sheet, heading, column: columnOf(heading), example }];
  });
}
