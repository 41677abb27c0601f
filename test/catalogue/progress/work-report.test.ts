import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backlogOf } from "../../../catalogue/progress/backlog.ts";
import { expertTimeOf } from "../../../catalogue/progress/expert-time.ts";
import { funnelOf } from "../../../catalogue/progress/funnel.ts";
import { throughputOf, weekEnds, weekOf } from "../../../catalogue/progress/throughput.ts";
import type { ItemInWork } from "../../../catalogue/progress/work-facts.ts";

const STAGES = [
  { name: "inspect", of: "page" },
  { name: "ocr", of: "page" },
  { name: "text-review", of: "page" },
  { name: "metadata-entry", of: "item" },
  { name: "publish", of: "item" },
] as const;

const item = (over: Partial<ItemInWork>): ItemInWork => ({
  ...{ itemId: over.shelfmark ?? "A", shelfmark: "A", pages: 10, isDescribed: false, needsReview: true, needsRecord: true },
  ...{ cleaned: 0, read: 0, reviewed: 0 },
  ...over,
});
const NOBODY: ReadonlySet<string> = new Set();

describe("what was finished by week", () => {
  test("stands in the week whose last day is not before it, by stage and unit", () => {
    const done = [
      { day: "2026-06-01", stage: "ocr", of: "page", count: 5 },
      { day: "2026-06-07", stage: "ocr", of: "page", count: 7 },
      { day: "2026-06-08", stage: "ocr", of: "page", count: 11 },
      { day: "2026-05-24", stage: "ocr", of: "page", count: 100 },
      { day: "2026-06-15", stage: "ocr", of: "page", count: 100 },
      { day: "2026-06-08", stage: "publish", of: "item", count: 2 },
      { day: "2026-06-08", stage: "ingest", of: "item", count: 2 },
    ] as const;
    expect(throughputOf(done, STAGES, "2026-06-14", 3)).toEqual({
      weeks: ["2026-05-31", "2026-06-07", "2026-06-14"],
      stages: [
        { stage: "ocr", of: "page", counts: [0, 12, 11], total: 23 },
        { stage: "publish", of: "item", counts: [0, 0, 2], total: 2 },
      ],
    });
  });

  test("gives every day of the weeks exactly one week, and other days none", () => {
    const ends = weekEnds("2026-06-14", 12);
    const days = Array.from({ length: 100 }, (_, at) => new Date(Date.UTC(2026, 2, 15 + at)).toISOString().slice(0, 10));
    const inside = days.filter((day) => weekOf(day, ends) !== undefined);
    expect([inside.length, inside[0], inside.at(-1)]).toEqual([84, "2026-03-23", "2026-06-14"]);
  });
});

describe("where work is stuck", () => {
  test("is told by stage: for the machine, running, failed, and for a person", () => {
    const tasks = [
      { stage: "ocr", state: "pending", count: 4 },
      { stage: "ocr", state: "blocked", count: 1 },
      { stage: "ocr", state: "leased", count: 2 },
      { stage: "ocr", state: "failed", count: 1 },
      { stage: "ocr", state: "quarantined", count: 2 },
      { stage: "ocr", state: "done", count: 900 },
    ];
    const items = [
      item({ read: 10, reviewed: 4 }),
      item({ read: 8, needsReview: false, needsRecord: false, isDescribed: true }),
      item({ shelfmark: "gone", read: 10 }),
    ];
    expect(backlogOf({ tasks, items, cancelled: new Set(["gone"]), toRescan: 3 }, STAGES)).toEqual([
      { stage: "inspect", of: "page", waiting: 0, running: 0, failed: 0, person: 3, open: 0 },
      { stage: "ocr", of: "page", waiting: 5, running: 2, failed: 3, person: 0, open: 0 },
      { stage: "text-review", of: "page", waiting: 0, running: 0, failed: 0, person: 6, open: 8 },
      { stage: "metadata-entry", of: "item", waiting: 0, running: 0, failed: 0, person: 1, open: 0 },
    ]);
  });
});

describe("the funnel", () => {
  test("holds each item at the first step that it has not passed, and lists what is no part of it", () => {
    const items = [
      item({ shelfmark: "a", cleaned: 9 }),
      item({ shelfmark: "B", cleaned: 10, read: 10, reviewed: 9 }),
      item({ shelfmark: "C", cleaned: 10, read: 10, reviewed: 10 }),
      item({ shelfmark: "E" }),
      item({ shelfmark: "X", pages: 0 }),
    ];
    const published = [{ itemId: "D", shelfmark: "D", pages: 10, describedOn: undefined }];
    const waiting = { items, cancelled: new Set(["E"]), reviewed: NOBODY };
    const funnel = funnelOf({ waiting, published, registered: new Set(["A", "B", "C", "D", "E", "F", "G"]) });
    expect(funnel.steps.map(({ step, items: count, held }) => [step, count, held])).toEqual([
      ["scanned", 4, 1],
      ["processed", 3, 0],
      ["read", 3, 1],
      ["reviewed", 2, 1],
      ["described", 1, 0],
      ["published", 1, 0],
    ]);
    expect(funnel).toMatchObject({
      narrowest: "processed",
      registered: 7,
      notScanned: 2,
      notRegistered: 1,
      cancelled: 1,
      empty: 1,
    });
    expect(funnel).toMatchObject({ publishedWithoutReview: 1, publishedWithoutRecord: 1 });
  });

  test("adds up, whatever the items are", () => {
    const count = fc.integer({ min: 0, max: 3 });
    const arbitrary = fc
      .record({
        shelfmark: fc.constantFrom("A", "B", "C", "D", "E", "F", "G", "H"),
        ...{ pages: count, cleaned: count, read: count, reviewed: count },
        ...{ isDescribed: fc.boolean(), needsReview: fc.boolean(), needsRecord: fc.boolean() },
      })
      .map(item);
    const items = fc.uniqueArray(arbitrary, { selector: (each) => each.shelfmark });
    const marks = fc.subarray(["A", "B", "C", "D", "E", "F", "G", "H"]);
    fc.assert(
      fc.property(items, marks, marks, fc.subarray(["A", "B", "C", "D", "Y", "Z"]), (all, gone, out, register) => {
        const published = all.filter((each) => out.includes(each.shelfmark)).map((each) => ({ ...each, describedOn: undefined }));
        const open = all.filter((each) => !out.includes(each.shelfmark));
        const waiting = { items: open, cancelled: new Set(gone), reviewed: NOBODY };
        const { steps, registered, notScanned, notRegistered, cancelled, empty } = funnelOf({
          waiting,
          published,
          registered: new Set(register),
        });
        const [scanned, shown] = [steps[0]?.items ?? -1, steps.at(-1)?.items ?? -1];
        expect(registered - notScanned + notRegistered).toBe(scanned + cancelled + empty);
        expect(steps.reduce((sum, { held }) => sum + held, 0) + shown).toBe(scanned);
        for (const [at, step] of steps.entries()) {
          if (at > 0) expect((steps[at - 1]?.items ?? 0) - (steps[at - 1]?.held ?? 0)).toBe(step.items);
        }
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe("expert minutes", () => {
  test("are what desks logged; answers without a log are unknown, never guessed", () => {
    const sources = {
      worked: [
        { day: "2026-06-02", kind: "text-review" as const, seconds: 90 },
        { day: "2026-06-09", kind: "text-review" as const, seconds: 600 },
      ],
      covered: [{ kind: "text-review" as const, answers: 3 }],
      done: [
        { day: "2026-06-09", stage: "text-review", of: "page" as const, count: 8 },
        { day: "2026-06-09", stage: "metadata-entry", of: "item" as const, count: 2 },
        { day: "2026-01-01", stage: "text-review", of: "page" as const, count: 100 },
      ],
    };
    const { kinds } = expertTimeOf(sources, "2026-06-14", 2);
    expect(kinds).toEqual([
      { kind: "text-review", minutes: [1.5, 10], totalMinutes: 11.5, answers: 8, logged: 3, unknown: 5 },
      { kind: "metadata-entry", minutes: [0, 0], totalMinutes: 0, answers: 2, logged: 0, unknown: 2 },
      { kind: "quality", minutes: [0, 0], totalMinutes: 0, answers: 0, logged: 0, unknown: 0 },
    ]);
  });
});
