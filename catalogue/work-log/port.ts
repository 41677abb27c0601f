/** The port to the time that people spend on pages and records: expert minutes are what a programme has least of. */
import { z } from "zod";

/** What people do at a page or an item. */
export const WORK_KINDS = ["text-review", "metadata-entry", "quality"] as const;
/** One of {@link WORK_KINDS}. */
export type WorkKind = (typeof WORK_KINDS)[number];

export const workSchema = z.object({
  /** Who worked, by the name of the account. */
  account: z.string().trim().min(1).max(200),
  itemId: z.string().min(1),
  /** The page, where the work was on one. */
  page: z.string().min(1).optional(),
  kind: z.enum(WORK_KINDS),
  /** Seconds in which the person did something: typed, moved, judged. Not the time that a screen stood open. */
  seconds: z.number().int().min(1).max(3600),
  /** The end of these seconds, ISO 8601 UTC; now when absent. */
  at: z.iso.datetime().optional(),
});

/** Some seconds of work. */
export type Work = Readonly<z.input<typeof workSchema>>;

/** The first day and the day after the last, ISO 8601, days of Vietnam. */
export interface DaySpan {
  readonly from: string;
  readonly until: string;
}

/** Seconds of work of a kind. */
export interface WorkSum {
  readonly kind: WorkKind;
  readonly seconds: number;
}

/** How many answers were given by people who logged their work on the same page or item before. */
export interface CoveredAnswers {
  readonly kind: WorkKind;
  readonly answers: number;
}

/** The log. It is kept in the database only: it says nothing about what was made, and is not told in descriptions of items. */
export interface WorkLog {
  /**
   * Add what was worked since the last call; a desk calls it every half minute while somebody is active.
   * @throws {InputError} WORK-INVALID, keeping nothing
   */
  logWork(work: readonly Work[]): Promise<void>;
  /** By day of Vietnam and kind. */
  workByDay(span: DaySpan): Promise<readonly (WorkSum & { readonly day: string })[]>;
  /** By item and kind, most first. */
  workByItem(span: DaySpan): Promise<readonly (WorkSum & { readonly itemId: string })[]>;
  /** Answers of the span at whose page or item somebody had logged work of the kind. Of others nobody knows how long they took. */
  coveredAnswers(span: DaySpan): Promise<readonly CoveredAnswers[]>;
}
