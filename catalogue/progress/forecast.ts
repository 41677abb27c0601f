/**
 * When a target will be reached if work goes on as in the last weeks: a range, not a day, because weeks differ. Drawn from the
 * weekly gains by bootstrap with a fixed seed, so that the same rows give the same answer.
 */

/** What can be said. */
export type Forecast =
  | { readonly kind: "reached" }
  /** There is nothing of which a part could be reached. */
  | { readonly kind: "nothing-counts" }
  /** Less than four weeks in which anything was done. */
  | { readonly kind: "too-little-known" }
  | {
      readonly kind: "range";
      /** Mean gain of a week. */
      readonly perWeek: number;
      /** First and last day of the range that holds in eight of ten draws; no last day when one draw in ten stands still. */
      readonly from: string;
      readonly until: string | undefined;
      /** What each week to the deadline would have to gain; undefined when the deadline is past. */
      readonly neededPerWeek: number | undefined;
    };

const LEAST_WEEKS_WITH_WORK = 4;
const DRAWS = 1000;
/** Nobody plans farther; a range that ends later is open. */
const FARTHEST_WEEKS = 5200;

/** @param gains of the last weeks, in the unit of what is `missing` */
export function forecastOf(gains: readonly number[], missing: number, date: string, deadline: string): Forecast {
  if (missing === 0) return { kind: "reached" };
  if (gains.filter((gain) => gain > 0).length < LEAST_WEEKS_WITH_WORK) return { kind: "too-little-known" };
  const means = bootstrapMeans(gains);
  const weeksLeft = (Date.parse(deadline) - Date.parse(date)) / (7 * 86_400_000);
  return {
    kind: "range",
    perWeek: Math.round((gains.reduce((sum, gain) => sum + gain, 0) / gains.length) * 10) / 10,
    from: dayAfter(date, missing, quantile(means, 0.9)) ?? "9999-12-31",
    until: dayAfter(date, missing, quantile(means, 0.1)),
    neededPerWeek: weeksLeft > 0 ? Math.ceil((missing / weeksLeft) * 10) / 10 : undefined,
  };
}

function dayAfter(date: string, missing: number, perWeek: number): string | undefined {
  const weeks = missing / perWeek;
  if (perWeek <= 0 || weeks > FARTHEST_WEEKS) return undefined;
  return new Date(Date.parse(date) + Math.ceil(weeks * 7) * 86_400_000).toISOString().slice(0, 10);
}

function bootstrapMeans(gains: readonly number[]): readonly number[] {
  let state = 1;
  const next = (): number => {
    // Lehmer's generator (Park and Miller, 1988): enough for drawing weeks, and the same everywhere.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (let week = 0; week < gains.length; week++) sum += gains[Math.floor(next() * gains.length)] as number;
    return sum / gains.length;
  });
  return means.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}
