/** Reads a register of holdings from CSV or XLSX as libraries have them: with a heading somewhere, in Vietnamese or English. */
import { InputError } from "../pipeline/errors.ts";
import { type CheckedRows, checkRows, type RegisterColumn, type RegisterRow } from "./register.ts";
import { columnOf } from "./register-columns.ts";
import { type Table, tablesOf } from "./register-table.ts";

/** What a file holds. found = entries + rejected; blank rows are not counted. */
export interface RegisterReading extends CheckedRows {
  readonly found: number;
  /** Row number of the headings. */
  readonly headingRow: number;
  /** Headings that mean no column we know; their values are kept with the row. */
  readonly otherColumns: readonly string[];
}

/** Titles, emblems and dates stand above the headings, but not more than this many rows. */
const MOST_ROWS_ABOVE = 20;
const REQUIRED: readonly RegisterColumn[] = ["shelfmark", "title"];

interface Heading {
  readonly table: Table;
  readonly index: number;
  /** The name of each column: one we know, or the heading itself. */
  readonly names: readonly string[];
  readonly known: number;
}

/**
 * Read a register. Every row that cannot be used is in `rejected` with its number; none is dropped silently.
 * @throws {InputError} REG-FILE when the bytes are neither CSV nor XLSX, REG-HEADING when no row has the headings for shelfmark and title
 */
export async function readRegister(bytes: Uint8Array): Promise<RegisterReading> {
  const heading = findHeading(await tablesOf(bytes));
  const numbered = heading.table
    .map((cells, index) => ({ cells, number: index + 1 }))
    .slice(heading.index + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const rows = numbered.map(({ cells }) => asRow(heading.names, cells));
  const checked = checkRows(rows, (index) => numbered[index]?.number ?? 0);
  const otherColumns = heading.names.filter((name) => name !== "" && columnOf(name) === undefined);
  return { ...checked, found: rows.length, headingRow: heading.index + 1, otherColumns };
}

/** The wrong separator gives rows of one cell, so the table in which most headings are known is the right one. */
function findHeading(tables: readonly Table[]): Heading {
  const candidates = tables.flatMap((table) =>
    table.slice(0, MOST_ROWS_ABOVE).map((cells, index) => {
      const columns = cells.map(columnOf);
      const names = cells.map((cell, at) => columns[at] ?? cell.normalize("NFC").trim());
      return { table, index, names, known: new Set(columns.filter((column) => column !== undefined)).size };
    }),
  );
  const [best] = candidates
    .filter(({ names }) => REQUIRED.every((column) => names.includes(column)))
    .sort((a, b) => b.known - a.known || a.index - b.index);
  if (best) return best;
  throw new InputError({ code: "REG-HEADING", facts: { columns: REQUIRED.join(", "), rows: MOST_ROWS_ABOVE } });
}

/** Of two columns with one name the first that is filled holds. */
function asRow(names: readonly string[], cells: readonly string[]): RegisterRow {
  const row: Record<string, string> = {};
  names.forEach((name, index) => {
    const text = (cells[index] ?? "").trim();
    if (name !== "" && text !== "" && row[name] === undefined) row[name] = text;
  });
  return row;
}
