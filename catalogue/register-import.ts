/** Reads a register of holdings from CSV or XLSX as libraries have them: with a heading somewhere, in Vietnamese or English. */
import type { Encoding } from "../formats/legacy-vietnamese.ts";
import { type MappedColumn, namedRows, type RowPlace } from "./named-rows.ts";
import { type CheckedRows, checkRows, type RegisterColumn, type RejectedRow } from "./register.ts";
import { columnOf } from "./register-columns.ts";

/** Something that a person should look at although the row can be used. REG-NUMERIC: a shelfmark that the file has as a number. */
export interface RegisterWarning extends RowPlace {
  readonly code: "REG-NUMERIC";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What a file holds. found = entries + rejected; blank rows are not counted. */
export interface RegisterReading extends CheckedRows {
  readonly found: number;
  /** Row number of the headings. */
  readonly headingRow: number;
  /** Headings that mean no column we know; their values are kept with the row. */
  readonly otherColumns: readonly string[];
  readonly columns: readonly MappedColumn[];
  readonly otherSheets: readonly string[];
  readonly warnings: readonly RegisterWarning[];
  /** The rows that were refused, as they stand in the file, in the order of `rejected`. */
  readonly refused: readonly {
    readonly place: RowPlace;
    readonly cells: Readonly<Record<string, string>>;
    readonly why: RejectedRow;
  }[];
}

/** How a file is to be read. */
export interface ReadingOptions {
  /** What headings mean that the program does not know by itself: heading, folded by `formats/column-name.ts`, to column. */
  readonly mapping?: ReadonlyMap<string, RegisterColumn> | undefined;
  /** Encoding of CSV from before Unicode. */
  readonly encoding?: Encoding | undefined;
}

const REQUIRED: readonly RegisterColumn[] = ["shelfmark", "title"];

/**
 * Read a register. Every row that cannot be used is in `rejected` with its number; none is dropped silently.
 * @throws {InputError} REG-FILE, REG-OLD or REG-ENCODING when the bytes cannot be read as a table; REG-HEADING when no row has the
 *   headings for shelfmark and title
 */
export async function readRegister(bytes: Uint8Array, { mapping, encoding }: ReadingOptions = {}): Promise<RegisterReading> {
  const headings = { columnOf: (heading: string) => columnOf(heading, mapping), required: REQUIRED, encoding };
  const { rows, places, numeric, headingRow, columns, otherSheets } = await namedRows(bytes, headings);
  const checked = checkRows(rows);
  const rejected = checked.rejected.map((each) => ({ ...each, ...at(places, each.row), facts: inFile(places, each.facts) }));
  return {
    entries: checked.entries,
    rejected,
    found: rows.length,
    headingRow,
    columns,
    otherColumns: columns.filter(({ column }) => column === undefined).map(({ heading }) => heading),
    otherSheets,
    warnings: rows.flatMap((row, index) => {
      if (!numeric[index]?.has("shelfmark")) return [];
      const place = places[index] ?? { sheet: "", row: 0 };
      return [{ code: "REG-NUMERIC" as const, ...place, facts: { shelfmark: row["shelfmark"] ?? "" } }];
    }),
    refused: checked.rejected.map((why, index) => ({
      place: places[why.row - 1] ?? { sheet: "", row: 0 },
      cells: rows[why.row - 1] ?? {},
      why: rejected[index] as RejectedRow,
    })),
  };
}

/** `checkRows` counts rows from 1; a person counts those of the file. */
function at(places: readonly RowPlace[], index: number): { readonly row: number; readonly sheet?: string } {
  const { row, sheet } = places[index - 1] ?? { row: index, sheet: "" };
  return sheet === "" ? { row } : { row, sheet };
}

function inFile(places: readonly RowPlace[], facts: RejectedRow["facts"]): RejectedRow["facts"] {
  const { firstRow } = facts;
  return typeof firstRow === "number" ? { ...facts, firstRow: at(places, firstRow).row } : facts;
}
