/** The ports to what a library owns and what it is to reach. */
import type { Organisation } from "../organisation/organisation.ts";
import type { CountedEntry } from "../progress/counted-register.ts";
import type { DigitizedItem } from "../progress/evidence.ts";
import type { ReadEntry, RegisterEntry, RegisterRow } from "../register.ts";
import type { NewTarget, Target } from "../target.ts";

/** What an import did; entries given = added + updated + unchanged. */
export interface ImportCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** The register of holdings. */
export interface Register {
  /**
   * Keep entries in one transaction, all or none. An entry takes the place of the one with its shelfmark that begins on the same day.
   * @throws {InputError} REG-STATE when a time overlaps with another that is kept for the shelfmark
   */
  importEntries(entries: readonly ReadEntry[]): Promise<ImportCounts>;
  /** The same from rows. @throws {InputError} REG-ROWS, keeping nothing, when a row is not usable. */
  importRows(rows: readonly RegisterRow[]): Promise<ImportCounts>;
  /** All entries of all times, by shelfmark and time. */
  register(): Promise<readonly RegisterEntry[]>;
  /** The row of a shelfmark that holds today, all its columns; the next that will hold where none does. */
  entry(shelfmark: string): Promise<RegisterRow | undefined>;
}

/** Targets. */
export interface Targets {
  /** Set a target, or set one of this name anew. @throws {InputError} TARGET-INVALID */
  setTarget(target: NewTarget): Promise<Target>;
  /** Whether there was one. */
  removeTarget(name: string): Promise<boolean>;
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
}
