import { describe, expect, test } from "vitest";
import { type PageStand, type QualityInParts, qualityInParts, wholeQuality } from "../../../catalogue/quality/gather.ts";
import { itemFindings } from "../../../catalogue/quality/item-findings.ts";
import { countPages } from "../../../catalogue/quality/page-quality.ts";
import type { Gatherer } from "../../../catalogue/quality/read-page.ts";
import type { Role } from "../../../pipeline/artifact.ts";
import { digestOfText } from "../../../pipeline/derive.ts";
import type { EventRow, ItemRow, PageRow } from "../../../pipeline/ledger-rows.ts";
import type { QualityReport } from "../../../pipeline/quality-report.ts";
import { book, fingerprint, report } from "./pages.ts";

const ITEM = { id: "AB.1", shelfmark: "AB 1", version: 1, profile: { name: "moc-ban" } } as unknown as ItemRow;
/** More than are read at a time. */
const PAGES = 45;

const blurred = { code: "QC-BLUR", value: 9, unit: "px", threshold: 5, severity: "rescan", facts: {}, where: null } as const;
const faint = { ...blurred, code: "QC-FAINT", severity: "note" } as const;

/** What stands in each seventh place: something grave, something slight, the page before once more, nothing measured. */
function reportAt(at: number): QualityReport | null {
  if (at % 7 === 2) return report({ fingerprint: fingerprint(at), findings: [faint, blurred] });
  if (at % 7 === 6) return report({ fingerprint: fingerprint(at), findings: [faint], qualityProfile: "fadgi-3-star" });
  if (at % 7 === 4) return report({ fingerprint: fingerprint(at - 1, 5) });
  return at % 7 === 5 ? null : report({ fingerprint: fingerprint(at) });
}

/** A catalogue in memory; `rescan` puts other scans in place of all pages. */
function shelf() {
  const facts = book(PAGES, (at) => ({ report: reportAt(at), isSpread: null }));
  const objects = new Map<string, unknown>();
  const reads = new Map<string, number>();
  const artifact = (digest: string) => ({ digest, sizeBytes: 1, mediaType: "application/json" });
  const reports = facts.map((page, at) => {
    const digest = digestOfText(`report ${at}`);
    if (page.report) objects.set(digest, page.report);
    return page.report ? digest : null;
  });
  let isRescanned = false;
  const placeOf = (id: string): number => Number(id.slice(1)) - 1;
  const rows = (ids: readonly string[]) =>
    ids.flatMap((subject) => {
      const [page, made] = [facts[placeOf(subject)], reports[placeOf(subject)]];
      const master = isRescanned ? digestOfText(`rescan ${subject}`) : (page?.master ?? "");
      const current = (role: Role, digest: string) => ({ subject, role, artifact: artifact(digest) });
      return [current("image/master", master), ...(made ? [current("report/quality", made)] : [])];
    });
  const events = (ids: readonly string[]) =>
    ids.flatMap((subject) => {
      const [page, made] = [facts[placeOf(subject)], reports[placeOf(subject)]];
      if (!made) return [];
      const inputs = [{ name: "master", role: "image/master", artifacts: [artifact(page?.master ?? "")] }];
      const outputs = [{ role: "report/quality", artifact: artifact(made) }];
      return [{ subject, outcome: "made", inputs, outputs } as unknown as EventRow];
    });
  const said = { itemId: ITEM.id, ordinal: 1, reason: "", note: "", agent: "Lan", judgedAt: "" };
  const accepted = { ...said, subject: "p3", master: facts[2]?.master ?? "", verdict: "accept" } as const;
  const gatherer: Gatherer = {
    ledger: {
      async *eachPage() {
        for (const [at, { id, name }] of facts.entries())
          yield { id, itemId: ITEM.id, batchId: "B", sequence: at + 1, label: "", sourceName: name } satisfies PageRow;
      },
      currentOf: async (ids) => rows(ids),
      eventsOfAll: async (ids) => events(ids),
      verdicts: async () => [accepted],
    },
    readJson: async (digest) => {
      reads.set(digest, (reads.get(digest) ?? 0) + 1);
      return objects.get(digest);
    },
  };
  const rescan = (): void => {
    isRescanned = true;
  };
  return { facts, gatherer, reads, rescan, gather: (held?: number) => qualityInParts(gatherer, ITEM, null, held) };
}

const plain = async (quality: QualityInParts) => await wholeQuality(quality);

describe("the quality of an item", () => {
  test("is the same whether its pages are held or read again", async () => {
    const [held, again] = [await plain(await shelf().gather(PAGES)), await plain(await shelf().gather(0))];
    expect(held.pages).toHaveLength(PAGES);
    expect(held.findings.length).toBeGreaterThan(3);
    expect(again).toEqual(held);
  });

  test("tells the findings of the whole item, and counts that are those of its pages", async () => {
    const { facts, gather } = shelf();
    const quality = await gather(0);
    const { pages, findings, counts } = await plain(quality);
    expect(findings).toEqual(itemFindings({ shelfmark: "AB 1", extentPages: null, pages: facts }));
    expect(counts).toEqual(countPages(pages));
    expect(Object.values(counts).every((count) => count > 0)).toBe(true);
    expect(quality.measured).toBe(facts.filter((page) => page.report !== null).length);
    expect(quality.qualityProfiles).toEqual(["default", "fadgi-3-star"]);
    const stands = [...quality.stands()];
    expect(stands.map(({ standing, worst, verdict }) => ({ standing, worst, verdict }))).toEqual(
      pages.map(({ standing, worst, verdict }) => ({ standing, worst, verdict })),
    );
    expect(stands.map(({ marks }) => marks.map(({ code }) => code).sort())).toEqual(
      pages.map((page) => page.findings.map(({ code }) => code).sort()),
    );
  });

  test("is read again of the pages that are chosen, and of no other", async () => {
    const { gather, reads } = shelf();
    const quality = await gather(0);
    reads.clear();
    const isRescan = ({ standing }: PageStand) => standing === "rescan";
    const chosen: string[] = [];
    for await (const page of quality.pages(isRescan)) chosen.push(page.page.id);
    expect(chosen).toEqual(["p10", "p17", "p24", "p31", "p38", "p45"]);
    expect([...reads.values()]).toEqual(chosen.map(() => 1));
  });

  test("is that of one moment, whatever becomes of its pages while they are written", async () => {
    const { gather, rescan } = shelf();
    const quality = await gather(0);
    const before = await plain(quality);
    rescan();
    expect(await plain(quality)).toEqual(before);
    expect((await plain(await gather(0))).counts.unmeasured).toBe(PAGES);
  });
});
