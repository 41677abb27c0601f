/**
 * The register of holdings: what a library owns, one row an item. It is the denominator of every target.
 * Pure: reading files is `register-import.ts`, keeping rows is `holdings.ts`.
 */

import { calendarDay } from "./calendar-day.ts";
import { overlaps, type Period } from "./organisation/organisation.ts";
import { MOST_CELL_CHARACTERS } from "./register-limits.ts";

/** A row as text by column. Known columns have the names below; others keep the heading they had in the file. */
export type RegisterRow = Readonly<Record<string, string>>;

/**
 * What is told of an item beside whose it is and how large: the decision that made it rare, its condition, whether its owner agreed
 * to digitizing and publishing, and whom it comes from. `register-details.ts` reads them.
 */
export const REGISTER_DETAILS = ["decision", "condition", "consent", "provenance", "village", "clan", "household"] as const;
/** One of {@link REGISTER_DETAILS}. */
export type RegisterDetail = (typeof REGISTER_DETAILS)[number];

/**
 * Columns that the program understands, in the order of templates and exports. `class` is the class of holding that targets are
 * set for, in the library's own words.
 */
export const REGISTER_COLUMNS = [
  "shelfmark",
  "title",
  "holder",
  "class",
  "extent",
  ...REGISTER_DETAILS,
  "from",
  "until",
] as const;
/** A column that the program understands. */
export type RegisterColumn = (typeof REGISTER_COLUMNS)[number];

/**
 * One item a library owns, as it was over a time. Where holder, class or extent changed there are several for one shelfmark, and
 * their times do not overlap.
 */
export interface RegisterEntry {
  readonly shelfmark: string;
  readonly title: string;
  /** The library or owner; empty when the register has only one. */
  readonly holder: string;
  readonly holdingClass: string;
  /** Pages, where the register tells. */
  readonly extentPages: number | undefined;
  /** First day the entry counts, ISO 8601; always did when undefined. */
  readonly effectiveFrom: string | undefined;
  /** First day it no longer counts (given away, reclassified), ISO 8601. */
  readonly effectiveUntil: string | undefined;
  /** What else is told of it, where it was asked for. */
  readonly details?: Readonly<Partial<Record<RegisterDetail, string>>>;
}

/** An entry as a file has it. */
export interface ReadEntry extends RegisterEntry {
  /** The whole row, for describing the item. */
  readonly row: RegisterRow;
}

/**
 * A row that cannot be an entry. REG-REQ: a value is missing; REG-COL: a value does not fit its column; REG-PERIOD: the time ends
 * before it begins; REG-DUP: the shelfmark stands twice for one time; REG-OVERLAP: and with another holder or class; REG-ERROR: a
 * formula failed; REG-SIZE: a cell is longer than a spreadsheet can show.
 */
export interface RejectedRow {
  /** Row number in the file as a spreadsheet shows it, from 1. */
  readonly row: number;
  /** The sheet, where there are several. */
  readonly sheet?: string;
  readonly code: "REG-REQ" | "REG-DUP" | "REG-COL" | "REG-PERIOD" | "REG-OVERLAP" | "REG-ERROR" | "REG-SIZE";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Rows sorted into entries and what was refused; found = entries + rejected. */
export interface CheckedRows {
  readonly entries: readonly ReadEntry[];
  readonly rejected: readonly RejectedRow[];
}

/** Shelfmarks are the same when they differ only in spacing, case or the encoding of accents. */
export function shelfmarkKey(shelfmark: string): string {
  // Reports fold every shelfmark of a nation several times, and most are folded already.
  if (/^[!-`{-~]+$/.test(shelfmark)) return shelfmark;
  return shelfmark.normalize("NFC").trim().replace(/\s+/gu, " ").toUpperCase();
}

/**
 * Check all rows, each for everything.
 * @param numberOf row number of the row at this index; counts from 1 when not given
 */
export function checkRows(rows: readonly RegisterRow[], numberOf = (index: number) => index + 1): CheckedRows {
  const entries: ReadEntry[] = [];
  const rejected: RejectedRow[] = [];
  const check = rowChecker();
  rows.forEach((row, index) => {
    const { entry, problem } = check(row, numberOf(index));
    if (entry) entries.push(entry);
    if (problem) rejected.push({ row: numberOf(index), ...problem });
  });
  return { entries, rejected };
}

/** What became of a row: an entry, or the first problem that it has. */
export type CheckedRow =
  | { readonly entry: ReadEntry; readonly problem?: never }
  | { readonly entry?: never; readonly problem: Problem };

/**
 * Checks rows one after another, each against those before it.
 * @param mayRepeat false for keys of shelfmarks that stand once only, of which nothing need be remembered
 */
export function rowChecker(mayRepeat = (_key: string) => true): (row: RegisterRow, number: number) => CheckedRow {
  const before = new Map<string, NumberedEntry[]>();
  return (row, number) => {
    const entry = asEntry(row);
    const key = shelfmarkKey(entry.shelfmark);
    const known = before.get(key) ?? [];
    const [problem] = [...problemsOf(row), ...repeats(entry, known)];
    if (problem) return { problem };
    if (mayRepeat(key)) before.set(key, [...known, { entry, number }]);
    return { entry };
  };
}

interface NumberedEntry {
  readonly entry: RegisterEntry;
  readonly number: number;
}

/** Why a row cannot be an entry. */
export type Problem = Omit<RejectedRow, "row">;

function problemsOf(row: RegisterRow): readonly Problem[] {
  const missing = (["shelfmark", "title"] as const).filter((column) => textOf(row, column) === "");
  const odd: Problem[] = [];
  if (pagesOf(textOf(row, "extent")) === null) odd.push(misfit(row, "extent"));
  for (const column of ["from", "until"] as const) if (calendarDay(textOf(row, column)) === null) odd.push(misfit(row, column));
  const [from, until] = [calendarDay(textOf(row, "from")), calendarDay(textOf(row, "until"))];
  if (from && until && until <= from)
    odd.push({ code: "REG-PERIOD", facts: { shelfmark: textOf(row, "shelfmark"), from, until } });
  return [...brokenCells(row), ...missing.map((column): Problem => ({ code: "REG-REQ", facts: { column } })), ...odd];
}

/** What spreadsheets show for a formula that failed; saved as CSV it is text. */
const FORMULA_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;

/** Cells that no program meant to write, in columns of the register and in others. */
function brokenCells(row: RegisterRow): readonly Problem[] {
  const found: Problem[] = [];
  for (const column in row) {
    const value = row[column] ?? "";
    if (value.length > MOST_CELL_CHARACTERS) {
      found.push({ code: "REG-SIZE", facts: { at: column, what: "cell", most: MOST_CELL_CHARACTERS } });
    } else if (value.startsWith("#") && FORMULA_ERROR.test(value)) found.push({ code: "REG-ERROR", facts: { column, value } });
  }
  return found;
}

function misfit(row: RegisterRow, column: RegisterColumn): Problem {
  return { code: "REG-COL", facts: { column, value: textOf(row, column), shelfmark: textOf(row, "shelfmark") } };
}

function repeats(entry: RegisterEntry, before: readonly NumberedEntry[]): readonly Problem[] {
  const first = before.find((each) => overlaps(periodOf(each.entry), periodOf(entry)));
  if (!first) return [];
  const { shelfmark } = entry;
  const isSame = first.entry.holder === entry.holder && first.entry.holdingClass === entry.holdingClass;
  if (isSame) return [{ code: "REG-DUP", facts: { shelfmark, firstRow: first.number } }];
  const names = (each: RegisterEntry) => [each.holder, each.holdingClass].filter((name) => name !== "").join(", ");
  return [{ code: "REG-OVERLAP", facts: { shelfmark, firstRow: first.number, first: names(first.entry), second: names(entry) } }];
}

/** The time of an entry. */
export function periodOf({ effectiveFrom, effectiveUntil }: RegisterEntry): Period {
  return { from: effectiveFrom, until: effectiveUntil };
}

/** An entry from a row that was checked. */
export function asEntry(row: RegisterRow): ReadEntry {
  return {
    shelfmark: textOf(row, "shelfmark"),
    title: textOf(row, "title"),
    holder: textOf(row, "holder"),
    holdingClass: textOf(row, "class"),
    extentPages: pagesOf(textOf(row, "extent")) ?? undefined,
    effectiveFrom: calendarDay(textOf(row, "from")) ?? undefined,
    effectiveUntil: calendarDay(textOf(row, "until")) ?? undefined,
    row,
  };
}

function textOf(row: RegisterRow, column: RegisterColumn): string {
  return (row[column] ?? "").normalize("NFC").trim();
}

/** "124", "124 tr.", "1.240 trang", "196 tờ" (leaves of two pages); undefined when empty, null when it is no number of pages. */
function pagesOf(text: string): number | undefined | null {
  if (text === "") return undefined;
  const found = /^(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:tr\.?|trang|pp?\.?|pages?|(tờ|lá|leaves|ff?\.?))?$/iu.exec(text);
  if (!found?.[1]) return null;
  return Number(found[1].replace(/[.,]/g, "")) * (found[2] ? 2 : 1);
}
