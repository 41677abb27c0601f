/** What it is worth, for the targets of the library, that a page of an item is reviewed now. */
import type { Progress, ProgressRow } from "../progress/progress.ts";

/** What reviewing one page of an item brings. */
export interface ItemValue {
  /** Compared with other items only; more is more urgent. */
  readonly value: number;
  /** The target to which it brings most; undefined when the item counts for none that is still open. */
  readonly target: { readonly name: string; readonly deadline: string; readonly daysLeft: number } | undefined;
  /** Pages of the item that still wait for review. */
  readonly pagesLeft: number;
}

/** Value of an item that counts for no target: it comes after those that do, unless it is far more doubtful. */
const UNCOUNTED = 0.02;

/**
 * The values by item. An item counts for a target only when all of it is published, so each of its pages brings one part in as
 * many as are left: an item that is almost complete goes first. Measured in what the target still misses, over the weeks to its
 * deadline (one where it is near or past); of several targets the one to which it brings most counts.
 *
 * @param pagesLeft by item, for every item with pages that wait for review
 */
export function itemValues(
  standings: readonly Progress[],
  pagesLeft: ReadonlyMap<string, number>,
): ReadonlyMap<string, ItemValue> {
  const best = new Map<string, { readonly gain: number; readonly target: ItemValue["target"] }>();
  for (const standing of standings.filter(({ isReached, missing }) => !isReached && missing > 0)) {
    for (const row of standing.rows) {
      const item = row.evidence?.itemId;
      const left = item === undefined ? undefined : pagesLeft.get(item);
      if (item === undefined || left === undefined || row.isDigitized) continue;
      const gain = gainOf(standing, row, left);
      if (gain > (best.get(item)?.gain ?? 0)) best.set(item, { gain, target: targetOf(standing) });
    }
  }
  const most = Math.max(...[...best.values()].map(({ gain }) => gain), Number.MIN_VALUE);
  return new Map(
    [...pagesLeft].map(([item, left]) => {
      const found = best.get(item);
      const value = found === undefined ? UNCOUNTED / Math.max(1, left) : found.gain / most;
      return [item, { value, target: found?.target, pagesLeft: left }];
    }),
  );
}

function gainOf({ target, missing, daysLeft }: Progress, row: ProgressRow, left: number): number {
  const counted = target.unit === "pages" ? (row.pages ?? 0) : 1;
  const weeks = Math.max(1, daysLeft / 7);
  return Math.min(counted, missing) / missing / Math.max(1, left) / weeks;
}

function targetOf({ target, daysLeft }: Progress): ItemValue["target"] {
  return { name: target.name, deadline: target.deadline, daysLeft };
}
