/**
 * What was digitized and what was to be, at the end of each month: two lines, because the whole grows when new documents are
 * found. Recomputed from the register, the organisations and the evidence of each day, so that a later change of the past shows.
 */
import type { Target } from "../target.ts";
import type { MatchedHolding } from "./progress.ts";
import type { Share } from "./share.ts";
import { sharesOnDays } from "./shares-on-days.ts";

/** The standing at the end of a day. */
export interface BurnUpPoint {
  readonly date: string;
  readonly share: Share;
}

/** How far a target came. */
export interface Course {
  /** Points at the ends of the months before the day, oldest first, and at the day itself. */
  readonly burnUp: readonly BurnUpPoint[];
  /** What the last weeks gained, oldest first, in the unit of the target; a week that lost counts below zero. */
  readonly gains: readonly number[];
}

/** The course of a target until a day, over so many months and weeks before it. */
export function courseOf(target: Target, holding: MatchedHolding, date: string, months = 12, weeks = 12): Course {
  const ends = [...Array.from({ length: months }, (_, back) => endOfMonthBefore(date, months - back)), date];
  const weekDays = Array.from({ length: weeks + 1 }, (_, back) => daysBefore(date, 7 * (weeks - back)));
  const days = [...new Set([...ends, ...weekDays])];
  const shares = new Map(sharesOnDays(target, holding, days).map((share, at) => [days[at], share]));
  const shareOn = (day: string) => shares.get(day) as Share;
  const done = weekDays.map((day) => shareOn(day).numerator);
  return {
    burnUp: ends.map((day) => ({ date: day, share: shareOn(day) })),
    gains: done.slice(1).map((numerator, at) => numerator - (done[at] as number)),
  };
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
