/** A report of work: one value, made once, that text, spreadsheet, page and JSON are written from. */
import { type Backlog, backlogOf } from "./backlog.ts";
import { type ExpertTime, expertTimeOf } from "./expert-time.ts";
import { type Funnel, funnelOf } from "./funnel.ts";
import { type Throughput, throughputOf } from "./throughput.ts";
import type { WorkSources } from "./work-facts.ts";

/** How the work goes: what was finished week by week, what waits where, how far the items are, how long people took. */
export interface WorkReport {
  readonly throughput: Throughput;
  readonly people: ExpertTime;
  readonly backlog: readonly Backlog[] | null;
  readonly funnel: Funnel | null;
}

/** Make it for the weeks that end with a day. */
export function workReport(sources: WorkSources, date: string, weeks = 12): WorkReport {
  const { waiting, stages } = sources;
  return {
    throughput: throughputOf(sources.done, stages, date, weeks),
    people: expertTimeOf(sources, date, weeks),
    backlog: waiting ? backlogOf(waiting, stages) : null,
    funnel: waiting ? funnelOf({ ...sources, waiting }) : null,
  };
}
