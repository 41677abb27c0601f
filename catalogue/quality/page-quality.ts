/** One page's standing: what was measured, what the item shows of it, and what people said. Pure. */
import type { Artifact } from "../../pipeline/artifact.ts";
import type { CleanupReport } from "../../pipeline/cleanup-report.ts";
import type { Facts } from "../../pipeline/errors.ts";
import type { PageRow, VerdictRow } from "../../pipeline/ledger-rows.ts";
import type { QualityFinding, QualityReport } from "../../pipeline/quality-report.ts";
import type { ItemFinding, PageFacts } from "./item-facts.ts";

/** How grave a finding is. */
export type Severity = QualityFinding["severity"];

/** Where a page stands. `accepted`: a person took it as it is. `unmeasured`: its picture has not been examined yet. */
export type PageStanding = "clean" | Severity | "accepted" | "unmeasured";

/** A finding about a page, from wherever. */
export interface PageFinding extends Omit<QualityFinding, "facts"> {
  readonly facts: Facts;
  /** inspect: places in pixels of the master; image-cleanup: of the cleaned picture; item: seen beside the other pages. */
  readonly by: "inspect" | "image-cleanup" | "item";
}

/** One page with all that is known of its quality. */
export interface PageQuality {
  readonly page: PageRow;
  readonly facts: PageFacts;
  /** Gravest first. */
  readonly findings: readonly PageFinding[];
  /** The gravest severity; null when nothing was found. */
  readonly worst: Severity | null;
  /** The verdict that counts: the last one about the current master. */
  readonly verdict: VerdictRow | null;
  readonly standing: PageStanding;
  /** The reviewed text belongs to an earlier scan. */
  readonly hasEarlierText: boolean;
  /** What clean-up did to the current master. */
  readonly cleanup: CleanupReport | null;
  /** The thumbnail of the current master. */
  readonly thumbnail: Artifact | null;
}

const GRAVITY: Readonly<Record<Severity, number>> = { note: 0, warning: 1, rescan: 2 };

/** What goes into a page's standing. */
export interface PageEvidence {
  readonly page: PageRow;
  readonly facts: PageFacts;
  /** Of the current master; null while there is none. */
  readonly cleanup: CleanupReport | null;
  readonly ofItem: readonly ItemFinding[];
  /** All verdicts of the item, in order. */
  readonly verdicts: readonly VerdictRow[];
  readonly hasEarlierText: boolean;
  readonly thumbnail: Artifact | null;
}

/** Judge one page. */
export function pageQuality({ ofItem, verdicts, ...evidence }: PageEvidence): PageQuality {
  const { page, facts, cleanup } = evidence;
  const verdict = verdicts.findLast((each) => each.subject === page.id && each.master === facts.master) ?? null;
  const findings = [
    ...inspected(facts.report),
    ...cleaned(cleanup),
    ...ofItem.filter((each) => each.pages.includes(page.id)).map(asPageFinding),
  ];
  findings.sort((a, b) => GRAVITY[b.severity] - GRAVITY[a.severity]);
  const worst = findings[0]?.severity ?? null;
  return { ...evidence, findings, worst, verdict, standing: standingOf(facts.report, worst, verdict) };
}

/** A person's word outweighs every measure, in both directions. */
function standingOf(report: QualityReport | null, worst: Severity | null, verdict: VerdictRow | null): PageStanding {
  if (verdict) return verdict.verdict === "rescan" ? "rescan" : "accepted";
  return report === null ? "unmeasured" : (worst ?? "clean");
}

function inspected(report: QualityReport | null): readonly PageFinding[] {
  return (report?.findings ?? []).map((each) => ({ ...each, by: "inspect" }));
}

/** Clean-up states values without thresholds. */
function cleaned(report: CleanupReport | null): readonly PageFinding[] {
  return (report?.findings ?? []).map(({ value, ...each }) => ({
    ...each,
    value,
    threshold: null,
    facts: value === null ? {} : { value },
    by: "image-cleanup",
  }));
}

function asPageFinding({ pages: _, ...finding }: ItemFinding): PageFinding {
  return { ...finding, where: null, by: "item" };
}

/** Pages by standing. The six add up to `pages`; `measured` and `unmeasured` pictures do too. */
export interface QualityCounts {
  readonly pages: number;
  readonly clean: number;
  readonly notes: number;
  readonly warnings: number;
  readonly rescan: number;
  readonly accepted: number;
  readonly unmeasured: number;
}

/** Count pages by standing. */
export function countPages(pages: readonly PageQuality[]): QualityCounts {
  const of = (standing: PageStanding) => pages.filter((each) => each.standing === standing).length;
  return {
    pages: pages.length,
    clean: of("clean"),
    notes: of("note"),
    warnings: of("warning"),
    rescan: of("rescan"),
    accepted: of("accepted"),
    unmeasured: of("unmeasured"),
  };
}
