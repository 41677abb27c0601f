/** The quality certificate of an item: what a library hands to an auditor. Its shape is documented in docs/quality.md. */
import type { VerdictRow } from "../../pipeline/ledger-rows.ts";
import type { ItemQuality } from "./gather.ts";
import type { PageQuality } from "./page-quality.ts";

/** Make the certificate; the same state of the item gives the same certificate. */
export function certificateOf({ item, pages, findings, verdicts, counts }: ItemQuality) {
  return {
    v: 1 as const,
    item: item.id,
    shelfmark: item.shelfmark,
    version: item.version,
    profile: item.profile.name,
    qualityProfiles: [...new Set(pages.flatMap(({ facts }) => facts.report?.qualityProfile ?? []))].sort(),
    counts,
    findings,
    pages: pages.map((page) => pageEntry(page, verdicts)),
  };
}

function pageEntry(
  { page, facts, findings, worst, standing, hasEarlierText, cleanup }: PageQuality,
  verdicts: readonly VerdictRow[],
) {
  const { report } = facts;
  return {
    page: page.id,
    sequence: page.sequence,
    file: page.sourceName,
    master: facts.master,
    standing,
    worst,
    hasEarlierText,
    measured: report && {
      qualityProfile: report.qualityProfile,
      format: report.format,
      width: report.width,
      height: report.height,
      resolutionDpi: report.resolutionDpi,
      bitsPerSample: report.bitsPerSample,
      colourSpace: report.colourSpace,
      skew: report.skew,
      measures: report.measures,
      inkLoss: cleanup?.inkLoss ?? null,
    },
    findings,
    verdicts: verdicts.filter((each) => each.subject === page.id).map(verdictEntry),
  };
}

function verdictEntry({ ordinal, master, verdict, reason, note, agent, judgedAt }: VerdictRow) {
  return { ordinal, master, verdict, reason, note, agent, judgedAt };
}
