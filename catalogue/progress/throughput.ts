/** What was finished in each of the last weeks, stage by stage: pages by stages of pages, items by stages of items. */
import { daysBefore } from "./burn-up.ts";
import type { StageName, WorkDone } from "./work-facts.ts";

/** Counts of one stage, in the order of the weeks. A page that was done twice counts twice: it was work twice. */
export interface StageThroughput {
  readonly stage: string;
  readonly of: "page" | "item";
  readonly counts: readonly number[];
  readonly total: number;
}

/** The weeks, each by its last day, and the stages in the order of the workflow. */
export interface Throughput {
  readonly weeks: readonly string[];
  readonly stages: readonly StageThroughput[];
}

/** Last days of the weeks that end with `date`, oldest first. */
export function weekEnds(date: string, weeks: number): readonly string[] {
  return Array.from({ length: weeks }, (_, back) => daysBefore(date, 7 * (weeks - 1 - back)));
}

/** The place of a day among weeks that are named by their last days; undefined when it lies outside. */
export function weekOf(day: string, ends: readonly string[]): number | undefined {
  const at = ends.findIndex((end) => day <= end);
  return at < 0 || day <= daysBefore(ends[at] as string, 7) ? undefined : at;
}

/** Received pages come first, stages without work are left out. */
export function throughputOf(done: readonly WorkDone[], stages: readonly StageName[], date: string, weeks: number): Throughput {
  const ends = weekEnds(date, weeks);
  const wanted: readonly StageName[] = [{ name: "ingest", of: "page" }, ...stages];
  const rows = wanted.map(({ name, of }) => {
    const counts = ends.map(() => 0);
    for (const each of done) {
      if (each.stage !== name || each.of !== of) continue;
      const at = weekOf(each.day, ends);
      if (at !== undefined) counts[at] = (counts[at] ?? 0) + each.count;
    }
    return { stage: name, of, counts, total: counts.reduce((sum, count) => sum + count, 0) };
  });
  return { weeks: ends, stages: rows.filter(({ total }) => total > 0) };
}
