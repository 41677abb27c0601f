import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { badInLot } from "../../../catalogue/quality/bad-in-lot.ts";
import { drawPages, lotOf, lotStatement, sampleSize } from "../../../catalogue/quality/lot.ts";
import { type PageQuality, pageQuality } from "../../../catalogue/quality/page-quality.ts";
import type { SampleRow, VerdictRow } from "../../../pipeline/ledger-rows.ts";
import { book, report } from "./pages.ts";

const RULE = { share: 0.1, least: 3, tolerated: 0 };

function pagesWith(count: number, verdicts: readonly VerdictRow[], marked: readonly number[] = []): readonly PageQuality[] {
  return book(count).map((facts, at) => {
    const finding = {
      ...{ code: "QC-BLUR", severity: "warning" as const, value: 1, unit: "px", threshold: 2, facts: {}, where: null },
    };
    const own = report({ findings: marked.includes(at) ? [finding] : [] });
    const page = { id: facts.id, itemId: "A", batchId: "A", sequence: at + 1, label: "1", sourceName: facts.name };
    const evidence = { cleanup: null, ofItem: [], hasEarlierText: false, thumbnail: null };
    return pageQuality({ page, facts: { ...facts, report: own }, verdicts, ...evidence });
  });
}

const said = (pages: readonly PageQuality[], at: number, verdict: VerdictRow["verdict"], ordinal = 1): VerdictRow => ({
  ...{ itemId: "A", ordinal, verdict, reason: "r", note: "", agent: "Lan", judgedAt: "2026-01-01T00:00:00.000Z" },
  subject: pages[at]?.page.id ?? "",
  master: pages[at]?.facts.master ?? "",
});

const sampleOf = (pages: readonly PageQuality[], at: readonly number[], lot = pages.length): SampleRow => ({
  ...{ itemId: "A", ordinal: 1, rule: RULE, lot, agent: "Minh", drawnAt: "2026-01-01T00:00:00.000Z" },
  pages: at.map((each) => ({ subject: pages[each]?.page.id ?? "", master: pages[each]?.facts.master ?? "" })),
});

describe("a lot", () => {
  const pages = pagesWith(30, [], [4, 5]);

  test("is made of the pages that nothing was found on", () => {
    expect(lotOf(pages).map(({ page }) => page.sequence)).not.toContain(5);
    expect(lotOf(pages)).toHaveLength(28);
  });

  test("is drawn from without repetition, as many as the rule asks for and there are", () => {
    expect([sampleSize(RULE, 100), sampleSize(RULE, 12), sampleSize(RULE, 2)]).toEqual([10, 3, 2]);
    let seed = 7;
    const random = (limit: number) => {
      seed = (seed * 16807) % 2147483647;
      return seed % limit;
    };
    const drawn = drawPages(pages, 12, random);
    expect(new Set(drawn.map(({ page }) => page.id)).size).toBe(12);
    expect(drawPages([1, 2], 5, random).toSorted()).toEqual([1, 2]);
  });

  test("is open until every drawn page and every page with a warning was judged by a person", () => {
    const open = lotStatement(sampleOf(pages, [0, 1, 2], 28), pages, []);
    expect([open.state, open.toJudge.length, open.looked, open.badInLot, open.unjudgedMarks]).toEqual(["open", 3, 0, null, 2]);
    const verdicts = [0, 1, 2].map((at) => said(pages, at, "accept", at + 1));
    expect(lotStatement(sampleOf(pages, [0, 1, 2], 28), pagesWith(30, verdicts, [4, 5]), verdicts).state).toBe("open");
    const all = [...verdicts, said(pages, 4, "accept", 4), said(pages, 5, "rescan", 5)];
    const closed = lotStatement(sampleOf(pages, [0, 1, 2], 28), pagesWith(30, all, [4, 5]), all);
    expect([closed.state, closed.looked, closed.bad]).toEqual(["accepted", 3, 0]);
    expect(closed.badInLot?.low).toBe(0);
  });

  test("is refused when more of the sample is bad than the rule allows; the last word about a picture counts", () => {
    const own = pagesWith(30, []);
    const verdicts = [0, 1, 2].map((at) => said(own, at, at === 0 ? "rescan" : "accept", at + 1));
    expect(lotStatement(sampleOf(own, [0, 1, 2]), own, verdicts).state).toBe("refused");
    const better = [...verdicts, said(own, 0, "accept", 4)];
    expect(lotStatement(sampleOf(own, [0, 1, 2]), own, better).state).toBe("accepted");
    const mild = { ...sampleOf(own, [0, 1, 2]), rule: { ...RULE, tolerated: 0.34 } };
    expect(lotStatement(mild, own, verdicts).state).toBe("accepted");
  });

  test("keeps what was said of a picture that was replaced, and stays open over one that nobody had judged", () => {
    const own = pagesWith(30, []);
    const replaced = own.map((each, at) => (at < 2 ? { ...each, facts: { ...each.facts, master: "f".repeat(64) } } : each));
    const verdicts = [said(own, 0, "rescan", 1), said(own, 2, "accept", 2)];
    const statement = lotStatement(sampleOf(own, [0, 1, 2]), replaced, verdicts);
    expect([statement.state, statement.looked, statement.bad, statement.gone]).toEqual(["open", 2, 1, 1]);
    expect(statement.toJudge).toEqual([]);
  });
});

describe("the interval of bad pages", () => {
  test("is that of the tables for small lots", () => {
    // All possible samples counted by hand: of 4 pages 2 were looked at.
    expect(badInLot({ lot: 4, looked: 2, bad: 0 })).toEqual({ low: 0, high: 2 });
    expect(badInLot({ lot: 4, looked: 4, bad: 1 })).toEqual({ low: 1, high: 1 });
    expect(badInLot({ lot: 10, looked: 0, bad: 0 })).toEqual({ low: 0, high: 10 });
  });

  test("holds the truth in at least 95 of 100 samples, for every number of bad pages", () => {
    const choose = (all: number, some: number): number =>
      some < 0 || some > all ? 0 : Array.from({ length: some }).reduce<number>((sum, _, at) => (sum * (all - at)) / (at + 1), 1);
    for (const [lot, looked] of [
      [40, 8],
      [25, 20],
      [60, 3],
    ] as const) {
      for (let truth = 0; truth <= lot; truth++) {
        let covered = 0;
        for (let bad = Math.max(0, looked - (lot - truth)); bad <= Math.min(looked, truth); bad++) {
          const { low, high } = badInLot({ lot, looked, bad });
          const chance = (choose(truth, bad) * choose(lot - truth, looked - bad)) / choose(lot, looked);
          if (low <= truth && truth <= high) covered += chance;
        }
        expect(covered, `${truth} bad of ${lot}`).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }
    }
  });

  test("never leaves what was seen, and narrows as more is looked at", () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(counts, ([lot, part]) => {
        const looked = Math.round(part * lot);
        const { low, high } = badInLot({ lot, looked, bad: 0 });
        expect([low, high <= lot - looked]).toEqual([0, true]);
        expect(badInLot({ lot, looked: lot, bad: 0 })).toEqual({ low: 0, high: 0 });
      }),
      { numRuns: 40 },
    );
    expect(() => badInLot({ lot: 5, looked: 6, bad: 0 })).toThrow(RangeError);
  });
});
