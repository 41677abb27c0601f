/**
 * What was digitized and what was to be, at the end of each month: two lines, because the whole grows when new documents are
 * found. Recomputed from the register, the organisations and the evidence of each day, so that a later change of the past shows.
 */
import type { Target } from "../target.ts";
import { type MatchedHolding, shareOn } from "./progress.ts";
import type { Share } from "./share.ts";

/** The standing at the end of a day. */
export interface BurnUpPoint {
  readonly date: string;
  readonly share: Share;
}

/** Points at the ends of the `months` months before `date`, oldest first, and at `date` itself. */
export function burnUpOf(target: Target, holding: MatchedHolding, date: string, months = 12): readonly BurnUpPoint[] {
  const ends = Array.from({ length: months }, (_, back) => endOfMonthBefore(date, months - back));
  return [...ends, date].map((day) => ({ date: day, share: shareOn(target, holding, day) }));
}

/** What the last weeks gained, oldest first, in the unit of the target; a week that lost counts below zero. */
export function weeklyGains(target: Target, holding: MatchedHolding, date: string, weeks = 12): readonly number[] {
  const days = Array.from({ length: weeks + 1 }, (_, back) => daysBefore(date, 7 * (weeks - back)));
  const done = days.map((day) => shareOn(target, holding, day).numerator);
  return done.slice(1).map((numerator, at) => numerator - (done[at] as number));
}

function endOfMonthBefore(date: string, months: number): string {
  const [year = 0, month = 1] = date.split("-").map(Number);
  return isoDay(Date.UTC(year, month - months, 0));
}

/** The day that many days earlier. */
export function daysBefore(date: string, days: number): string {
  return isoDay(Date.parse(date) - days * 86_400_000);
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
