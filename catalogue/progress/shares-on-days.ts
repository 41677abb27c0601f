/**
 * The share of a target on many days at once, for charts and forecasts: a register is walked through once, and what holds for a
 * holder on a day is asked once.
 */
import { organisationTree } from "../organisation/organisation-tree.ts";
import type { Target } from "../target.ts";
import { digitizedOn } from "./evidence.ts";
import { classesOf, isEffective, type MatchedHolding, pagesOf, placeOf, scopeOf } from "./progress.ts";
import { type Share, shareOf } from "./share.ts";

/** The shares, in the order of the days; each is what `progressOf` says of that day. */
export function sharesOnDays(
  target: Target,
  { organisations, entries }: MatchedHolding,
  days: readonly string[],
): readonly Share[] {
  const sorted = [...days].sort();
  const isOfClass = classesOf(target);
  const isWithin = holderDays(target, organisations, sorted);
  const sums: Sums = { done: new Float64Array(sorted.length), whole: new Float64Array(sorted.length) };
  const steady: Sums = { done: new Float64Array(sorted.length + 1), whole: new Float64Array(1) };
  for (const each of entries) {
    if (!isOfClass(each.entry.holdingClass)) continue;
    const within = isWithin(each.entry.holder);
    if (within.isAlways && isSteady(target, each)) addSteady(target, each, sorted, steady);
    else addEachDay(target, each, sorted, within.days, sums);
  }
  let begun = 0;
  const shares = sorted.map((day, at) => {
    begun += steady.done[at] as number;
    return [day, shareOf((sums.done[at] as number) + begun, (sums.whole[at] as number) + (steady.whole[0] as number))] as const;
  });
  const byDay = new Map(shares);
  return days.map((day) => byDay.get(day) as Share);
}

interface Sums {
  readonly done: Float64Array;
  readonly whole: Float64Array;
}

type Matched = MatchedHolding["entries"][number];

/** Most entries always count, and most items were published once and for all: one day says everything of them. */
function isSteady({ definition }: Target, { entry, item }: Matched): boolean {
  if (entry.effectiveFrom !== undefined || entry.effectiveUntil !== undefined) return false;
  if (!item) return true;
  const [first, ...others] = item.shown;
  return definition === "published" && item.damage.length === 0 && others.length === 0 && first?.until === undefined;
}

function amountOf({ unit }: Target, { entry, item }: Matched): number {
  return unit === "pages" ? (pagesOf(entry, item) ?? 0) : 1;
}

function addSteady(target: Target, each: Matched, days: readonly string[], { done, whole }: Sums): void {
  const amount = amountOf(target, each);
  whole[0] = (whole[0] as number) + amount;
  const shown = each.item?.shown[0];
  if (!each.item || !shown) return;
  const from = shown.from ?? "";
  const at = days.findIndex((day) => from <= day);
  const more = target.unit === "pages" ? Math.min(each.item.pages, amount) : 1;
  if (at >= 0) done[at] = (done[at] as number) + more;
}

function addEachDay(
  target: Target,
  each: Matched,
  days: readonly string[],
  within: readonly boolean[],
  { done, whole }: Sums,
): void {
  const amount = amountOf(target, each);
  for (let at = 0; at < days.length; at++) {
    const day = days[at] as string;
    if (!within[at] || !isEffective(each.entry, day)) continue;
    whole[at] = (whole[at] as number) + amount;
    if (!each.item) continue;
    const found = digitizedOn(each.item, target.definition, day);
    done[at] = (done[at] as number) + (target.unit === "pages" ? Math.min(found.pages, amount) : Number(found.isDigitized));
  }
}

/** Whether the holdings of a holder count, on each of the days. */
function holderDays(
  target: Target,
  organisations: MatchedHolding["organisations"],
  days: readonly string[],
): (holder: string) => { readonly days: readonly boolean[]; readonly isAlways: boolean } {
  const scopes = days.map((day) => {
    const tree = organisationTree(organisations, day);
    return { tree, scope: scopeOf(target, tree) };
  });
  const known = new Map<string, { readonly days: readonly boolean[]; readonly isAlways: boolean }>();
  return (holder) => {
    const before = known.get(holder);
    if (before) return before;
    const within = scopes.map(({ tree, scope }) => scope.isWithin(placeOf(holder, tree)));
    const answer = { days: within, isAlways: within.every(Boolean) };
    known.set(holder, answer);
    return answer;
  };
}
