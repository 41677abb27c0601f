/** A report of all targets on a day: one value, made once, that text, spreadsheet, page and JSON are written from. */
import { organisationTree } from "../organisation/organisation-tree.ts";
import { provenanceOf, type RegisterDetails } from "../register-details.ts";
import type { Target } from "../target.ts";
import { type BurnUpPoint, courseOf } from "./burn-up.ts";
import { type CountedEntry, type CountedProgress, countedProgress } from "./counted-register.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { type Holding, type MatchedHolding, matchHolding, ofClassesOf, type Progress, progressOf, sharesBy } from "./progress.ts";
import type { Share, Standing } from "./share.ts";

/** Everything a report is made from. */
export interface ReportSources extends Holding {
  readonly targets: readonly Target[];
  /** By the name of the register. */
  readonly counted: ReadonlyMap<string, readonly CountedEntry[]>;
}

/** A part of the whole by holder or class. */
export interface Part {
  readonly name: string;
  readonly items: Share;
  readonly pages: Share;
}

/** One row behind a number. */
export interface ReportRow {
  readonly key: string;
  readonly label: string;
  readonly holder: string;
  readonly class: string;
  /** The decision that made it rare, its condition, the consent of its owner and whom it comes from; empty where nobody tells. */
  readonly decision: string;
  readonly condition: string;
  readonly consent: string;
  readonly provenance: string;
  readonly isDigitized: boolean;
  readonly pages: number | null;
  readonly pagesDone: number;
  readonly item: string | null;
  /** Digest of what carries the evidence; null where nothing does. */
  readonly digest: string | null;
  /** Digests that were found missing or changed. */
  readonly damaged: readonly string[];
}

/** One target on the day. */
export interface TargetStanding extends Standing {
  readonly target: Target;
  readonly share: Share;
  readonly ended: Progress["ended"] | null;
  readonly items: Share | null;
  readonly pages: Share | null;
  readonly withoutExtent: number;
  readonly byHolder: readonly Part[];
  readonly byClass: readonly Part[];
  readonly burnUp: readonly BurnUpPoint[];
  readonly forecast: Forecast;
  readonly rows: readonly ReportRow[];
}

/** All targets on a day. */
export interface TargetReport {
  readonly date: string;
  readonly targets: readonly TargetStanding[];
}

/** Make it. Rows are listed only when asked for: a register may have a hundred thousand. */
export function targetReport(
  sources: ReportSources,
  date: string,
  isExplained: boolean,
  holding: MatchedHolding = matchHolding(sources),
): TargetReport {
  const targets = sources.targets.map((target) =>
    target.counted === null ? ofHoldings(target, holding, date, isExplained) : ofCounted(target, sources, date, isExplained),
  );
  return { date, targets };
}

/** The rows behind one target's numbers, as a report that explains itself lists them. */
export function rowsBehind(target: Target, sources: ReportSources, holding: MatchedHolding, date: string): readonly ReportRow[] {
  if (target.counted !== null) return countedRows(countedOf(target, sources, date).rows);
  return progressOf(target, ofClassesOf(target, holding), date).rows.map(reportRow);
}

function ofHoldings(target: Target, whole: MatchedHolding, date: string, isExplained: boolean): TargetStanding {
  const holding = ofClassesOf(target, whole);
  const progress = progressOf(target, holding, date);
  const { rows, ended, items, pages, share, isReached, missing, daysLeft, withoutExtent } = progress;
  const { burnUp, gains } = ended ? { burnUp: [], gains: [] } : courseOf(target, holding, date);
  return {
    target,
    share,
    isReached,
    missing,
    daysLeft,
    ended: ended ?? null,
    items,
    pages,
    withoutExtent,
    byHolder: partsOf(sharesBy(rows, "holder")),
    byClass: partsOf(sharesBy(rows, "holdingClass")),
    burnUp,
    forecast: share.denominator === 0 ? { kind: "nothing-counts" } : forecastOf(gains, missing, date, target.deadline),
    rows: isExplained ? rows.map(reportRow) : [],
  };
}

function ofCounted(target: Target, sources: ReportSources, date: string, isExplained: boolean): TargetStanding {
  const { share, isReached, missing, daysLeft, rows } = countedOf(target, sources, date);
  const none = { ended: null, items: null, pages: null, withoutExtent: 0, byHolder: [], byClass: [], burnUp: [] } as const;
  const kind = share.denominator === 0 ? "nothing-counts" : missing === 0 ? "reached" : "too-little-known";
  const forecast: Forecast = { kind };
  return { target, share, isReached, missing, daysLeft, ...none, forecast, rows: isExplained ? countedRows(rows) : [] };
}

function countedOf(target: Target, { organisations, counted }: ReportSources, date: string): CountedProgress {
  const entries = counted.get(target.counted ?? "") ?? [];
  return countedProgress(target, entries, organisationTree(organisations, date), date);
}

function countedRows(rows: CountedProgress["rows"]): readonly ReportRow[] {
  return rows.map(({ entry, holder, isDone }) => ({
    ...{ key: entry.key, label: entry.label, holder, class: "", ...toldOf({}), isDigitized: isDone },
    ...{ pages: null, pagesDone: 0, item: null, digest: null, damaged: [] },
  }));
}

function partsOf(shares: ReturnType<typeof sharesBy>): readonly Part[] {
  return [...shares].map(([name, part]) => ({ name, ...part }));
}

function reportRow({ entry, holder, evidence, isDigitized, pages, pagesDone }: Progress["rows"][number]): ReportRow {
  return {
    key: entry.shelfmark,
    label: entry.title,
    holder,
    class: entry.holdingClass,
    ...toldOf(entry.details ?? {}),
    isDigitized,
    pages: pages ?? null,
    pagesDone,
    item: evidence?.itemId ?? null,
    digest: evidence?.publication ?? evidence?.aip ?? null,
    damaged: evidence?.damage.map((each) => each.digest) ?? [],
  };
}

function toldOf(details: RegisterDetails): Pick<ReportRow, "decision" | "condition" | "consent" | "provenance"> {
  const { decision = "", condition = "", consent = "" } = details;
  return { decision, condition, consent, provenance: provenanceOf(details) };
}
