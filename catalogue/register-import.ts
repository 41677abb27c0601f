/** What reading a register of holdings from CSV or XLSX gives, as libraries have them: with a heading somewhere, in two languages. */
import type { Encoding } from "../formats/legacy-vietnamese.ts";
import type { Headings, MappedColumn, RowPlace } from "./named-rows.ts";
import type { ReadEntry, RegisterColumn, RejectedRow } from "./register.ts";
import { columnOf } from "./register-columns.ts";

/** Something that a person should look at although the row can be used. REG-NUMERIC: a shelfmark that the file has as a number. */
export interface RegisterWarning extends RowPlace {
  readonly code: "REG-NUMERIC";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What a file holds. found = entries + rejected; blank rows are not counted. */
export interface RegisterFile {
  readonly found: number;
  /** Row number of the headings in the first sheet that is used. */
  readonly headingRow: number;
  /** Headings that mean no column we know; their values are kept with the row. */
  readonly otherColumns: readonly string[];
  readonly columns: readonly MappedColumn[];
  readonly otherSheets: readonly string[];
  readonly warnings: readonly RegisterWarning[];
  readonly rejected: readonly RejectedRow[];
  /** The rows that were refused, as they stand in the file, in the order of `rejected`. */
  readonly refused: readonly {
    readonly place: RowPlace;
    readonly cells: Readonly<Record<string, string>>;
    readonly why: RejectedRow;
  }[];
  /** Rows that can be used. Those of one shelfmark are in one part. */
  entries(): AsyncIterable<readonly ReadEntry[]>;
}

/** How a file is to be read. */
export interface ReadingOptions {
  /** What headings mean that the program does not know by itself: heading, folded by `formats/column-name.ts`, to column. */
  readonly mapping?: ReadonlyMap<string, RegisterColumn> | undefined;
  /** Encoding of CSV from before Unicode. */
  readonly encoding?: Encoding | undefined;
}

const REQUIRED: readonly RegisterColumn[] = ["shelfmark", "title"];

/** Which headings are understood, with what persons said of some. */
export function headingsOf({ mapping, encoding }: ReadingOptions): Headings {
  return { columnOf: (heading) => columnOf(heading, mapping), required: REQUIRED, encoding };
}
