import { describe, expect, test } from "vitest";
import { progressOf, sharesBy } from "../../catalogue/progress.ts";
import { asEntry, type RegisterRow } from "../../catalogue/register.ts";
import { type NewTarget, targetSchema } from "../../catalogue/target.ts";

const target = (over: Partial<NewTarget> = {}) =>
  targetSchema.parse({ name: "rare", percentage: 70, deadline: "2030-12-31", ...over });
const entries = (...rows: RegisterRow[]) => rows.map((row) => asEntry({ title: "x", ...row }));
const published = (...shelfmarks: string[]) =>
  shelfmarks.map((shelfmark) => ({ itemId: shelfmark, shelfmark, publication: `digest of ${shelfmark}` }));

describe("progress against a target", () => {
  test("is the share of register entries whose item is published", () => {
    const register = entries({ shelfmark: "A" }, { shelfmark: "B" }, { shelfmark: "C" });
    const progress = progressOf(target(), register, published("A", "not in the register"), "2026-01-01");
    expect(progress).toMatchObject({ numerator: 1, denominator: 3, percentage: 33.3, isReached: false, missing: 2 });
    expect(progress.rows.map((row) => row.evidence?.publication)).toEqual(["digest of A", undefined, undefined]);
  });

  test("matches shelfmarks whatever their spacing, case and encoding", () => {
    const register = entries({ shelfmark: "Hán  nôm 1".normalize("NFD") });
    expect(progressOf(target(), register, published(" HÁN NÔM 1"), "2026-01-01").numerator).toBe(1);
  });

  test("counts only the class of the target, and only entries in force on the day", () => {
    const register = entries(
      { shelfmark: "A", class: "Quý hiếm" },
      { shelfmark: "B", class: "thường" },
      { shelfmark: "C", class: "quý hiếm", from: "2026-07-01" },
      { shelfmark: "D", class: "quý hiếm", until: "2026-07-01" },
    );
    const marks = (date: string) =>
      progressOf(target({ holdingClass: "quý hiếm" }), register, [], date).rows.map((row) => row.entry.shelfmark);
    expect(marks("2026-06-30")).toEqual(["A", "D"]);
    expect(marks("2026-07-01")).toEqual(["A", "C"]);
  });

  test("never claims a target that is not reached, and reaches it exactly", () => {
    const register = entries(...Array.from({ length: 1000 }, (_, index) => ({ shelfmark: `S${index}` })));
    const some = (count: number) => published(...Array.from({ length: count }, (_, index) => `S${index}`));
    expect(progressOf(target(), register, some(699), "2026-01-01")).toMatchObject({
      percentage: 69.9,
      isReached: false,
      missing: 1,
    });
    expect(progressOf(target(), register, some(700), "2026-01-01")).toMatchObject({
      percentage: 70,
      isReached: true,
      missing: 0,
    });
    expect(progressOf(target(), register.slice(0, 999), some(999), "2026-01-01").percentage).toBe(100);
    expect(progressOf(target({ percentage: 100 }), register, some(999), "2026-01-01").isReached).toBe(false);
  });

  test("says nothing about a register that is empty", () => {
    const progress = progressOf(target(), [], [], "2026-01-01");
    expect(progress.percentage).toBeUndefined();
    expect(progress.isReached).toBe(false);
  });

  test("counts days to the deadline, and days past it", () => {
    expect(progressOf(target(), [], [], "2030-12-30").daysLeft).toBe(1);
    expect(progressOf(target(), [], [], "2031-01-02").daysLeft).toBe(-2);
  });

  test("splits by library, and the parts make the whole", () => {
    const register = entries({ shelfmark: "A", holder: "x" }, { shelfmark: "B", holder: "y" }, { shelfmark: "C", holder: "y" });
    const shares = sharesBy(progressOf(target(), register, published("C"), "2026-01-01").rows, "holder");
    expect([...shares]).toEqual([
      ["x", { numerator: 0, denominator: 1, percentage: 0 }],
      ["y", { numerator: 1, denominator: 2, percentage: 50 }],
    ]);
  });
});
