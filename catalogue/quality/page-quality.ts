/** One page's standing: what was measured, what the item shows of it, and what people said. Pure. */
import type { Artifact, Digest } from "../../pipeline/artifact.ts";
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
  const findings = [
    ...inspected(facts.report),
    ...cleaned(cleanup),
    ...ofItem.filter((each) => each.pages.includes(page.id)).map(asPageFinding),
  ];
  findings.sort((a, b) => GRAVITY[b.severity] - GRAVITY[a.severity]);
  const said = verdicts.filter((each) => each.subject === page.id);
  const isMeasured = facts.report !== null;
  return { ...evidence, findings, ...standingOf({ isMeasured, master: facts.master, marks: findings, verdicts: said }) };
}

/** A finding without its words: what a page's standing is made of. */
export type PageMark = Pick<PageFinding, "code" | "severity">;

/** What the reports of a page found. */
export function marksOf(report: QualityReport | null, cleanup: CleanupReport | null): readonly PageMark[] {
  const found = [...(report?.findings ?? []), ...(cleanup?.findings ?? [])];
  return found.map(({ code, severity }) => ({ code, severity }));
}

/** What decides where a page stands. */
interface StandingEvidence {
  readonly isMeasured: boolean;
  readonly master: Digest;
  readonly marks: readonly PageMark[];
  /** On this page, in order. */
  readonly verdicts: readonly VerdictRow[];
}

/** A person's word outweighs every measure, in both directions. */
export function standingOf({
  isMeasured,
  master,
  marks,
  verdicts,
}: StandingEvidence): Pick<PageQuality, "worst" | "verdict" | "standing"> {
  const verdict = verdicts.findLast((each) => each.master === master) ?? null;
  const worst = marks.reduce<Severity | null>(
    (most, { severity }) => (most === null || GRAVITY[severity] > GRAVITY[most] ? severity : most),
    null,
  );
  const said = verdict && (verdict.verdict === "rescan" ? "rescan" : "accepted");
  return { worst, verdict, standing: said ?? (isMeasured ? (worst ?? "clean") : "unmeasured") };
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
export function countPages(pages: Iterable<Pick<PageQuality, "standing">>): QualityCounts {
  const of: Record<PageStanding, number> = { clean: 0, note: 0, warning: 0, rescan: 0, accepted: 0, unmeasured: 0 };
  let count = 0;
  for (const { standing } of pages) {
    of[standing] += 1;
    count += 1;
  }
  const { clean, note: notes, warning: warnings, rescan, accepted, unmeasured } = of;
  return { pages: count, clean, notes, warnings, rescan, accepted, unmeasured };
}
