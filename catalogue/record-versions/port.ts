/**
 * The port to records while people describe them. Each item has a desk: the fields as they were saved last, complete or not, and
 * every step that led there. What a save was acknowledged for is on the desk, or stands beside it as a conflict with both texts.
 */
import type { ReadFields } from "../../formats/record-remainder.ts";
import type { Digest } from "../../pipeline/artifact.ts";
import type { FieldConflict } from "../record/merge.ts";

/** Where a version came from. */
export const CAUSES = ["typed", "decided", "proposal", "copied", "imported", "restored", "answered", "structure"] as const;
/** One of {@link CAUSES}. */
export type Cause = (typeof CAUSES)[number];

/** What one save did to one field; undefined is empty. */
export interface FieldStep {
  readonly was: unknown;
  readonly is: unknown;
}

/** One save. Never changed, never removed. */
export interface DeskVersion {
  /** 1 for the first save of the item; without gaps. */
  readonly number: number;
  readonly agent: string;
  /** ISO 8601. */
  readonly savedAt: string;
  readonly cause: Cause;
  readonly steps: Readonly<Record<string, FieldStep>>;
}

/** A value that was saved and could not be laid over another; it waits for a person. */
export interface OpenConflict extends FieldConflict {
  /** The version whose save brought it. */
  readonly number: number;
  /** Who saved `theirs`. */
  readonly agent: string;
  readonly savedAt: string;
}

/** Somebody who stands for the record exactly as it is on the desk. */
export interface Signature {
  readonly agent: string;
  readonly at: string;
  /** Signed by somebody who may approve. */
  readonly approves: boolean;
}

/** True when so many people stand for a version, and one of them may approve. */
export function isSigned(signatures: readonly Signature[], people: number): boolean {
  return signatures.length >= people && signatures.some(({ approves }) => approves);
}

/** The desk of one item. */
export interface Desk {
  readonly itemId: string;
  /** The newest version; 0 before the first save. */
  readonly number: number;
  readonly fields: ReadFields;
  /** SHA-256 of the record or draft that the desk has taken over last; empty when there was none. */
  readonly origin: string;
  /** Who saved last, and when; empty before the first save. */
  readonly agent: string;
  readonly savedAt: string;
  /** The version that was kept as an artifact last. */
  readonly settled: number;
  /** The version that answered the gate last; -1 for none. */
  readonly answered: number;
  readonly conflicts: readonly OpenConflict[];
  /** For the newest version only: every save makes new ones necessary. */
  readonly signatures: readonly Signature[];
}

/** What a desk begins with. */
export interface DeskSeed {
  readonly fields: ReadFields;
  readonly origin: Digest | "";
}

/** What an object in the store carries of a desk. */
export interface RestoredDesk extends Pick<Desk, "itemId" | "number" | "fields" | "origin" | "answered" | "conflicts"> {
  readonly versions: readonly DeskVersion[];
}

/** One save. */
export interface NewSave {
  readonly itemId: string;
  /** Made by the one who saves; the same again changes nothing and has the same outcome. */
  readonly saveId: string;
  /** The version that the changes were made on. */
  readonly base: number;
  /** The changed fields with their new values; undefined empties. */
  readonly changes: ReadFields;
  /** Conflicts that this save decides: its value of the field holds, or that on the desk where it has none. */
  readonly decides?: readonly Pick<OpenConflict, "number" | "field">[];
  readonly cause: Cause;
  readonly agent: string;
  /** The fields that the changes were made on, where that is no version of the desk. */
  readonly on?: ReadFields;
  /** The record that the desk has taken over with this save. */
  readonly origin?: Digest;
}

/** What came of a save. */
export interface Saved {
  readonly desk: Desk;
  /** The version that this save made, or the newest where it changed nothing. */
  readonly number: number;
  /** Fields of this save that are on the desk. */
  readonly taken: readonly string[];
  /** Fields of this save that wait for a person. */
  readonly conflicts: readonly OpenConflict[];
}

/** Which part of the history. */
export interface HistoryPage {
  readonly field?: string | undefined;
  /** Versions below this number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The desks of all items. */
export interface RecordVersions {
  desk(itemId: string): Promise<Desk | undefined>;
  /** Open the desk of an item; where it is open already the seed does nothing. */
  openDesk(itemId: string, seed: DeskSeed): Promise<Desk>;
  /**
   * Save. Fields that nobody else changed since `base` are taken; where two changed one field in different ways the one on the desk
   * stays there and the other becomes an open conflict.
   * @throws {InputError} DESK-CLOSED when nobody opened the desk
   */
  save(save: NewSave): Promise<Saved>;
  /** Newest first. */
  history(itemId: string, page: HistoryPage): Promise<readonly DeskVersion[]>;
  /** The fields at the end of a version; undefined when there is no such version. */
  fieldsAt(itemId: string, number: number): Promise<ReadFields | undefined>;
  /**
   * Stand for the newest version. The same person twice is one signature.
   * @throws {InputError} DESK-MOVED when there is a newer version than `number`; DESK-CONFLICTS while conflicts are open
   */
  sign(itemId: string, number: number, signer: Omit<Signature, "at">): Promise<Desk>;
  /** Note that this version answered the gate, as this artifact. */
  markAnswered(itemId: string, number: number, origin: Digest, agent: string): Promise<void>;
  /** Desks whose newest version is signed and has not answered the gate. */
  unanswered(): Promise<readonly string[]>;
  /** Desks that nobody has saved to since `idleSince`, with versions that are no artifact yet. */
  unsettled(idleSince: string): Promise<readonly string[]>;
  markSettled(itemId: string, number: number): Promise<void>;
  /** Put back what the store's objects carry; versions that the desk has already are left alone. */
  restore(desk: RestoredDesk): Promise<void>;
}
