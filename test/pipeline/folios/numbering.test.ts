import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLAIN_NUMBERING, withMark, withNewFascicle, withoutMark } from "../../../pipeline/folios/marks.ts";
import { FOLIO_SCHEMES, type FolioMark, type Numbering, numberPages } from "../../../pipeline/folios/numbering.ts";
import { numberingSchema } from "../../../pipeline/folios/numbering-schema.ts";

const pages = (count: number) => Array.from({ length: count }, (_, at) => `p${at + 1}`);
const labels = (count: number, marks: readonly FolioMark[], scheme: Numbering["scheme"] = "sides") =>
  numberPages(pages(count), { scheme, marks: [...marks] }).folios.map(({ label }) => label);

describe("the numbers of leaves", () => {
  test("count two sides to a leaf, from 1a", () => {
    expect(labels(5, [])).toEqual(["1a", "1b", "2a", "2b", "3a"]);
  });

  test("count whole leaves, openings and pages where the pictures show those", () => {
    expect(labels(3, [], "leaves")).toEqual(["1", "2", "3"]);
    expect(labels(3, [], "openings")).toEqual(["1a", "1b-2a", "2b-3a"]);
    expect(labels(3, [{ page: "p1", kind: "start", leaf: 7, side: "a" }], "pages")).toEqual(["7", "8", "9"]);
    expect(labels(2, [{ page: "p1", kind: "start", leaf: 5, side: "a" }], "openings")).toEqual(["4b-5a", "5b-6a"]);
  });

  test("begin where a person says, after a cover that has no number", () => {
    const marks: FolioMark[] = [
      { page: "p1", kind: "unnumbered", label: "bìa" },
      { page: "p2", kind: "unnumbered" },
      { page: "p3", kind: "start", leaf: 12, side: "b" },
    ];
    expect(labels(5, marks)).toEqual(["bìa", "[2]", "12b", "13a", "13b"]);
  });

  test("take a leaf that was put in as another of the number before it, and go on as if it were not there", () => {
    const marks = ["p3", "p4", "p5"].map((page): FolioMark => ({ page, kind: "inserted" }));
    expect(labels(7, marks)).toEqual(["1a", "1b", "1bis-a", "1bis-b", "1ter-a", "2a", "2b"]);
    expect(labels(3, [{ page: "p2", kind: "inserted" }], "leaves")).toEqual(["1", "1bis", "2"]);
  });

  test("pass over what the book does not have, and list it, whole leaves as one", () => {
    const skip = numberPages(pages(3), { scheme: "sides", marks: [{ page: "p2", kind: "skip", numbers: 4 }] });
    expect(skip.folios.map(({ label }) => label)).toEqual(["1a", "3b", "4a"]);
    expect(skip.missing).toEqual(["1b", "2", "3a"]);
    const gap = numberPages(pages(3), { scheme: "sides", marks: [{ page: "p3", kind: "start", leaf: 5, side: "a" }] });
    expect(gap.missing).toEqual(["2", "3", "4"]);
  });

  test("begin again in a new fascicle, and then name the first one too", () => {
    const numbering = withNewFascicle(
      withMark(PLAIN_NUMBERING, { page: "p1", kind: "unnumbered", label: "bìa" }),
      pages(6),
      "p4",
    );
    expect(numberPages(pages(6), numbering).folios.map(({ label }) => label)).toEqual([
      "bìa",
      "1.1a",
      "1.1b",
      "2.1a",
      "2.1b",
      "2.2a",
    ]);
    const third = withNewFascicle(numbering, pages(6), "p6");
    expect(numberPages(pages(6), third).folios.at(-1)?.label).toBe("3.1a");
  });

  test("say which label stands on two pages", () => {
    expect(
      numberPages(pages(3), { scheme: "sides", marks: [{ page: "p3", kind: "start", leaf: 1, side: "a" }] }).repeated,
    ).toEqual(["1a"]);
  });

  test("forget a mark that is taken back", () => {
    const marked = withMark(PLAIN_NUMBERING, { page: "p2", kind: "inserted" });
    expect(withoutMark(marked, "p2")).toEqual(PLAIN_NUMBERING);
  });
});

const mark = fc.oneof(
  fc.record({
    page: fc.nat(30).map((at) => `p${at}`),
    kind: fc.constant("start" as const),
    leaf: fc.integer({ min: 1, max: 90 }),
    side: fc.constantFrom("a" as const, "b" as const),
  }),
  fc.record({
    page: fc.nat(30).map((at) => `p${at}`),
    kind: fc.constant("skip" as const),
    numbers: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ page: fc.nat(30).map((at) => `p${at}`), kind: fc.constant("unnumbered" as const) }),
  fc.record({ page: fc.nat(30).map((at) => `p${at}`), kind: fc.constant("inserted" as const) }),
);
const numberings = fc.record({
  scheme: fc.constantFrom(...FOLIO_SCHEMES),
  marks: fc.uniqueArray(mark, { maxLength: 12, selector: ({ page }) => page }),
});

describe("whatever marks there are", () => {
  test("every page has one label, and the numbering is one that is accepted", () => {
    fc.assert(
      fc.property(fc.nat(40), numberings, (count, numbering) => {
        const { folios } = numberPages(pages(count), numberingSchema.parse(numbering));
        expect(folios.map(({ page }) => page)).toEqual(pages(count));
        expect(folios.every(({ label }) => label.length > 0)).toBe(true);
      }),
    );
  });

  test("a page outside the count changes no other number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(29), fc.constantFrom(...FOLIO_SCHEMES), (count, at, scheme) => {
        const chosen = `p${(at % count) + 1}`;
        const whole = labels(count - 1, [], scheme);
        for (const kind of ["unnumbered", "inserted"] as const) {
          const { folios } = numberPages(pages(count), { scheme, marks: [{ page: chosen, kind }] });
          expect(folios.filter(({ page }) => page !== chosen).map(({ label }) => label)).toEqual(whole);
        }
      }),
    );
  });

  test("what is missing stands on no page when counting goes forward only", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 }), (skips) => {
        const marks = skips.flatMap((numbers, at): FolioMark[] =>
          numbers === 0 ? [] : [{ page: `p${at + 1}`, kind: "skip", numbers }],
        );
        const { folios, missing, repeated } = numberPages(pages(skips.length), { scheme: "sides", marks });
        expect(repeated).toEqual([]);
        for (const each of missing)
          expect(folios.some(({ label }) => label === each || label === `${each}a` || label === `${each}b`)).toBe(false);
        const sides = missing.reduce((sum, each) => sum + (/\d$/.test(each) ? 2 : 1), 0);
        expect(sides).toBe(skips.reduce((sum, each) => sum + each, 0));
      }),
    );
  });
});
