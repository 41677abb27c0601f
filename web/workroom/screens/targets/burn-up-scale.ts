/** The geometry of a burn-up: where days and amounts lie, how far it looks ahead, what band the forecast covers. Pure. */
import type { Forecast, Point } from "./progress.ts";

const DAY_MILLISECONDS = 86_400_000;
/** Farther ahead a line says more than anybody knows. */
const MOST_DAYS_AHEAD = 550;

/** The space of a drawing, in pixels. */
export interface Space {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A drawing that can be drawn. */
export interface Scale {
  readonly first: string;
  readonly last: string;
  readonly highest: number;
  readonly goal: number;
  readonly x: (day: string) => number;
  readonly y: (amount: number) => number;
}

/** What is drawn. */
export interface Course {
  readonly points: readonly Point[];
  readonly forecast: Forecast;
  readonly deadline: string;
  /** Of the target, from 0 to 100. */
  readonly percentage: number;
}

/** The amount that reaches the goal, as the server counts it. */
export function goalOf(percentage: number, denominator: number): number {
  return Math.ceil((denominator * Math.round(percentage * 1000)) / 100_000);
}

/** The scale; undefined where there is no course, or never was anything of which a part could be done. */
export function scaleOf({ points, forecast, deadline, percentage }: Course, space: Space): Scale | undefined {
  const [first, now] = [points[0], points.at(-1)];
  if (!first || !now || points.every(({ share }) => share.denominator === 0)) return undefined;
  const farthest = dayAfter(now.date, MOST_DAYS_AHEAD);
  const ends = [now.date, deadline, ...(forecast.kind === "range" ? [forecast.from, forecast.until ?? ""] : [])];
  const last =
    ends
      .filter((day) => day <= farthest)
      .sort()
      .at(-1) ?? now.date;
  const highest = Math.max(...points.map(({ share }) => share.denominator));
  const span = Math.max(1, timeOf(last) - timeOf(first.date));
  const [wide, high] = [space.width - space.left - space.right, space.height - space.top - space.bottom];
  return {
    ...{ first: first.date, last, highest, goal: goalOf(percentage, now.share.denominator) },
    x: (day) => space.left + ((timeOf(day) - timeOf(first.date)) / span) * wide,
    y: (amount) => space.top + (1 - amount / highest) * high,
  };
}

/** Corners of the band that eight of ten courses keep to, from today on; none where nothing can be said. */
export function bandOf({ points, forecast }: Course, { x, y, last, goal }: Scale): readonly (readonly [number, number])[] {
  const now = points.at(-1);
  if (!now || forecast.kind !== "range" || now.date >= last) return [];
  const amount = now.share.numerator;
  const at = (day: string, arrives: string | null): number => {
    if (arrives === null) return amount;
    const share = (timeOf(day) - timeOf(now.date)) / Math.max(1, timeOf(arrives) - timeOf(now.date));
    return amount + (goal - amount) * Math.min(1, share);
  };
  const edge = (arrives: string | null) => {
    const bend = arrives !== null && arrives < last ? [arrives] : [];
    return [...bend, last].map((day) => [x(day), y(at(day, arrives))] as const);
  };
  return [[x(now.date), y(amount)], ...edge(forecast.from), ...edge(forecast.until).reverse()];
}

/** Corners of a line that goes in steps: what holds at the end of a month holds until the next. */
export function stepsOf(points: readonly Point[], { x, y }: Scale): readonly (readonly [number, number])[] {
  return points.flatMap(({ date, share }, at) => {
    const before = points[at - 1];
    const here = [x(date), y(share.denominator)] as const;
    return before ? [[x(date), y(before.share.denominator)] as const, here] : [here];
  });
}

const timeOf = (day: string): number => Date.parse(day);

function dayAfter(day: string, days: number): string {
  return new Date(timeOf(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}
