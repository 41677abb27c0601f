/**
 * The port to what exists, what is current and what is due. `catalogue/` implements it over SQLite and PostgreSQL.
 * Every method that changes something is one short transaction.
 *
 * Words: a *subject* is a page or an item; a *derivation* is one run of one stage, named by its inputs;
 * a *task* is a derivation that is due; a *lease* is a worker's time-limited right to do a task, its *token* the
 * fence that keeps a late worker from writing.
 */
import type { Artifact, Digest, Role } from "./artifact.ts";
import type { Profile } from "./profile.ts";
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

/** A derivation found due for a subject. */
export interface DueTask {
  readonly subject: SubjectId;
  readonly itemId: string;
  readonly derivation: Derivation;
  readonly priority: number;
}

/** `gone`: no longer wanted; its result, if it still comes, changes no pointer. */
export type TaskState = "pending" | "leased" | "done" | "failed" | "quarantined" | "blocked" | "gone";

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

export interface StageCount {
  readonly stage: string;
  readonly state: TaskState;
  readonly count: number;
}

/** What can be counted of an item. */
export interface Tally {
  /** How many subjects have a current artifact of each role: pages of a page's role, the item of its own. */
  readonly having: ReadonlyMap<Role, number>;
  readonly counts: readonly StageCount[];
}

export interface Ledger {
  // batches, items, pages
  /** Open a batch, or find it open or closed already. @throws {InputError} BATCH-ID when it exists with another profile. */
  openBatch(batch: {
    readonly id: string;
    readonly itemId: string;
    readonly shelfmark: string;
    readonly profile: Profile;
  }): Promise<BatchRow>;
  batch(id: string): Promise<BatchRow | undefined>;
  batches(): Promise<readonly BatchRow[]>;
  /** Record verified masters as pages: artifact, pointer, event. A page whose id exists keeps it; another master makes it a new version. */
  addPages(
    batchId: string,
    pages: readonly NewPage[],
    agent: string,
  ): Promise<{ readonly added: number; readonly replaced: number; readonly known: number }>;
  /** Keep what was refused, so that `fsck` can account for every file; `addPages` forgets those that are good now. */
  recordRejections(batchId: string, rejections: readonly Rejection[]): Promise<void>;
  rejections(batchId: string): Promise<readonly Rejection[]>;
  /** Fix the order of all pages of the item, store `item/structure` (already in the store) and `record/draft` as current; raises the item's version. */
  closeBatch(
    batchId: string,
    close: {
      readonly structure: Artifact;
      readonly draft: Artifact | undefined;
      readonly order: readonly SubjectId[];
      readonly labels: Readonly<Record<SubjectId, string>>;
      readonly agent: string;
    },
  ): Promise<void>;
  item(id: string): Promise<ItemRow | undefined>;
  items(): Promise<readonly ItemRow[]>;
  /** One page by its permanent identifier; how a request for an image finds its item. */
  page(id: SubjectId): Promise<PageRow | undefined>;
  /** Pages in order. */
  pages(itemId: string): Promise<readonly PageRow[]>;
  setProfile(itemId: string, profile: Profile): Promise<void>;
  setPaused(itemId: string, paused: boolean): Promise<void>;
  /** Give up an item's waiting tasks; everything stored stays. */
  cancel(itemId: string): Promise<number>;

  // what is current
  current(subject: SubjectId, role: Role): Promise<Artifact | undefined>;
  /** All pointers of these subjects. */
  currentOf(subjects: readonly SubjectId[]): Promise<readonly CurrentRow[]>;
  /** All pointers of an item and its pages; with `roles`, only those. */
  currentOfItem(itemId: string, roles?: readonly Role[]): Promise<readonly CurrentRow[]>;
  /** How many of the item's pages have a current artifact of the role. */
  countCurrent(itemId: string, role: Role): Promise<number>;
  /** What can be counted of each item, of one or of all, in two questions however many there are. */
  tallies(itemId?: string): Promise<ReadonlyMap<string, Tally>>;
  artifact(digest: Digest): Promise<Artifact | undefined>;

  // tasks
  /** The outputs of a derivation that was ever made. */
  outputsOf(key: Digest): Promise<readonly Made[] | undefined>;
  /**
   * Point the subject's roles at outputs that exist already (recalled), and let this derivation stand as the done one of its
   * subject and stage; writes an event when a pointer moved. Returns whether one moved.
   */
  recall(due: DueTask, outputs: readonly Made[], agent: string): Promise<boolean>;
  /**
   * Make sure that exactly this derivation is due for its subject and stage: inserts the task if it is new, revives it if it
   * was `gone`, and turns other unfinished tasks of the same subject and stage to `gone`. Returns the notice when it is takeable and new.
   */
  ensureTasks(due: readonly DueTask[]): Promise<readonly TaskNotice[]>;
  /** Turn unfinished tasks of this subject and stage to `gone`: nothing is wanted of them. */
  withdraw(subject: SubjectId, stage: string): Promise<void>;
  /** Lease this task if it is pending, due and not paused. */
  claim(taskId: string, taker: { readonly owner: string; readonly leaseSeconds: number }): Promise<LeasedTask | undefined>;
  /** Lease the most urgent takeable task. */
  claimNext(taker: {
    readonly owner: string;
    readonly leaseSeconds: number;
    readonly stages?: readonly string[];
  }): Promise<LeasedTask | undefined>;
  /** Prolong a lease. False when it is no longer mine. */
  renew(taskId: string, token: string, leaseSeconds: number): Promise<boolean>;
  /**
   * One transaction: artifacts, derivation, event, pointers (only if the task is still wanted), task done where the token is mine.
   * Returns false, changing nothing, when the lease is no longer mine.
   */
  finish(
    task: LeasedTask,
    result: { readonly outputs: readonly Made[]; readonly startedAt: string; readonly endedAt: string; readonly agent: string },
  ): Promise<boolean>;
  /**
   * Give a task back, to be tried again at `notBefore`, or end it as failed or quarantined. `isOutside`: the cause lay outside
   * the task, the attempt does not count. False when the lease is no longer mine.
   */
  giveUp(
    task: LeasedTask,
    verdict: {
      readonly state: "pending" | "failed" | "quarantined";
      readonly failure: StoredFailure;
      readonly notBefore?: string;
      readonly isOutside?: boolean;
    },
  ): Promise<boolean>;
  /** Return expired leases to pending (or to quarantine after `maxAttempts`); returns what can be taken again. */
  expireLeases(maxAttempts: number): Promise<readonly TaskNotice[]>;
  /** Pending, due, unpaused tasks, most urgent first, for announcing again after a queue lost them. */
  pendingNotices(limit: number, after?: string): Promise<readonly TaskNotice[]>;
  /** Make ended tasks pending again with their attempts forgotten. */
  retry(filter: {
    readonly itemId?: string;
    readonly subject?: string;
    readonly stage?: string;
    readonly code?: string;
  }): Promise<readonly TaskNotice[]>;
  tasks(filter: {
    readonly itemId?: string;
    readonly subject?: string;
    readonly states?: readonly TaskState[];
  }): Promise<readonly TaskRow[]>;
  stageCounts(itemId?: string): Promise<readonly StageCount[]>;
  /** A lease on a named duty, such as the reconciler's, held by one process at a time. */
  holdDuty(name: string, owner: string, leaseSeconds: number): Promise<boolean>;

  // planning
  /** Subjects whose situation changed since they were last planned, oldest first; every changing method leaves such a mark. */
  unplanned(limit: number): Promise<readonly PlanMark[]>;
  /** Forget these marks, unless the subject changed again meanwhile. */
  markPlanned(marks: readonly PlanMark[]): Promise<void>;
  /** Mark everything of items that another workflow planned last; `workflow` is the name of this one. Returns how many items. */
  adoptWorkflow(workflow: Digest): Promise<number>;
  /** The marks of these subjects, if any. */
  planMarks(subjects: readonly SubjectId[]): Promise<readonly PlanMark[]>;

  // people and versions
  /** A person's answer to a gate: artifact, event, pointer; raises the item's version. */
  answer(answer: {
    readonly gate: string;
    readonly subject: SubjectId;
    readonly itemId: string;
    readonly made: Made;
    readonly from: readonly DerivationInput[];
    readonly agent: string;
    readonly note?: string;
  }): Promise<void>;
  events(itemId: string, sinceVersion?: number): Promise<readonly EventRow[]>;
  /** Items whose newest version is not yet described in the store. */
  unstoredItems(): Promise<readonly string[]>;
  markStored(itemId: string, version: number): Promise<void>;
  /** Put back what an item's description says; used by `rebuild` on an empty catalogue. */
  restore(description: ItemDescription): Promise<void>;

  // proof
  /** Every artifact row, in order of digest. */
  artifacts(): AsyncIterable<Artifact>;
  /** Contradictions among the rows themselves: dangling pointers, orphaned rows, impossible states. Empty when sound. */
  contradictions(): Promise<readonly string[]>;
  recordFixity(digest: Digest, outcome: "match" | "mismatch" | "missing", at: string): Promise<void>;
  /** Digests whose last fixity check is the oldest. */
  oldestVerified(limit: number): Promise<readonly Digest[]>;
  check(): Promise<void>;
  close(): Promise<void>;
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
}
