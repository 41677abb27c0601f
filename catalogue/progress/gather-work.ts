/** Everything that a report of work is made from, read from the catalogue. */
import type { Clock } from "../../pipeline/clock.ts";
import type { Step } from "../../pipeline/stage.ts";
import { dayInVietnam } from "../calendar-day.ts";
import type { Holdings } from "../holdings/port.ts";
import { holdsOn } from "../organisation/organisation.ts";
import { periodOf, shelfmarkKey } from "../register.ts";
import type { WorkLog } from "../work-log/port.ts";
import { daysBefore } from "./burn-up.ts";
import type { Holding } from "./progress.ts";
import type { WorkSources } from "./work-facts.ts";
import { type WorkReport, workReport } from "./work-report.ts";

/** Weeks that a report looks back. */
const WORK_WEEKS = 12;

/** What reports are read from. */
export interface ReportPorts {
  readonly holdings: Holdings;
  readonly workLog: WorkLog;
  readonly workflow: readonly Step[];
  readonly clock: Clock;
}

/** A report of work with what it was made from, for those who ask what is behind a number. */
export interface GatheredWork {
  readonly sources: WorkSources;
  readonly report: WorkReport;
}

/** The report of the weeks that end with a day; what waits is told for today only. */
export async function gatherWork(
  { holdings, workLog, workflow, clock }: ReportPorts,
  { register, evidence }: Pick<Holding, "register" | "evidence">,
  date: string,
): Promise<GatheredWork> {
  const span = { from: daysBefore(date, 7 * WORK_WEEKS - 1), until: daysBefore(date, -1) };
  const [done, waiting, worked, covered] = await Promise.all([
    holdings.workDone(span),
    date === dayInVietnam(clock.now()) ? holdings.workWaiting() : undefined,
    workLog.workByDay(span),
    workLog.coveredAnswers(span),
  ]);
  const held = register.filter((entry) => holdsOn(periodOf(entry), date));
  const registered = new Set(held.map(({ shelfmark }) => shelfmarkKey(shelfmark)));
  const published = evidence.filter((item) => item.publication !== undefined);
  const stages = workflow.map(({ name, of }) => ({ name, of }));
  const sources: WorkSources = { stages, done, waiting, worked, covered, published, registered };
  return { sources, report: workReport(sources, date, WORK_WEEKS) };
}
