/** The values that a report of work is made from. */
import type { CoveredAnswers, WorkSum } from "../work-log/port.ts";
import type { DigitizedItem } from "./evidence.ts";

/** Runs of a stage that were finished on a day of Vietnam, of pages or of items. "quality" is what people said of pages. */
export interface WorkDone {
  readonly day: string;
  readonly stage: string;
  readonly of: "page" | "item";
  readonly count: number;
}

/** Tasks of a stage in a state. */
export interface TaskCount {
  readonly stage: string;
  readonly state: string;
  readonly count: number;
}

/** How far an item is that is not published. */
export interface ItemInWork {
  readonly itemId: string;
  readonly shelfmark: string;
  readonly pages: number;
  readonly isDescribed: boolean;
  /** Whether its profile lets nothing go on without a person. */
  readonly needsReview: boolean;
  readonly needsRecord: boolean;
  readonly cleaned: number;
  readonly read: number;
  readonly reviewed: number;
}

/** Where work stands now. */
export interface WorkWaiting {
  readonly tasks: readonly TaskCount[];
  /** Those that are not published. */
  readonly items: readonly ItemInWork[];
  /** Ids of items that a person gave up, and of those of which a person reviewed any page; published ones too. */
  readonly cancelled: ReadonlySet<string>;
  readonly reviewed: ReadonlySet<string>;
  /** Pages that a person wants scanned again. */
  readonly toRescan: number;
}

/** A published item, as the evidence has it. */
export type PublishedItem = Pick<DigitizedItem, "itemId" | "shelfmark" | "pages" | "describedOn">;

/** A stage or gate in the order of the workflow. */
export interface StageName {
  readonly name: string;
  readonly of: "page" | "item";
}

/** Everything that a report of work is made from. `waiting` is undefined for a day that is over: nobody keeps what waited then. */
export interface WorkSources {
  readonly stages: readonly StageName[];
  readonly done: readonly WorkDone[];
  readonly waiting: WorkWaiting | undefined;
  readonly worked: readonly (WorkSum & { readonly day: string })[];
  readonly covered: readonly CoveredAnswers[];
  readonly published: readonly PublishedItem[];
  /** Shelfmarks of the register on the day, folded. */
  readonly registered: ReadonlySet<string>;
}
