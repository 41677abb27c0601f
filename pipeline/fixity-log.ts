/** The part of the ledger that answers auditors: who looked at which bytes when, with what result, and what was done about damage. */
import type { Artifact, Digest, Role } from "./artifact.ts";
import type { FixityRow, SubjectId } from "./ledger-rows.ts";

/** Where objects lie: the store that everything works with, or the second copy that nothing but checks and repairs reads. */
export type CopyName = "store" | "copy2";

/** Who looked, at which copy, and how much was read. */
export interface LookedBy {
  readonly agent: string;
  readonly copy: CopyName;
  readonly bytesRead: number;
}

/** Something done to an object at rest, named as the PREMIS event types are. Rows are never changed. */
export interface ObjectAct {
  readonly digest: Digest;
  readonly act: "replication" | "quarantine" | "recovery";
  /** The copy that was written to, or taken from into quarantine. */
  readonly copy: CopyName;
  readonly detail: string;
  readonly agent: string;
  /** ISO 8601. */
  readonly at: string;
}

/** An object of one copy that should be looked at. */
export interface DueLook {
  readonly digest: Digest;
  readonly copy: CopyName;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly lastLookAt: string;
}

/** An object whose newest look found it changed or gone: the alarm, until a look finds it sound again. */
export interface Damaged {
  readonly digest: Digest;
  readonly copy: CopyName;
  readonly outcome: "mismatch" | "missing";
  /** ISO 8601, when it was seen last. */
  readonly foundAt: string;
  /** What the object is now; empty for what is not current any more. */
  readonly uses: readonly { readonly itemId: string; readonly subject: SubjectId; readonly role: Role }[];
}

/** Sums for reports. */
export interface FixityStanding {
  /** Different current masters. */
  readonly masters: number;
  /** Those of them that were found sound since the asked time. */
  readonly mastersVerified: number;
  readonly objects: number;
  /** Objects that the second copy holds. */
  readonly inCopy2: number;
}

/** Evidence of fixity. */
export interface FixityLog {
  /** Keep one look as a row of its own; earlier ones stay. Without `by` it was the store that was looked at. */
  recordFixity(digest: Digest, outcome: FixityRow["outcome"], at: string, by?: LookedBy): Promise<void>;
  /** Every look at these objects that was kept, in order. */
  fixityOf(digests: readonly Digest[]): Promise<readonly FixityRow[]>;
  /** Digests whose last fixity check of the store is the oldest. */
  oldestVerified(limit: number): Promise<readonly Digest[]>;
  /** What nobody looked at since `before`, of these copies together, the longest unseen first. */
  dueLooks(limit: number, before: string, copies: readonly CopyName[]): Promise<readonly DueLook[]>;
  /** Bytes that looks since this time have read. */
  bytesReadSince(at: string): Promise<number>;
  /** The alarm: everything that is damaged now. */
  damaged(): Promise<readonly Damaged[]>;
  fixityStanding(since: string): Promise<FixityStanding>;
  /** Artifacts that the copy does not hold yet, in order of digest, those after `after`. */
  uncopied(copy: CopyName, limit: number, after: Digest | undefined): Promise<readonly Artifact[]>;
  /** Which of these objects the copy holds, as far as is recorded. */
  heldBy(copy: CopyName, digests: readonly Digest[]): Promise<ReadonlySet<Digest>>;
  /** The copy holds the object and gave it back unchanged; keeps an act of replication the first time. */
  recordCopied(digest: Digest, copy: CopyName, at: string, agent: string): Promise<void>;
  recordAct(act: ObjectAct): Promise<void>;
  /** Put back what a history tells of looks and acts; what is there already, or of an object that is not, is left alone. */
  restoreEvidence(fixity: readonly FixityRow[], acts: readonly ObjectAct[]): Promise<void>;
  /** Everything done to these objects, in order. */
  actsOf(digests: readonly Digest[]): Promise<readonly ObjectAct[]>;
}
