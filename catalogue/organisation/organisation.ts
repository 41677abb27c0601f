/**
 * An organisation with its dates: libraries and the provinces, districts, communes and universities that they belong to. Names and
 * places in the tree change, organisations merge and end; what was true on a day stays true of that day.
 */
import { z } from "zod";

const day = z.iso.date();
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
/** First day it holds, and first day it no longer does; always did, always will, where one is left out. */
const period = { from: day.optional(), until: day.optional() };

export const organisationSchema = z.object({
  id,
  kind: z.enum(["nation", "province", "district", "commune", "university", "library", "other"]),
  /** Every name that it bore; the first one that holds on a day is its name on that day. */
  names: z.array(z.object({ text: z.string().trim().min(1), ...period })).min(1),
  /** What it belongs to. */
  parents: z.array(z.object({ id, ...period })).default([]),
  ...period,
  /** Who takes its place from `until` on: what it was merged into. */
  successor: id.optional(),
});

/** An organisation with its dates. */
export type Organisation = Readonly<z.infer<typeof organisationSchema>>;

/** A time from a day up to, and without, another; open where one is left out. */
export interface Period {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** True when the period holds on the day. */
export function holdsOn({ from, until }: Period, date: string): boolean {
  return (from === undefined || from <= date) && (until === undefined || date < until);
}

/** True when there is a day on which both hold. */
export function overlaps(one: Period, other: Period): boolean {
  const startsBeforeEnd = (a: Period, b: Period) => a.from === undefined || b.until === undefined || a.from < b.until;
  return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
}
