/** How often a defect was told, and how often where there was none. */
import type { QualityReport } from "../../pipeline/quality-report.ts";
import { DEFECTS, type Defect } from "./defects.ts";
import type { PagePlan } from "./page-plan.ts";

export interface Judged {
  readonly plan: PagePlan;
  readonly defect: Defect | undefined;
  readonly report: QualityReport;
}

export interface ClassScore {
  readonly defect: Defect;
  readonly pages: number;
  readonly missed: readonly Judged[];
  /** Pages without the defect. */
  readonly others: number;
  readonly falseAlarms: readonly Judged[];
}

/** True when the report tells this defect. */
export function tells(report: QualityReport, { codes }: Defect): boolean {
  return report.findings.some((each) => codes.includes(each.code));
}

/** Scores of every class over all pages; `innocent` says on which other pages a finding is right as well. */
export function scoreClasses(judged: readonly Judged[]): ClassScore[] {
  return DEFECTS.map((defect) => {
    const own = judged.filter((each) => each.defect === defect);
    const others = judged.filter((each) => each.defect !== defect && !isImplied(defect, each));
    return {
      defect,
      pages: own.length,
      missed: own.filter((each) => !tells(each.report, defect)),
      others: others.length,
      falseAlarms: others.filter((each) => tells(each.report, defect)),
    };
  });
}

/** Some faults bring another with them; such pages count neither for nor against it. */
function isImplied(defect: Defect, { defect: other }: Judged): boolean {
  return other?.implies?.includes(defect.name) ?? false;
}
