/** The ports to what a library owns and what it is to reach. */
import type { Organisation } from "../organisation/organisation.ts";
import type { CountedEntry } from "../progress/counted-register.ts";
import type { DigitizedItem } from "../progress/evidence.ts";
import type { WorkDone, WorkWaiting } from "../progress/work-facts.ts";
import type { ReadEntry, RegisterColumn, RegisterEntry, RegisterRow } from "../register.ts";
import type { RegisterState } from "../register-states.ts";
import type { NewTarget, Target } from "../target.ts";
import type { DaySpan } from "../work-log/port.ts";

/** What an import did; shelfmarks given = added + updated + unchanged. */
export interface ImportCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** One shelfmark that an import changes, or would. */
export interface RegisterChange {
  readonly shelfmark: string;
  /** Its states before, none when it is new, and after. */
  readonly before: readonly RegisterState[];
  readonly after: readonly RegisterState[];
}

/** What an import would do. */
export interface ImportPreview extends ImportCounts {
  /** At most `MOST_CHANGES_SHOWN`; the counts tell of all. */
  readonly changes: readonly RegisterChange[];
  /** Shelfmarks of the register that the file does not name; they stay. */
  readonly notInFile: number;
}

/** Changes that a preview holds: nobody reads more, and a register of a nation has half a million. */
export const MOST_CHANGES_SHOWN = 10_000;

/**
 * Entries as a whole or in parts, of which each has all entries of its shelfmarks. A function, because a transaction that met
 * another may have to begin again.
 */
export type GivenEntries = readonly ReadEntry[] | (() => AsyncIterable<readonly ReadEntry[]>);

/** One import that was made. */
export interface RegisterImport {
  readonly id: string;
  readonly at: string;
  readonly agent: string;
  readonly file: string;
  readonly counts: ImportCounts;
  readonly isUndone: boolean;
}

/** How to import. */
export interface ImportOptions {
  /** From this day on holder, class or extent are what the file says; before it they stay what they were. */
  readonly effective?: string | undefined;
  /** Who imports what, for the history; an import without it cannot be undone. */
  readonly source?: { readonly agent: string; readonly file: string } | undefined;
}

/** The register of holdings. */
export interface Register {
  /** What an import would do; nothing is kept. @throws {InputError} REG-STATE */
  previewImport(entries: GivenEntries, options?: ImportOptions): Promise<ImportPreview>;
  /**
   * Keep entries in one transaction, all or none, as `statesAfter` says.
   * @throws {InputError} REG-STATE when a time overlaps with another that is kept for the shelfmark
   */
  importEntries(entries: GivenEntries, options?: ImportOptions): Promise<ImportCounts & { readonly id?: string }>;
  /** The same from rows. @throws {InputError} REG-ROWS, keeping nothing, when a row is not usable. */
  importRows(rows: readonly RegisterRow[]): Promise<ImportCounts>;
  /** Newest first. */
  imports(): Promise<readonly RegisterImport[]>;
  /**
   * Put every shelfmark back as it was before the import; the newest that is not undone when none is named.
   * @throws {InputError} UNDO-NONE when there is none; UNDO-CHANGED, keeping all, when a shelfmark was changed since
   */
  undoImport(id?: string): Promise<RegisterImport>;
  /** What persons said that headings mean, by folded heading. */
  headings(): Promise<ReadonlyMap<string, RegisterColumn>>;
  setHeading(heading: string, column: RegisterColumn): Promise<void>;
  /** All entries of all times, by shelfmark and time; with their details when those are wanted, which takes longer. */
  register(wanted?: { readonly details: boolean }): Promise<readonly RegisterEntry[]>;
  /** The whole rows of all times, by shelfmark and time, with the days on which each holds; a part at a time. */
  registerRows(): AsyncIterable<readonly RegisterRow[]>;
  /** The row of a shelfmark that holds today, all its columns; the next that will hold where none does. */
  entry(shelfmark: string): Promise<RegisterRow | undefined>;
}

/** Targets. */
export interface Targets {
  /** Set a target, or set one of this name anew; told in the log of changes where an actor is named. @throws {InputError} TARGET-INVALID */
  setTarget(target: NewTarget, actor?: string): Promise<Target>;
  /** Whether there was one. */
  removeTarget(name: string, actor?: string): Promise<boolean>;
  /** By deadline. */
  targets(): Promise<readonly Target[]>;
}

/** Organisations with their dates. */
export interface Organisations {
  /** Take the place of all that are kept, all or none. @throws {InputError} ORG-INVALID, or what `checkOrganisations` found first */
  setOrganisations(organisations: readonly unknown[]): Promise<void>;
  /** By id. */
  organisations(): Promise<readonly Organisation[]>;
}

/** Simple counted registers. */
export interface CountedRegisters {
  /** Take the place of all rows of the register. Keys are unique. */
  setCounted(register: string, entries: readonly CountedEntry[]): Promise<void>;
  /** By key. */
  counted(register: string): Promise<readonly CountedEntry[]>;
}

/** The port to all of it. */
export interface Holdings extends Register, Targets, Organisations, CountedRegisters {
  /** Everything that speaks for each item, by item id. */
  digitized(): Promise<readonly DigitizedItem[]>;
  /** What was finished on the days of a span, by stage. */
  workDone(span: DaySpan): Promise<readonly WorkDone[]>;
  /** Where work stands at this moment. */
  workWaiting(): Promise<WorkWaiting>;
}
