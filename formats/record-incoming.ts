/** A record on its way in: what a file says of an item, before it is laid over what is known. */
import type { ItemRecord } from "../pipeline/record.ts";
import type { ReadFields } from "./record-remainder.ts";
import type { RecordProblem } from "./record-row.ts";

/** What one record of a file says. */
export interface IncomingRecord {
  /** Row or number in the file, from 1; a table counts its heading. */
  readonly row: number;
  readonly fields: ReadFields;
  /**
   * The fields that the file speaks of: one that is covered and not there was emptied, one that is not covered stays as it is.
   */
  readonly covered: readonly string[] | "all";
  /** SHA-256 of the record that was exported, where the file is an export. */
  readonly base?: string | undefined;
  /** Cells that could not be understood: the record is not to be used, but the rest of it can be checked. */
  readonly problems?: readonly RecordProblem[];
  /** What the format would say of a record, where it says less than it was told. */
  readonly said?: (record: ItemRecord) => ReadFields;
}

/** Everything that a file holds, and everything that is wrong with it. */
export interface IncomingFile {
  readonly records: readonly IncomingRecord[];
  /** What is wrong beside the problems of single records: rows that are no record, and the file itself. */
  readonly problems: readonly RecordProblem[];
  /** Columns that are not read, as they are written; a misspelt heading shows here. */
  readonly ignoredColumns: readonly string[];
}

/** A file that cannot be read at all. */
export function unreadable(code: string, detail = ""): IncomingFile {
  return { records: [], problems: [{ code, facts: { detail } }], ignoredColumns: [] };
}
