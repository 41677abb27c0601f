/** Everything that a report of targets is made from, read from the catalogue. */
import type { Holdings } from "../holdings/port.ts";
import { gatherWork, type ReportPorts } from "./gather-work.ts";
import { type ReportSources, type TargetReport, targetReport } from "./report.ts";
import type { WorkReport } from "./work-report.ts";

/** The targets of a day, and how the work goes. */
export interface FullReport extends TargetReport {
  readonly work: WorkReport;
}

/** The targets of a day alone. */
export async function gatherTargets({ holdings }: Pick<ReportPorts, "holdings">, date: string): Promise<TargetReport> {
  return targetReport(await gatherSources(holdings, false), date, false);
}

/** The report of a day, with the rows behind each number when they are asked for. */
export async function gatherReport(ports: ReportPorts, date: string, isExplained: boolean): Promise<FullReport> {
  const sources = await gatherSources(ports.holdings, isExplained);
  const { report: work } = await gatherWork(ports, sources, date);
  return { ...targetReport(sources, date, isExplained), work };
}

/** All that targets are counted from; with the details of the register when those are wanted, which takes longer. */
export async function gatherSources(holdings: Holdings, withDetails: boolean): Promise<ReportSources> {
  const [targets, register, organisations, evidence] = await Promise.all([
    holdings.targets(),
    holdings.register({ details: withDetails }),
    holdings.organisations(),
    holdings.digitized(),
  ]);
  const names = [...new Set(targets.flatMap(({ counted }) => (counted === null ? [] : [counted])))];
  const counted = new Map(await Promise.all(names.map(async (name) => [name, await holdings.counted(name)] as const)));
  return { targets, register, organisations, evidence, counted };
}
