/**
 * What the ledger keeps and hands out: rows of batches, items, pages, tasks and events, as plain values.
 *
 * Words: a *subject* is a page or an item; a *derivation* is one run of one stage, named by its inputs; a *task* is a
 * derivation that is due; a *lease* is a worker's time-limited right to do a task, its *token* the fence that keeps a late
 * worker from writing.
 */
import type { Artifact, Digest, Role } from "./artifact.ts";
import type { Profile } from "./profile.ts";
import type { Activity } from "./publication-log.ts";
import type { Structure } from "./structure.ts";

export type SubjectId = string;

/** A batch is what arrived together (SIP); in this version it becomes pages of one item. */
export interface BatchRow {
  readonly id: string;
  readonly itemId: string;
  readonly shelfmark: string;
  readonly profile: Profile;
  readonly state: "open" | "closed" | "cancelled";
  readonly paused: boolean;
  readonly createdAt: string;
}

/** A page that has been handed over, its master stored and verified. */
export interface NewPage {
  readonly id: SubjectId;
  readonly sourceName: string;
  readonly sourcePath: string;
  readonly master: Artifact;
  /** A person replaces the page on purpose: also by a master that it had before. */
  readonly isRescan?: boolean;
}

/** A file that was handed over and refused, with the code the user has seen. */
export interface Rejection {
  readonly sourcePath: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export interface PageRow {
  readonly id: SubjectId;
  readonly itemId: string;
  readonly batchId: string;
  readonly sequence: number;
  readonly label: string;
  readonly sourceName: string;
}

export interface ItemRow {
  readonly id: string;
  readonly shelfmark: string;
  readonly profile: Profile;
  /** Raised with every change of the page list, every human answer and every publication. */
  readonly version: number;
  /** The newest version whose description is in the store. */
  readonly storedVersion: number;
  readonly paused: boolean;
  /** Given up by a person: nothing is due, until files are handed over again. */
  readonly cancelled: boolean;
  /** What a person said of it, see `urgency.ts`; 0 where nothing was said. */
  readonly urgency: number;
  /** The workflow that planned it last, see `nameOfWorkflow`; empty where none is known. */
  readonly workflow: string;
}

/** Which artifact is current for a subject and role, and whose it is. */
export interface CurrentRow {
  readonly subject: SubjectId;
  readonly role: Role;
  readonly artifact: Artifact;
}

/** One input of a derivation: its name in the stage, and the digests in declared order. */
export interface DerivationInput {
  readonly name: string;
  readonly role: Role;
  readonly artifacts: readonly Artifact[];
}

/** The work a task is for. */
export interface Derivation {
  /** Hash of stage, version, parameters and input digests. */
  readonly key: Digest;
  readonly stage: string;
  readonly stageVersion: number;
  readonly params: unknown;
  readonly inputs: readonly DerivationInput[];
}

/** One output of a finished derivation. */
export interface Made {
  readonly role: Role;
  readonly artifact: Artifact;
}

/** What a person says about a page's master, against or with what was measured. */
export interface NewVerdict {
  readonly subject: SubjectId;
  /** The judged picture; the verdict counts for it alone. */
  readonly master: Digest;
  readonly verdict: "accept" | "rescan";
  readonly reason: string;
  readonly note: string;
}

/** A verdict as kept: never changed, never removed; of two about one master the later counts. */
export interface VerdictRow extends NewVerdict {
  readonly itemId: string;
  /** 1 for the item's first verdict; without gaps. */
  readonly ordinal: number;
  readonly agent: string;
  /** ISO 8601. */
  readonly judgedAt: string;
}

/** How many pages of a lot a person must look at, and how many may be bad. */
export type SampleRule = NonNullable<Profile["sample"]>;

/** Pages that were drawn at random from a lot, for a person to look at. */
export interface NewSample {
  readonly rule: SampleRule;
  /** Pages that it was drawn from. */
  readonly lot: number;
  readonly pages: readonly { readonly subject: SubjectId; readonly master: Digest }[];
}

/** A sample as kept: never changed, never removed; the last of an item counts. */
export interface SampleRow extends NewSample {
  readonly itemId: string;
  /** 1 for the item's first sample; without gaps. */
  readonly ordinal: number;
  readonly agent: string;
  /** ISO 8601. */
  readonly drawnAt: string;
}

/** A derivation found due for a subject. */
export interface DueTask {
  readonly subject: SubjectId;
  readonly itemId: string;
  readonly derivation: Derivation;
  readonly priority: number;
}

/** `gone`: no longer wanted; its result, if it still comes, changes no pointer. */
export type TaskState = "pending" | "leased" | "done" | "failed" | "quarantined" | "blocked" | "gone";

/** A duty and who holds it. */
export interface DutyRow {
  readonly name: string;
  readonly owner: string;
  /** ISO 8601. */
  readonly heldUntil: string;
}

/** What a queue needs to know of a task. No paths, no parameters: workers read those from the ledger. */
export interface TaskNotice {
  readonly taskId: string;
  readonly stage: string;
  readonly priority: number;
  /** ISO 8601; not to be taken earlier. */
  readonly notBefore?: string;
}

export interface LeasedTask extends DueTask {
  readonly taskId: string;
  readonly token: string;
  /** Attempts begun, this one included. */
  readonly attempts: number;
}

export interface TaskRow {
  readonly taskId: string;
  readonly subject: SubjectId;
  readonly itemId: string;
  readonly stage: string;
  readonly derivation: Digest;
  readonly state: TaskState;
  readonly attempts: number;
  readonly notBefore: string | null;
  readonly leaseOwner: string | null;
  readonly leaseUntil: string | null;
  readonly failure: StoredFailure | null;
  readonly updatedAt: string;
}

/** A failure as kept with a task: enough to show the same message years later. */
export interface StoredFailure {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly detail: string;
}

/** A subject that must be planned again; `mark` rises with every change, so that no change is forgotten. */
export interface PlanMark {
  readonly subject: SubjectId;
  readonly itemId: string;
  readonly mark: number;
}

/** What happened, as PREMIS asks for it. */
export interface EventRow {
  readonly derivation: Digest;
  readonly subject: SubjectId;
  readonly itemId: string;
  readonly stage: string;
  readonly stageVersion: number;
  readonly agent: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly outcome: "made" | "recalled" | "answered" | "received";
  readonly inputs: readonly DerivationInput[];
  readonly outputs: readonly Made[];
  readonly params: unknown;
}

/** One look at an object's bytes, as it was kept. */
export interface FixityRow {
  readonly digest: Digest;
  readonly outcome: "match" | "mismatch" | "missing";
  /** ISO 8601. */
  readonly checkedAt: string;
  /** Who looked; not told by what was packed before looks were kept with it. */
  readonly agent?: string | undefined;
  /** Which copy: `store` or `copy2`. */
  readonly copy?: string | undefined;
}

export interface StageCount {
  readonly stage: string;
  readonly state: TaskState;
  readonly count: number;
}

/** What can be counted of an item. */
export interface Tally {
  /** How many subjects have a current artifact of each role: pages of a page's role, the item of its own. */
  readonly having: ReadonlyMap<Role, number>;
  /** Tasks that are not over: neither done nor gone. */
  readonly counts: readonly StageCount[];
  /** Pages whose current master a person wants scanned again. */
  readonly toRescan: number;
}

/** What `items/<item>/v<N>.json` holds: enough to rebuild the catalogue's truth about the item. */
export interface ItemDescription {
  readonly v: 1;
  readonly item: Pick<ItemRow, "id" | "shelfmark" | "profile" | "version">;
  readonly batches: readonly BatchRow[];
  readonly pages: readonly PageRow[];
  readonly current: readonly CurrentRow[];
  readonly rejections: Readonly<Record<string, readonly Rejection[]>>;
  /** Events since the description before this one. */
  readonly events: readonly EventRow[];
  readonly structure: Structure | undefined;
  /** All verdicts on the item's pages, in order; absent in descriptions from before there were any. */
  readonly verdicts?: readonly VerdictRow[];
  /** Samples drawn of the item's pages, in order; absent where there never was one. */
  readonly samples?: readonly SampleRow[];
  /** What the public was shown of the item, and when; absent in descriptions from before there was a log. */
  readonly activities?: readonly Activity[];
  /** Artifacts that the events tell of and that did not come along when the item was brought in from a package. */
  readonly absent?: readonly Digest[];
}
