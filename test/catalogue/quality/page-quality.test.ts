import { describe, expect, test } from "vitest";
import type { ItemFinding, PageFacts } from "../../../catalogue/quality/item-facts.ts";
import { countPages, type PageEvidence, pageQuality } from "../../../catalogue/quality/page-quality.ts";
import { cleanupReportSchema } from "../../../pipeline/cleanup-report.ts";
import type { VerdictRow } from "../../../pipeline/ledger-rows.ts";
import type { QualityFinding } from "../../../pipeline/quality-report.ts";
import { book, report } from "./pages.ts";

const finding = (code: string, severity: QualityFinding["severity"]): QualityFinding => ({
  code,
  value: 7,
  unit: "px",
  threshold: 5,
  severity,
  facts: {},
  where: null,
});

function judged(over: Partial<Omit<PageEvidence, "facts">> & { readonly facts?: Partial<PageFacts> } = {}) {
  const [page] = book(1) as [PageFacts];
  const facts = { ...page, ...over.facts };
  const row = { id: page.id, itemId: "A", batchId: "A", sequence: 1, label: "1", sourceName: page.name };
  return pageQuality({
    page: row,
    cleanup: null,
    ofItem: [],
    verdicts: [],
    hasEarlierText: false,
    thumbnail: null,
    ...over,
    facts,
  });
}

const verdict = (ordinal: number, says: VerdictRow["verdict"], master?: string): VerdictRow => ({
  itemId: "A",
  ordinal,
  subject: "p1",
  master: master ?? (book(1)[0] as PageFacts).master,
  verdict: says,
  reason: "r",
  note: "",
  agent: "Lan",
  judgedAt: "2026-01-01T00:00:00.000Z",
});

describe("a page", () => {
  test("stands as its gravest finding says, and clean without any", () => {
    expect(judged().standing).toBe("clean");
    const findings = [finding("QC-SKEW", "note"), finding("QC-BLUR", "rescan"), finding("LOW-DPI", "warning")];
    const page = judged({ facts: { report: report({ findings }) } });
    expect({ standing: page.standing, worst: page.worst }).toEqual({ standing: "rescan", worst: "rescan" });
    expect(page.findings.map((each) => each.code)).toEqual(["QC-BLUR", "LOW-DPI", "QC-SKEW"]);
  });

  test("takes over what its item shows of it, and of no other page", () => {
    const { where: _, ...told } = finding("ITEM-DUPLICATE", "warning");
    const ofItem: readonly ItemFinding[] = [
      { ...told, pages: ["p1", "p2"] },
      { ...told, code: "ITEM-SIZE", pages: ["p2"] },
    ];
    expect(judged({ ofItem }).findings.map((each) => each.code)).toEqual(["ITEM-DUPLICATE"]);
  });

  test("takes over what clean-up found, with its value, and stands by it", () => {
    const size = { width: 100, height: 100 };
    const cleanup = cleanupReportSchema.parse({
      v: 1,
      master: size,
      clean: size,
      toMaster: { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 },
      resolutionDpi: null,
      steps: [],
      findings: [{ code: "CLEAN-INK-LOSS", value: 0.4, unit: "%", severity: "warning" }],
    });
    const page = judged({ cleanup });
    expect(page.standing).toBe("warning");
    expect(page.findings).toMatchObject([{ code: "CLEAN-INK-LOSS", value: 0.4, facts: { value: 0.4 }, by: "image-cleanup" }]);
  });

  test("follows a person's last word about its picture, in both directions", () => {
    const blurred = { report: report({ findings: [finding("QC-BLUR", "rescan")] }) };
    expect(judged({ facts: blurred, verdicts: [verdict(1, "accept")] }).standing).toBe("accepted");
    expect(judged({ verdicts: [verdict(1, "accept"), verdict(2, "rescan")] }).standing).toBe("rescan");
    expect(judged({ facts: blurred, verdicts: [verdict(1, "accept", "of another picture")] }).standing).toBe("rescan");
  });

  test("that is not measured is neither clean nor faulty, but may have been judged", () => {
    expect(judged({ facts: { report: null } }).standing).toBe("unmeasured");
    expect(judged({ facts: { report: null }, verdicts: [verdict(1, "rescan")] }).standing).toBe("rescan");
  });

  test("is counted once: the six standings add up to all pages", () => {
    const note = judged({ facts: { report: report({ findings: [finding("QC-SKEW", "note")] }) } });
    const pages = [judged(), note, judged({ verdicts: [verdict(1, "accept")] }), judged({ facts: { report: null } })];
    const { pages: all, ...parts } = countPages(pages);
    expect(parts).toEqual({ clean: 1, notes: 1, warnings: 0, rescan: 0, accepted: 1, unmeasured: 1 });
    expect(Object.values(parts).reduce((sum, each) => sum + each, 0)).toBe(all);
  });
});
