/** The figures of the dashboard at one moment, with everything that they were counted from. */
import { dayInVietnam } from "../../../../catalogue/calendar-day.ts";
import type { RegisterImport } from "../../../../catalogue/holdings/port.ts";
import { type FullReport, gatherSources } from "../../../../catalogue/progress/gather-report.ts";
import { gatherWork } from "../../../../catalogue/progress/gather-work.ts";
import { type MatchedHolding, matchHolding } from "../../../../catalogue/progress/progress.ts";
import { type ReportRow, type ReportSources, rowsBehind, targetReport } from "../../../../catalogue/progress/report.ts";
import type { WorkSources } from "../../../../catalogue/progress/work-facts.ts";
import type { Target } from "../../../../catalogue/target.ts";
import type { Clock } from "../../../../pipeline/clock.ts";
import type { Workroom } from "../workroom.ts";

/** What was counted, and when. */
export interface Figures {
  /** The catalogue's mark from before anything was read. */
  readonly mark: string;
  readonly date: string;
  /** ISO 8601, when counting began: what changed later is not in it. */
  readonly countedAt: string;
  readonly report: FullReport;
  readonly sources: ReportSources;
  readonly work: WorkSources;
  /** Newest first. */
  readonly imports: readonly RegisterImport[];
  /** The rows behind a target's numbers; the last that was asked for is kept. */
  readonly rowsOf: (target: Target) => readonly ReportRow[];
}

/** Read the catalogue and count. */
export async function countFigures(workroom: Workroom, clock: Clock, mark: string): Promise<Figures> {
  const at = clock.now();
  const date = dayInVietnam(at);
  const { holdings, workLog, workflow } = workroom;
  const [sources, imports] = await Promise.all([gatherSources(holdings, false), holdings.imports()]);
  const { sources: work, report } = await gatherWork({ holdings, workLog, workflow, clock }, sources, date);
  const holding = matchHolding(sources);
  return {
    ...{ mark, date, countedAt: at.toISOString(), sources, work, imports },
    report: { ...targetReport(sources, date, false, holding), work: report },
    rowsOf: keptRows(sources, holding, date),
  };
}

/** People page through one list at a time: the rows of one target are held, not those of all. */
function keptRows(sources: ReportSources, holding: MatchedHolding, date: string): Figures["rowsOf"] {
  let last: { readonly name: string; readonly rows: readonly ReportRow[] } | undefined;
  return (target) => {
    if (last?.name !== target.name) last = { name: target.name, rows: rowsBehind(target, sources, holding, date) };
    return last.rows;
  };
}
