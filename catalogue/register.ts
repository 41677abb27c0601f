/**
 * The register of holdings: what a library owns, one row an item. It is the denominator of every target.
 * Pure: reading files is `register-import.ts`, keeping rows is `holdings.ts`.
 */

import { calendarDay } from "./calendar-day.ts";
import { overlaps, type Period } from "./organisation/organisation.ts";

/** A row as text by column. Known columns have the names below; others keep the heading they had in the file. */
export type RegisterRow = Readonly<Record<string, string>>;

/** Columns that the program understands. `class` is the class of holding that targets are set for, in the library's own words. */
export const REGISTER_COLUMNS = ["shelfmark", "title", "holder", "class", "extent", "from", "until"] as const;
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
}

/** An entry as a file has it. */
export interface ReadEntry extends RegisterEntry {
  /** The whole row, for describing the item. */
  readonly row: RegisterRow;
}

/**
 * A row that cannot be an entry. REG-REQ: a value is missing; REG-COL: a value does not fit its column; REG-PERIOD: the time ends
 * before it begins; REG-DUP: the shelfmark stands twice for one time; REG-OVERLAP: and with another holder or class.
 */
export interface RejectedRow {
  /** Row number in the file as a spreadsheet shows it, from 1. */
  readonly row: number;
  /** The sheet, where there are several. */
  readonly sheet?: string;
  readonly code: "REG-REQ" | "REG-DUP" | "REG-COL" | "REG-PERIOD" | "REG-OVERLAP";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Rows sorted into entries and what was refused; found = entries + rejected. */
export interface CheckedRows {
  readonly entries: readonly ReadEntry[];
  readonly rejected: readonly RejectedRow[];
}

/** Shelfmarks are the same when they differ only in spacing, case or the encoding of accents. */
export function shelfmarkKey(shelfmark: string): string {
  return shelfmark.normalize("NFC").trim().replace(/\s+/gu, " ").toUpperCase();
}

/**
 * Check all rows, each for everything.
 * @param numberOf row number of the row at this index; counts from 1 when not given
 */
export function checkRows(rows: readonly RegisterRow[], numberOf = (index: number) => index + 1): CheckedRows {
  const entries: ReadEntry[] = [];
  const rejected: RejectedRow[] = [];
  const before = new Map<string, NumberedEntry[]>();
  rows.forEach((row, index) => {
    const number = numberOf(index);
    const entry = asEntry(row);
    const key = shelfmarkKey(entry.shelfmark);
    const problems = [...problemsOf(row), ...repeats(entry, before.get(key) ?? [])];
    for (const problem of problems.slice(0, 1)) rejected.push({ row: number, ...problem });
    if (problems.length > 0) return;
    before.set(key, [...(before.get(key) ?? []), { entry, number }]);
    entries.push(entry);
  });
  return { entries, rejected };
}

interface NumberedEntry {
  readonly entry: RegisterEntry;
  readonly number: number;
}

type Problem = Omit<RejectedRow, "row">;

function problemsOf(row: RegisterRow): readonly Problem[] {
  const missing = (["shelfmark", "title"] as const).filter((column) => textOf(row, column) === "");
  const odd: Problem[] = [];
  if (pagesOf(textOf(row, "extent")) === null) odd.push(misfit(row, "extent"));
  for (const column of ["from", "until"] as const) if (calendarDay(textOf(row, column)) === null) odd.push(misfit(row, column));
  const [from, until] = [calendarDay(textOf(row, "from")), calendarDay(textOf(row, "until"))];
  if (from && until && until <= from)
    odd.push({ code: "REG-PERIOD", facts: { shelfmark: textOf(row, "shelfmark"), from, until } });
  return [...missing.map((column): Problem => ({ code: "REG-REQ", facts: { column } })), ...odd];
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
