/**
 * The port to what exists, what is current and what is due. `catalogue/` implements it over SQLite and PostgreSQL.
 * Every method that changes something is one short transaction. Its words stand in `ledger-rows.ts`.
 */
import type { Artifact, Digest, Role } from "./artifact.ts";
import type { FixityLog } from "./fixity-log.ts";
import type {
  BatchRow,
  CurrentRow,
  DerivationInput,
  DueTask,
  DutyRow,
  EventRow,
  ItemDescription,
  ItemRow,
  LeasedTask,
  Made,
  NewPage,
  NewSample,
  NewVerdict,
  PageRow,
  PlanMark,
  Rejection,
  SampleRow,
  StageCount,
  StoredFailure,
  SubjectId,
  Tally,
  TaskNotice,
  TaskRow,
  TaskState,
  VerdictRow,
} from "./ledger-rows.ts";
import type { Profile } from "./profile.ts";
import type { PublicationLog } from "./publication-log.ts";

/** What exists, what is current, what is due. */
export interface Ledger extends PublicationLog, FixityLog {
  // batches, items, pages
  /**
   * Open a batch, or find it open or closed already; where `urgency` is given the item has it from now on.
   * @throws {InputError} BATCH-ID when it exists with another profile.
   */
  openBatch(batch: {
    readonly id: string;
    readonly itemId: string;
    readonly shelfmark: string;
    readonly profile: Profile;
    readonly urgency?: number;
  }): Promise<BatchRow>;
  batch(id: string): Promise<BatchRow | undefined>;
  batches(): Promise<readonly BatchRow[]>;
  /**
   * Record verified masters as pages: artifact, pointer, event. A page whose id exists keeps it; another master makes it a new
   * version, and what people answered about the former one is set aside. A master that the page had before and that was
   * replaced since stays replaced (`superseded`, counted among `known`) unless the page is a rescan.
   */
  addPages(
    batchId: string,
    pages: readonly NewPage[],
    agent: string,
  ): Promise<{ readonly added: number; readonly replaced: number; readonly known: number; readonly superseded: number }>;
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
      /** The structure that the new one continues; where another is current by now nothing is closed (STRUCTURE-STALE). */
      readonly from?: Digest | undefined;
      readonly agent: string;
    },
  ): Promise<void>;
  /**
   * A person numbered the leaves or marked the parts of a closed item: the new `item/structure` (in the store already) and the
   * labels of its pages become current, with an event; raises the item's version. The same structure again changes nothing.
   * @throws {InputError} STRUCTURE-STALE when the current structure is no longer `from`
   */
  restructure(
    itemId: string,
    change: {
      readonly structure: Artifact;
      readonly from: Digest;
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
  /** As `pages`, read in parts while they are asked for: of a hundred thousand pages only their names are held. */
  eachPage(itemId: string): AsyncIterable<PageRow>;
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
  /** As `currentOfItem`, read in parts while they are asked for. */
  eachCurrent(itemId: string, roles?: readonly Role[]): AsyncIterable<CurrentRow>;
  /** How many of the item's pages have a current artifact of the role. */
  countCurrent(itemId: string, role: Role): Promise<number>;
  /** What can be counted of each item, of one or of all, in three questions however many there are. */
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
    readonly subjects?: readonly SubjectId[];
    readonly states?: readonly TaskState[];
  }): Promise<readonly TaskRow[]>;
  stageCounts(itemId?: string): Promise<readonly StageCount[]>;
  /** A lease on a named duty, such as the reconciler's, held by one process at a time. */
  holdDuty(name: string, owner: string, leaseSeconds: number): Promise<boolean>;
  /** Duties that somebody holds at this moment, by name. */
  duties(): Promise<readonly DutyRow[]>;

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
  /** A person's answer to a gate: its artifact and those it is `from` (all in the store already), event, pointer; raises the item's version. */
  answer(answer: {
    readonly gate: string;
    readonly subject: SubjectId;
    readonly itemId: string;
    readonly made: Made;
    readonly from: readonly DerivationInput[];
    readonly agent: string;
    readonly note?: string;
  }): Promise<void>;
  /**
   * Keep people's verdicts on pages of one item, all or none; what the same person said last of the same picture is not said
   * again. Raises the item's version once.
   * @throws {InputError} PAGE-UNKNOWN, or VERDICT-STALE where the judged picture is not the page's current master.
   */
  judge(
    itemId: string,
    verdicts: readonly NewVerdict[],
    agent: string,
  ): Promise<{ readonly judged: number; readonly unchanged: number }>;
  /**
   * Keep which pages were drawn for a person to look at; raises the item's version.
   * @throws {InputError} as `judge`, where a drawn picture is not the page's current master.
   */
  keepSample(itemId: string, sample: NewSample, agent: string): Promise<SampleRow>;
  /** All samples of the item, in order. */
  samples(itemId: string): Promise<readonly SampleRow[]>;
  /** All verdicts on pages of the item, in order, also those on earlier masters. */
  verdicts(itemId: string): Promise<readonly VerdictRow[]>;
  events(itemId: string, sinceVersion?: number): Promise<readonly EventRow[]>;
  /** As `events`, read in parts while they are asked for. */
  eachEvent(itemId: string, sinceVersion?: number): AsyncIterable<EventRow>;
  /** What happened to one page or item, in order; quick also where the item has thousands of pages. */
  eventsOf(subject: SubjectId): Promise<readonly EventRow[]>;
  /** The same of several pages or items: of each in order. */
  eventsOfAll(subjects: readonly SubjectId[]): Promise<readonly EventRow[]>;
  /** What an archival package will tell of the item, in the store already, becomes current: no event, no new version. */
  keepHistory(itemId: string, history: Artifact): Promise<void>;
  /** Items whose newest version is not yet described in the store. */
  unstoredItems(): Promise<readonly string[]>;
  markStored(itemId: string, version: number): Promise<void>;
  /** Put back what an item's description says; used by `rebuild` on an empty catalogue. */
  restore(description: ItemDescription): Promise<void>;
  /**
   * Lay a description over an item that is here, as its next version, which is described in the store like any other.
   * @returns false, and nothing is changed, when the item is not at version `over` any more.
   */
  layOver(description: ItemDescription, over: number): Promise<boolean>;

  // proof
  /** Every artifact row, in order of digest. */
  artifacts(): AsyncIterable<Artifact>;
  /** Contradictions among the rows themselves: dangling pointers, orphaned rows, impossible states. Empty when sound. */
  contradictions(): Promise<readonly string[]>;
  check(): Promise<void>;
  /**
   * A text that is another one after every change of the catalogue, by whatever process: what was read after a mark was
   * taken is still so while the mark is the same. Cheap enough for every request. @throws {ServiceError} SVC-CATALOGUE
   */
  changeMark(): string | Promise<string>;
  close(): Promise<void>;
}
