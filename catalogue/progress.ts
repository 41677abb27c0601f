/**
 * How far a library is from a target: pure, from the register, the evidence and a day, so that every number can be
 * explained by the rows behind it.
 */
import type { Digest } from "../pipeline/artifact.ts";
import { type RegisterEntry, shelfmarkKey } from "./register.ts";
import type { Target } from "./target.ts";

/** An item that has been published: the evidence that an entry is digitized. */
export interface PublishedItem {
  readonly itemId: string;
  readonly shelfmark: string;
  /** Digest of its current publication. */
  readonly publication: Digest;
}

/** One entry that counts, and what shows that it is done. */
export interface ProgressRow {
  readonly entry: RegisterEntry;
  readonly evidence: PublishedItem | undefined;
}

/** A share of the register. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** With one decimal, rounded down: 69.99 % is not yet 70 %. Undefined when nothing counts. */
  readonly percentage: number | undefined;
}

/** A target's standing on a day. */
export interface Progress extends Share {
  readonly target: Target;
  readonly date: string;
  readonly isReached: boolean;
  /** Entries still to be published until the target is reached. */
  readonly missing: number;
  readonly daysLeft: number;
  /** Every entry that counts, by shelfmark. */
  readonly rows: readonly ProgressRow[];
}

/**
 * @param date the day, ISO 8601: entries count from `effectiveFrom` until the day before `effectiveUntil`. What is published
 *   is what is published now; history of publications is not looked at.
 */
export function progressOf(
  target: Target,
  register: readonly RegisterEntry[],
  published: readonly PublishedItem[],
  date: string,
): Progress {
  const evidence = new Map(published.map((item) => [shelfmarkKey(item.shelfmark), item]));
  const rows = register
    .filter((entry) => isOfClass(entry, target.holdingClass) && isEffective(entry, date))
    .map((entry) => ({ entry, evidence: evidence.get(shelfmarkKey(entry.shelfmark)) }))
    .sort((a, b) => compare(shelfmarkKey(a.entry.shelfmark), shelfmarkKey(b.entry.shelfmark)));
  const share = shareOf(rows);
  const needed = Math.ceil((share.denominator * Math.round(target.percentage * 1000)) / 100_000);
  return {
    target,
    date,
    ...share,
    isReached: share.denominator > 0 && share.numerator >= needed,
    missing: Math.max(0, needed - share.numerator),
    daysLeft: Math.round((Date.parse(target.deadline) - Date.parse(date)) / 86_400_000),
    rows,
  };
}

/** The same rows by holder or by class of holding, in the order of their names. */
export function sharesBy(rows: readonly ProgressRow[], of: "holder" | "holdingClass"): ReadonlyMap<string, Share> {
  const names = [...new Set(rows.map((row) => row.entry[of]))].sort(compare);
  return new Map(names.map((name) => [name, shareOf(rows.filter((row) => row.entry[of] === name))]));
}

function shareOf(rows: readonly ProgressRow[]): Share {
  const numerator = rows.filter((row) => row.evidence !== undefined).length;
  const denominator = rows.length;
  return {
    numerator,
    denominator,
    percentage: denominator === 0 ? undefined : Math.floor((numerator * 1000) / denominator) / 10,
  };
}

function isOfClass(entry: RegisterEntry, holdingClass: string | null): boolean {
  return holdingClass === null || plain(entry.holdingClass) === plain(holdingClass);
}

function isEffective(entry: RegisterEntry, date: string): boolean {
  return (entry.effectiveFrom ?? "") <= date && (entry.effectiveUntil === undefined || date < entry.effectiveUntil);
}

function plain(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
