/**
 * The register of holdings: what a library owns, one row an item. It is the denominator of every target.
 * Pure: reading files is `register-import.ts`, keeping rows is `holdings.ts`.
 */

/** A row as text by column. Known columns have the names below; others keep the heading they had in the file. */
export type RegisterRow = Readonly<Record<string, string>>;

/** Columns that the program understands. `class` is the class of holding that targets are set for, in the library's own words. */
export const REGISTER_COLUMNS = ["shelfmark", "title", "holder", "class", "extent", "from", "until"] as const;
/** A column that the program understands. */
export type RegisterColumn = (typeof REGISTER_COLUMNS)[number];

/** One item a library owns. */
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
  /** The whole row, for describing the item. */
  readonly row: RegisterRow;
}

/** A row that cannot be an entry. REG-REQ: a value is missing; REG-DUP: the shelfmark stands twice; REG-COL: a value does not fit its column. */
export interface RejectedRow {
  /** Row number in the file as a spreadsheet shows it, from 1. */
  readonly row: number;
  readonly code: "REG-REQ" | "REG-DUP" | "REG-COL";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Rows sorted into entries and what was refused; found = entries + rejected. */
export interface CheckedRows {
  readonly entries: readonly RegisterEntry[];
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
  const entries: RegisterEntry[] = [];
  const rejected: RejectedRow[] = [];
  const firstRowOf = new Map<string, number>();
  rows.forEach((row, index) => {
    const number = numberOf(index);
    const problems = [...problemsOf(row), ...repeats(row, firstRowOf)];
    for (const problem of problems.slice(0, 1)) rejected.push({ row: number, ...problem });
    if (problems.length > 0) return;
    firstRowOf.set(shelfmarkKey(row["shelfmark"] ?? ""), number);
    entries.push(asEntry(row));
  });
  return { entries, rejected };
}

type Problem = Omit<RejectedRow, "row">;

function problemsOf(row: RegisterRow): readonly Problem[] {
  const missing = (["shelfmark", "title"] as const).filter((column) => textOf(row, column) === "");
  const odd: Problem[] = [];
  if (pagesOf(textOf(row, "extent")) === null) odd.push(misfit(row, "extent"));
  for (const column of ["from", "until"] as const) if (dayOf(textOf(row, column)) === null) odd.push(misfit(row, column));
  return [...missing.map((column): Problem => ({ code: "REG-REQ", facts: { column } })), ...odd];
}

function misfit(row: RegisterRow, column: RegisterColumn): Problem {
  return { code: "REG-COL", facts: { column, value: textOf(row, column), shelfmark: textOf(row, "shelfmark") } };
}

function repeats(row: RegisterRow, firstRowOf: ReadonlyMap<string, number>): readonly Problem[] {
  const shelfmark = textOf(row, "shelfmark");
  const firstRow = firstRowOf.get(shelfmarkKey(shelfmark));
  return firstRow === undefined ? [] : [{ code: "REG-DUP", facts: { shelfmark, firstRow } }];
}

/** An entry from a row that was checked. */
export function asEntry(row: RegisterRow): RegisterEntry {
  return {
    shelfmark: textOf(row, "shelfmark"),
    title: textOf(row, "title"),
    holder: textOf(row, "holder"),
    holdingClass: textOf(row, "class"),
    extentPages: pagesOf(textOf(row, "extent")) ?? undefined,
    effectiveFrom: dayOf(textOf(row, "from")) ?? undefined,
    effectiveUntil: dayOf(textOf(row, "until")) ?? undefined,
    row,
  };
}

function textOf(row: RegisterRow, column: RegisterColumn): string {
  return (row[column] ?? "").normalize("NFC").trim();
}

/** "124", "124 tr.", "1.240 trang"; undefined when empty, null when it is no number of pages. */
function pagesOf(text: string): number | undefined | null {
  if (text === "") return undefined;
  const found = /^(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:tr\.?|trang|pp?\.?|pages?)?$/iu.exec(text);
  return found?.[1] ? Number(found[1].replace(/[.,]/g, "")) : null;
}

/** "2025-07-01", "1/7/2025"; undefined when empty, null when it is no day of the calendar. */
function dayOf(text: string): string | undefined | null {
  if (text === "") return undefined;
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  const iso = year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
