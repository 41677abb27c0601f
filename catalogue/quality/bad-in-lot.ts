/**
 * How many pages of a lot are bad, from those that were drawn at random without repetition and looked at: the exact interval of the
 * hypergeometric distribution, found by turning its tests around (T. Wright, Exact Confidence Bounds when Sampling from Small
 * Finite Universes, 1991, chapter 2). It holds for small lots and for no bad page at all.
 */

/** Whole numbers of pages, both ends within. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What was seen. */
export interface Drawn {
  /** All pages of the lot. */
  readonly lot: number;
  /** Pages of it that were looked at. */
  readonly looked: number;
  /** Bad ones among these. */
  readonly bad: number;
}

/** Chance of being wrong at either end. */
const EACH_SIDE = 0.025;

/** The numbers of bad pages in the lot that what was seen does not speak against. @throws {RangeError} on counts that cannot be */
export function badInLot({ lot, looked, bad }: Drawn): Interval {
  if (!(0 <= bad && bad <= looked && looked <= lot))
    throw new RangeError("more bad pages than pages, or more looked at than there are");
  // As the lot holds more bad pages, few are drawn ever less likely: both ends are found by halving.
  const [least, most] = [bad, lot - (looked - bad)];
  return {
    low: firstWhere(least, most, (many) => chanceOfAtLeast(bad, { lot, looked, many }) > EACH_SIDE),
    high: most - firstWhere(0, most - least, (fewer) => chanceOfAtMost(bad, { lot, looked, many: most - fewer }) > EACH_SIDE),
  };
}

/** The first whole number from `low` on where the test holds; it holds from there to `high`. */
function firstWhere(low: number, high: number, holds: (at: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

interface Lot {
  readonly lot: number;
  readonly looked: number;
  /** Bad pages that the lot is supposed to hold. */
  readonly many: number;
}

function chanceOfAtMost(bad: number, lot: Lot): number {
  let sum = 0;
  for (let drawn = Math.max(0, lot.looked - (lot.lot - lot.many)); drawn <= bad; drawn++) sum += chanceOf(drawn, lot);
  return sum;
}

function chanceOfAtLeast(bad: number, lot: Lot): number {
  let sum = 0;
  for (let drawn = bad; drawn <= Math.min(lot.looked, lot.many); drawn++) sum += chanceOf(drawn, lot);
  return sum;
}

/** The chance that exactly so many bad pages are drawn. */
function chanceOf(drawn: number, { lot, looked, many }: Lot): number {
  return Math.exp(logChoices(many, drawn) + logChoices(lot - many, looked - drawn) - logChoices(lot, looked));
}

/** The logarithm of the number of ways to choose `some` of `all`. */
function logChoices(all: number, some: number): number {
  if (some < 0 || some > all) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let at = 1; at <= Math.min(some, all - some); at++) sum += Math.log((all - Math.min(some, all - some) + at) / at);
  return sum;
}
