/** A record desk as the server tells of it. */

/** Fields by name; undefined is empty. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a field, in the reader's words. */
export interface Issue {
  readonly level: "error" | "warning";
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** A value that could not be laid over another. */
export interface Conflict {
  readonly number: number;
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  readonly agent: string;
  readonly savedAt: string;
}

/** What is on the desk. */
export interface Desk {
  readonly number: number;
  readonly fields: Fields;
  readonly agent: string;
  readonly savedAt: string;
  readonly isAnswered: boolean;
  readonly answered: number;
  readonly isComplete: boolean;
  readonly people: number;
  readonly conflicts: readonly Conflict[];
  readonly signatures: readonly { readonly agent: string; readonly at: string; readonly approves: boolean }[];
  readonly issues: readonly Issue[];
}

/** The item that is described. */
export interface DeskItem {
  readonly id: string;
  readonly shelfmark: string;
  readonly script: string;
  readonly viewingDirection: "right-to-left" | "left-to-right";
}

/** What opening the desk brings. */
export interface OpenedDesk {
  readonly item: DeskItem;
  readonly desk: Desk;
}

/** Why a value comes onto the desk. */
export type Cause = "typed" | "decided" | "proposal" | "restored";

/** One save on its way. */
export interface Save {
  readonly saveId: string;
  readonly base: number;
  /** `null` empties. */
  readonly changes: Fields;
  readonly decides: readonly Pick<Conflict, "number" | "field">[];
  readonly cause: Cause;
}

/** What came of it. */
export interface SaveReply {
  readonly number: number;
  readonly taken: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly desk: Desk;
}

/** True for two values that say the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
