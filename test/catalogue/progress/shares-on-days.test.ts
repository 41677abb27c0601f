import fc from "fast-check";
import { expect, test } from "vitest";
import { organisationSchema } from "../../../catalogue/organisation/organisation.ts";
import type { DigitizedItem } from "../../../catalogue/progress/evidence.ts";
import { matchHolding, progressOf } from "../../../catalogue/progress/progress.ts";
import { sharesOnDays } from "../../../catalogue/progress/shares-on-days.ts";
import { asEntry } from "../../../catalogue/register.ts";
import { DEFINITIONS, targetSchema } from "../../../catalogue/target.ts";

const MARKS = ["A", "B", "C", "D"];
const day = fc.integer({ min: 1, max: 28 }).map((each) => `2026-06-${String(each).padStart(2, "0")}`);
const someDay = fc.option(day, { nil: undefined });
const row = fc.record({
  shelfmark: fc.constantFrom(...MARKS),
  title: fc.constant("x"),
  holder: fc.constantFrom("Kho 1", "Kho 2", "ngoài"),
  class: fc.constantFrom("cổ", "quý"),
  extent: fc.constantFrom("", "4", "10 tờ"),
  from: day,
  until: fc.option(day, { nil: "" }),
});
const evidence: fc.Arbitrary<DigitizedItem> = fc.record({
  itemId: fc.constant("i"),
  shelfmark: fc.constantFrom(...MARKS),
  pages: fc.integer({ min: 0, max: 30 }),
  shown: fc.array(fc.record({ from: day, until: someDay }), { maxLength: 2 }),
  archivedOn: someDay,
  describedOn: someDay,
  publication: fc.constant(undefined),
  aip: fc.constant(undefined),
  damage: fc.array(
    fc.record({
      digest: fc.constant("x"),
      outcome: fc.constant("missing" as const),
      foundOn: day,
      page: fc.constantFrom("p", undefined),
    }),
    { maxLength: 2 },
  ),
});
const ORGANISATIONS = [
  { id: "a", kind: "province", names: [{ text: "A" }], until: "2026-06-15", successor: "b" },
  { id: "b", kind: "province", names: [{ text: "B" }] },
  { id: "k1", kind: "library", names: [{ text: "Kho 1" }], parents: [{ id: "a" }] },
  { id: "k2", kind: "library", names: [{ text: "Kho 2" }], parents: [{ id: "b" }] },
].map((each) => organisationSchema.parse(each));

test("the shares of many days are those of each day alone", () => {
  const target = fc.record({
    name: fc.constant("t"),
    percentage: fc.constant(70),
    deadline: fc.constant("2026-12-31"),
    classes: fc.constantFrom([], ["cổ"]),
    organisation: fc.constantFrom(null, "A", "B"),
    unit: fc.constantFrom("items" as const, "pages" as const),
    definition: fc.constantFrom(...DEFINITIONS),
  });
  const days = fc.uniqueArray(day, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(target, fc.array(row, { maxLength: 8 }), fc.array(evidence, { maxLength: 4 }), days, (given, rows, items, on) => {
      const holding = matchHolding({ register: rows.map(asEntry), organisations: ORGANISATIONS, evidence: items });
      const each = on.map((date) => progressOf(targetSchema.parse(given), holding, date).share);
      expect(sharesOnDays(targetSchema.parse(given), holding, on)).toEqual(each);
    }),
    { seed: 7, numRuns: 500 },
  );
});
