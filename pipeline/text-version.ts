/**
 * The working text of a page: what a person is correcting, column by column, and the versions it has gone through. Plain values
 * without a library, because the browser works with them too. Text is kept code point by code point: nothing here normalises.
 */
import type { Digest } from "./artifact.ts";
import type { Box } from "./geometry.ts";
import type { SubjectId } from "./ledger-rows.ts";

/** One column as a person sees and changes it. Marks of gaps and damage are characters of the text like any other. */
export interface WorkingColumn {
  /** Unique on the page; stays with the column through all versions. */
  readonly id: string;
  readonly kind: "body" | "commentary" | "running-title" | "head-note";
  /** In pixels of the cleaned picture that `WorkingText.from` names. */
  readonly box: Box;
  /** The column that this one, of double small columns, stands in. */
  readonly parent?: string | undefined;
  readonly text: string;
  readonly phienAm?: string | undefined;
  readonly translation?: string | undefined;
  readonly note?: string | undefined;
}

/** What a working text began from. */
export interface TextOrigin {
  readonly role: "text/machine" | "text/reviewed" | "text/earlier";
  /** The text that a person was shown first. */
  readonly text: Digest;
  /** The `report/cleanup` of the picture whose pixels the boxes are in; null where none is known. */
  readonly picture: Digest | null;
}

/** The whole text of a page in one moment; columns in reading order. */
export interface WorkingText {
  readonly v: 1;
  /** Pixel size of the cleaned picture. */
  readonly width: number;
  readonly height: number;
  readonly script: "han-nom" | "quoc-ngu" | "latin";
  readonly writingMode: "vertical-rl" | "horizontal-tb";
  readonly from: TextOrigin;
  readonly columns: readonly WorkingColumn[];
}

/** What is told of a version without its text. */
export interface VersionNote {
  /** 1 for the first; 0 is the machine's reading, which nobody saves. */
  readonly number: number;
  /** The version that was on the screen when this one was written. */
  readonly parent: number;
  readonly author: string;
  /** ISO 8601, by the server's clock. */
  readonly savedAt: string;
  /** Made by the writer's own page, so that a save sent twice is kept once. */
  readonly saveId: string;
  /** SHA-256 of the content as canonical JSON. */
  readonly digest: Digest;
  /** True when somebody else's version came first: kept beside the page's text, for a person to bring together with it. */
  readonly isAside: boolean;
}

/** A version with its text. Never changed, never removed. */
export interface TextVersion extends VersionNote {
  readonly content: WorkingText;
}

/** How far the text of a page is. */
export const TEXT_STATES = ["untouched", "in-work", "corrected", "approved", "locked"] as const;
/** One of {@link TEXT_STATES}. */
export type TextState = (typeof TEXT_STATES)[number];

/** Where the text of a page stands. */
export interface PageText {
  readonly page: SubjectId;
  readonly itemId: string;
  readonly state: TextState;
  /** The version that the page shows; 0: the machine's reading. */
  readonly latest: number;
  /** The highest number given to any version. */
  readonly lastNumber: number;
  readonly correctedNumber: number;
  readonly correctedBy: string;
  readonly approvedBy: string;
  /** The version that the gate was answered with last. */
  readonly answeredNumber: number;
  readonly settledNumber: number;
  /** ISO 8601; empty before the first change. */
  readonly changedAt: string;
}

/** A page that goes back into a catalogue that was lost. */
export interface RestoredText {
  readonly page: Omit<PageText, "settledNumber" | "lastNumber">;
  readonly versions: readonly TextVersion[];
}

/** The parts of a column that a person changes, each by itself. */
export const COLUMN_FIELDS = ["kind", "box", "parent", "text", "phienAm", "translation", "note"] as const;
/** One of {@link COLUMN_FIELDS}. */
export type ColumnField = (typeof COLUMN_FIELDS)[number];

/** True when a part of two columns is the same; what is absent is the same as what is empty. */
export function isSameField(one: WorkingColumn, other: WorkingColumn, field: ColumnField): boolean {
  if (field !== "box") return (one[field] ?? "") === (other[field] ?? "");
  const [a, b] = [one.box, other.box];
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** The parts in which two columns differ. */
export function changedFields(one: WorkingColumn, other: WorkingColumn): readonly ColumnField[] {
  return COLUMN_FIELDS.filter((field) => !isSameField(one, other, field));
}
