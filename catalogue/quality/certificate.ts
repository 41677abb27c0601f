/** The quality certificate of an item: what a library hands to an auditor. Its shape is documented in docs/quality.md. */
import type { VerdictRow } from "../../pipeline/ledger-rows.ts";
import { byPage } from "./by-page.ts";
import type { PageStand, QualityInParts } from "./gather.ts";
import type { PageQuality } from "./page-quality.ts";

/**
 * Make the certificate; the same state of the item gives the same certificate. Its pages are read when they are written.
 * @param isChosen which pages it tells of
 */
export function certificateOf(
  { item, pages, findings, verdicts, counts, qualityProfiles }: QualityInParts,
  isChosen?: (stand: PageStand) => boolean,
) {
  return {
    v: 1 as const,
    item: item.id,
    shelfmark: item.shelfmark,
    version: item.version,
    profile: item.profile.name,
    qualityProfiles,
    counts,
    findings,
    pages: entriesOf(
      pages(isChosen),
      byPage(verdicts, ({ subject }) => [subject]),
    ),
  };
}

async function* entriesOf(pages: AsyncIterable<PageQuality>, verdictsOf: (page: string) => readonly VerdictRow[]) {
  for await (const page of pages) yield pageEntry(page, verdictsOf(page.page.id));
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
    verdicts: verdicts.map(verdictEntry),
  };
}

function verdictEntry({ ordinal, master, verdict, reason, note, agent, judgedAt }: VerdictRow) {
  return { ordinal, master, verdict, reason, note, agent, judgedAt };
}
