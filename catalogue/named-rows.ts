/** Rows of a spreadsheet by the names of its columns, with the headings somewhere below titles and emblems. */
import { InputError } from "../pipeline/errors.ts";
import { type Table, tablesOf } from "./register-table.ts";

/** A row as text by column; cells that are empty are left out. */
export type NamedRow = Readonly<Record<string, string>>;

/** What a table holds. */
export interface NamedRows {
  readonly rows: readonly NamedRow[];
  /** Row number in the file of the row at this index, from 1. */
  readonly numbers: readonly number[];
  /** Row number of the headings. */
  readonly headingRow: number;
  /** Headings that mean no column we know; their values are kept under the heading itself. */
  readonly otherColumns: readonly string[];
}

/** Which headings are understood. */
export interface Headings {
  /** The column that a heading means, or undefined. */
  readonly columnOf: (heading: string) => string | undefined;
  readonly required: readonly string[];
}

/** Titles, emblems and dates stand above the headings, but not more than this many rows. */
const MOST_ROWS_ABOVE = 20;

/**
 * Read the bytes of a spreadsheet. Blank rows are left out.
 * @throws {InputError} REG-FILE when the bytes are neither CSV nor XLSX, REG-HEADING when no row has all required headings
 */
export async function namedRows(bytes: Uint8Array, headings: Headings): Promise<NamedRows> {
  const { table, index, names } = findHeading(await tablesOf(bytes), headings);
  const numbered = table
    .map((cells, at) => ({ cells, number: at + 1 }))
    .slice(index + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  return {
    rows: numbered.map(({ cells }) => asRow(names, cells)),
    numbers: numbered.map(({ number }) => number),
    headingRow: index + 1,
    otherColumns: names.filter((name) => name !== "" && headings.columnOf(name) === undefined),
  };
}

interface Heading {
  readonly table: Table;
  readonly index: number;
  /** The name of each column: one we know, or the heading itself. */
  readonly names: readonly string[];
  readonly known: number;
}

/** The wrong separator gives rows of one cell, so the table in which most headings are known is the right one. */
function findHeading(tables: readonly Table[], { columnOf, required }: Headings): Heading {
  const candidates = tables.flatMap((table) =>
    table.slice(0, MOST_ROWS_ABOVE).map((cells, index) => {
      const columns = cells.map(columnOf);
      const names = cells.map((cell, at) => columns[at] ?? cell.normalize("NFC").trim());
      return { table, index, names, known: new Set(columns.filter((column) => column !== undefined)).size };
    }),
  );
  const [best] = candidates
    .filter(({ names }) => required.every((column) => names.includes(column)))
    .sort((a, b) => b.known - a.known || a.index - b.index);
  if (best) return best;
  throw new InputError({ code: "REG-HEADING", facts: { columns: required.join(", "), rows: MOST_ROWS_ABOVE } });
}

/** Of two columns with one name the first that is filled holds. */
function asRow(names: readonly string[], cells: readonly string[]): NamedRow {
  const row: Record<string, string> = {};
  names.forEach((name, index) => {
    const text = (cells[index] ?? "").trim();
    if (name !== "" && text !== "" && row[name] === undefined) row[name] = text;
  });
  return row;
}
