import { describe, expect, test } from "vitest";
import { type Organisation, organisationSchema } from "../../../catalogue/organisation/organisation.ts";
import type { DigitizedItem } from "../../../catalogue/progress/evidence.ts";
import { matchHolding, progressOf, sharesBy } from "../../../catalogue/progress/progress.ts";
import { asEntry, type RegisterRow } from "../../../catalogue/register.ts";
import { type NewTarget, targetSchema } from "../../../catalogue/target.ts";

const target = (over: Partial<NewTarget> = {}) =>
  targetSchema.parse({ name: "rare", percentage: 70, deadline: "2030-12-31", ...over });

/** An item that the public has seen since 2020, of two pages. */
function item(shelfmark: string, over: Partial<DigitizedItem> = {}): DigitizedItem {
  const since = "2020-01-01";
  const digests = { publication: `publication of ${shelfmark}`, aip: `package of ${shelfmark}` };
  return {
    ...{ itemId: shelfmark, shelfmark, pages: 2, shown: [{ from: since }], archivedOn: since, describedOn: since },
    ...{ ...digests, damage: [] },
    ...over,
  };
}

const published = (...shelfmarks: string[]) => shelfmarks.map((shelfmark) => item(shelfmark));

function holding(
  rows: readonly RegisterRow[],
  evidence: readonly DigitizedItem[] = [],
  organisations: readonly Organisation[] = [],
) {
  return matchHolding({ register: rows.map((row) => asEntry({ title: "x", ...row })), evidence, organisations });
}

describe("progress against a target", () => {
  test("is the share of register entries whose item is published", () => {
    const at = holding([{ shelfmark: "A" }, { shelfmark: "B" }, { shelfmark: "C" }], published("A", "not in the register"));
    const progress = progressOf(target(), at, "2026-01-01");
    expect(progress).toMatchObject({ share: { numerator: 1, denominator: 3, percentage: 33.3 }, isReached: false, missing: 2 });
    expect(progress.rows.map((row) => row.evidence?.publication)).toEqual(["publication of A", undefined, undefined]);
  });

  test("matches shelfmarks whatever their spacing, case and encoding", () => {
    const at = holding([{ shelfmark: "Hán  nôm 1".normalize("NFD") }], published(" HÁN NÔM 1"));
    expect(progressOf(target(), at, "2026-01-01").share.numerator).toBe(1);
  });

  test("counts only the classes of the target, and only entries in force on the day", () => {
    const at = holding([
      { shelfmark: "A", class: "Quý hiếm" },
      { shelfmark: "B", class: "thường" },
      { shelfmark: "C", class: "quý hiếm", from: "2026-07-01" },
      { shelfmark: "D", class: "quý  hiếm", until: "2026-07-01" },
      { shelfmark: "E", class: "Cổ" },
    ]);
    const marks = (date: string) =>
      progressOf(target({ classes: ["quý hiếm", "cổ"] }), at, date).rows.map((row) => row.entry.shelfmark);
    expect(marks("2026-06-30")).toEqual(["A", "D", "E"]);
    expect(marks("2026-07-01")).toEqual(["A", "C", "E"]);
  });

  test("follows an entry whose class changed twice, day by day", () => {
    const at = holding([
      { shelfmark: "A", class: "thường", until: "2024-01-01" },
      { shelfmark: "A", class: "quý hiếm", from: "2024-01-01", until: "2025-01-01" },
      { shelfmark: "A", class: "cổ", from: "2025-01-01" },
    ]);
    const classOn = (date: string) => progressOf(target(), at, date).rows.map((row) => row.entry.holdingClass);
    expect([classOn("2023-12-31"), classOn("2024-01-01"), classOn("2025-01-01")]).toEqual([["thường"], ["quý hiếm"], ["cổ"]]);
  });

  test("never claims a target that is not reached, and reaches it exactly", () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ shelfmark: `S${index}` }));
    const some = (count: number) => published(...Array.from({ length: count }, (_, index) => `S${index}`));
    expect(progressOf(target(), holding(rows, some(699)), "2026-01-01")).toMatchObject({
      share: { percentage: 69.9 },
      isReached: false,
      missing: 1,
    });
    expect(progressOf(target(), holding(rows, some(700)), "2026-01-01")).toMatchObject({
      share: { percentage: 70 },
      isReached: true,
      missing: 0,
    });
    expect(progressOf(target({ percentage: 100 }), holding(rows, some(999)), "2026-01-01").isReached).toBe(false);
  });

  test("says nothing about a register that is empty", () => {
    const progress = progressOf(target(), holding([]), "2026-01-01");
    expect(progress.share.percentage).toBeUndefined();
    expect(progress.isReached).toBe(false);
  });

  test("counts days to the deadline, and days past it", () => {
    expect(progressOf(target(), holding([]), "2030-12-30").daysLeft).toBe(1);
    expect(progressOf(target(), holding([]), "2031-01-02").daysLeft).toBe(-2);
  });

  test("splits by library, and the parts make the whole", () => {
    const rows = [
      { shelfmark: "A", holder: "x" },
      { shelfmark: "B", holder: "y" },
      { shelfmark: "C", holder: "y" },
    ];
    const shares = sharesBy(progressOf(target(), holding(rows, published("C")), "2026-01-01").rows, "holder");
    expect([...shares].map(([name, { items }]) => [name, items])).toEqual([
      ["x", { numerator: 0, denominator: 1, percentage: 0 }],
      ["y", { numerator: 1, denominator: 2, percentage: 50 }],
    ]);
  });
});

describe("counting by pages", () => {
  const rows = [{ shelfmark: "A", extent: "100 tờ" }, { shelfmark: "B", extent: "50" }, { shelfmark: "C" }, { shelfmark: "D" }];

  test("takes the extent of the register, of a leaf two pages, else the pages scanned", () => {
    const at = holding(rows, [item("A", { pages: 204 }), item("C", { pages: 10 })]);
    expect(progressOf(target({ unit: "pages" }), at, "2026-01-01")).toMatchObject({
      share: { numerator: 210, denominator: 260, percentage: 80.7 },
      withoutExtent: 1,
      isReached: true,
    });
  });

  test("never counts more pages than there are, and each damaged page less", () => {
    const damage = [{ digest: "x", outcome: "missing", foundOn: "2026-01-01", page: "p1" }] as const;
    const at = holding(rows, [item("B", { pages: 50, damage })]);
    const progress = (date: string) => progressOf(target({ unit: "pages" }), at, date);
    expect(progress("2025-12-31").share).toMatchObject({ numerator: 50, denominator: 250 });
    expect(progress("2026-01-01").share).toMatchObject({ numerator: 49, denominator: 250 });
    expect(progress("2026-01-01").items.numerator).toBe(0);
  });
});

describe("what counts as digitized", () => {
  test("is what the public could see on the day, in times that may end and begin again", () => {
    const at = holding(
      [{ shelfmark: "A" }],
      [item("A", { shown: [{ from: "2024-01-01", until: "2024-06-01" }, { from: "2025-01-01" }] })],
    );
    const done = (date: string) => progressOf(target(), at, date).share.numerator;
    expect([done("2023-12-31"), done("2024-05-31"), done("2024-06-01"), done("2025-01-01")]).toEqual([0, 1, 0, 1]);
  });

  test("may be the archival package, or that and a description by a person", () => {
    const evidence = [item("A", { shown: [], archivedOn: "2024-01-01", describedOn: "2025-01-01" })];
    const done = (definition: NewTarget["definition"], date: string) =>
      progressOf(target({ definition }), holding([{ shelfmark: "A" }], evidence), date).share.numerator;
    expect(done("published", "2026-01-01")).toBe(0);
    expect([done("archived", "2023-12-31"), done("archived", "2024-01-01")]).toEqual([0, 1]);
    expect([done("archived-and-described", "2024-12-31"), done("archived-and-described", "2025-01-01")]).toEqual([0, 1]);
  });

  test("is nothing whose bytes are known to be damaged", () => {
    const damage = [{ digest: "x", outcome: "mismatch", foundOn: "2026-01-01", page: undefined }] as const;
    const at = holding([{ shelfmark: "A" }], [item("A", { damage })]);
    expect(progressOf(target(), at, "2025-12-31").share.numerator).toBe(1);
    expect(progressOf(target(), at, "2026-01-01").share.numerator).toBe(0);
  });
});

describe("a province that was merged", () => {
  const organisations = [
    { id: "vn", kind: "nation", names: [{ text: "Việt Nam" }] },
    {
      id: "qb",
      kind: "province",
      names: [{ text: "Quảng Bình" }],
      parents: [{ id: "vn" }],
      until: "2025-07-01",
      successor: "qt",
    },
    { id: "qt", kind: "province", names: [{ text: "Quảng Trị" }], parents: [{ id: "vn" }] },
    { id: "tv-qb", kind: "library", names: [{ text: "Thư viện tỉnh Quảng Bình" }], parents: [{ id: "qb" }] },
  ].map((each) => organisationSchema.parse(each));
  const rows = [
    { shelfmark: "A", holder: "Thư viện tỉnh Quảng Bình" },
    { shelfmark: "B", holder: "Quảng Bình" },
    { shelfmark: "C", holder: "Quảng Trị" },
  ];
  const of = (organisation: string, date: string) =>
    progressOf(target({ organisation }), holding(rows, published("A"), organisations), date);

  test("has its own figures the day before, and its successor has them the day after", () => {
    expect(of("Quảng Bình", "2025-06-30").share).toMatchObject({ numerator: 1, denominator: 2 });
    expect(of("Quảng Trị", "2025-06-30").share).toMatchObject({ numerator: 0, denominator: 1 });
    expect(of("Quảng Trị", "2025-07-01").share).toMatchObject({ numerator: 1, denominator: 3 });
    expect(of("Quảng Bình", "2025-07-01")).toMatchObject({
      share: { numerator: 0, denominator: 0 },
      ended: { into: "Quảng Trị", on: "2025-07-01" },
    });
    expect(of("vn", "2025-06-30").share.denominator).toBe(3);
    expect(of("vn", "2025-07-01").share.denominator).toBe(3);
  });

  test("is named by the successor in reports of later days", () => {
    const holders = (date: string) => [...sharesBy(of("vn", date).rows, "holder").keys()];
    expect(holders("2025-06-30")).toEqual(["Quảng Bình", "Quảng Trị", "Thư viện tỉnh Quảng Bình"]);
    expect(holders("2025-07-01")).toEqual(["Quảng Trị", "Thư viện tỉnh Quảng Bình"]);
  });
});
