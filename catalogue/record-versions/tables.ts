/** The tables of record desks, as Kysely sees them. Structured values are JSON texts. */
import type { Cause } from "./port.ts";

/** What is on the desk of an item now. */
interface RecordDeskTable {
  item_id: string;
  number: number;
  fields: string;
  origin: string;
  agent: string;
  saved_at: string;
  settled: number;
  answered: number;
}

/** One save; rows are only added. */
interface RecordVersionTable {
  item_id: string;
  number: number;
  save_id: string;
  agent: string;
  saved_at: string;
  cause: Cause;
  /** By field what it was and what it is. */
  steps: string;
}

/** A value that could not be laid over another. */
interface RecordConflictTable {
  item_id: string;
  number: number;
  field: string;
  /** What it was, what is there, what was saved. */
  sides: string;
  agent: string;
  saved_at: string;
  /** The version that decided it; 0 while it is open. */
  decided_in: number;
}

/** Who stands for which version. */
interface RecordSignatureTable {
  item_id: string;
  number: number;
  agent: string;
  at: string;
  /** 1 for who may approve, 0 for who only stands for it. */
  approves: number;
}

/** All of them. */
export interface RecordTables {
  record_desk: RecordDeskTable;
  record_version: RecordVersionTable;
  record_conflict: RecordConflictTable;
  record_signature: RecordSignatureTable;
}
