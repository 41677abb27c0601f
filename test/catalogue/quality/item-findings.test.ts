import { describe, expect, test } from "vitest";
import type { PageFacts } from "../../../catalogue/quality/item-facts.ts";
import { itemFindings } from "../../../catalogue/quality/item-findings.ts";
import { book, fingerprint, report } from "./pages.ts";

const findingsOf = (pages: readonly PageFacts[], extentPages: number | null = null) =>
  itemFindings({ shelfmark: "AB 1", pages, extentPages });
const codes = (pages: readonly PageFacts[], extentPages: number | null = null) =>
  findingsOf(pages, extentPages).map((each) => each.code);

describe("an item", () => {
  test("of sound pages shows nothing", () => {
    expect(codes(book(40))).toEqual([]);
    expect(codes(book(40), 40)).toEqual([]);
  });

  test("of one page, of pages that nobody has measured, or of none shows nothing", () => {
    expect(codes(book(1))).toEqual([]);
    expect(
      codes(
        book(6, () => ({ report: null, isSpread: null })),
        100,
      ),
    ).toEqual([]);
    expect(codes([], 100)).toEqual([]);
  });
});

describe("a page shot twice", () => {
  const shot = (bits: number, first: number, second: number, count = 12) =>
    book(count, (at) => (at === second ? { report: report({ fingerprint: fingerprint(first, bits) }) } : {}));

  test("is found with the page it doubles, when the shots follow each other", () => {
    expect(findingsOf(shot(9, 4, 5))).toMatchObject([
      { code: "ITEM-DUPLICATE", value: 9, unit: "bits", severity: "warning", pages: ["p5", "p6"], facts: { other: "0005.tif" } },
    ]);
  });

  test("is found far away only when it is nearly the same", () => {
    expect(codes(shot(3, 0, 11))).toEqual(["ITEM-DUPLICATE"]);
    expect(codes(shot(11, 0, 11))).toEqual([]);
  });

  test("is told once a page, with the shot that is most alike", () => {
    const thrice = book(12, (at) =>
      at === 5 || at === 6 ? { report: report({ fingerprint: fingerprint(4, at === 5 ? 6 : 5) }) } : {},
    );
    expect(findingsOf(thrice).map((each) => each.pages)).toEqual([
      ["p5", "p6"],
      ["p6", "p7"],
    ]);
  });

  test("is found by the places of its ink when it was framed otherwise, unless all pages are so alike", () => {
    const cells = (seed: number) =>
      Array.from({ length: 900 }, (_, at) => (((at * (seed * 2 + 7) * 31) % 251) % 13).toString(16)).join("");
    const sketched = (seed: (at: number) => number) =>
      book(12, (at) => ({
        report: report({ fingerprint: fingerprint(at), sketch: { width: 30, height: 30, levels: cells(seed(at)) } }),
      }));
    expect(findingsOf(sketched((at) => (at === 6 ? 5 : at)))).toMatchObject([
      { code: "ITEM-DUPLICATE", unit: "likeness", pages: ["p6", "p7"], facts: { percent: 100 } },
    ]);
    expect(codes(sketched(() => 1))).toEqual([]);
  });

  test("is not seen in blank leaves, which are all alike", () => {
    expect(codes(book(8, () => ({ report: report({ fingerprint: null }) })))).toEqual([]);
  });

  test("is not seen where all pages of a book are alike, such as forms", () => {
    const forms = book(20, (at) => ({ report: report({ fingerprint: fingerprint(1, at) }) }));
    expect(codes(forms)).toEqual([]);
  });

  test("is certain when the bytes are the same, blank or not", () => {
    const [first] = book(1);
    const pages = book(6, (at) => (at === 3 ? { master: first?.master ?? "", report: report({ fingerprint: null }) } : {}));
    expect(findingsOf(pages)).toMatchObject([{ code: "DUP-SAME", pages: ["p1", "p4"] }]);
  });
});

describe("missing leaves", () => {
  test("are told when the register says more than there is, counting both pages of a spread", () => {
    expect(findingsOf(book(10), 12)).toMatchObject([{ code: "ITEM-SHORT", value: 10, threshold: 12 }]);
    expect(
      codes(
        book(6, () => ({ isSpread: true })),
        12,
      ),
    ).toEqual([]);
    expect(
      findingsOf(
        book(5, () => ({ isSpread: true })),
        12,
      ),
    ).toMatchObject([{ code: "ITEM-SHORT", value: 10 }]);
  });

  test("are not told while it is unknown whether pictures are spreads", () => {
    expect(
      codes(
        book(6, (at) => ({ isSpread: at === 2 ? null : true })),
        40,
      ),
    ).toEqual([]);
  });

  test("do not hide that there is more than the register says; covers are not more", () => {
    expect(codes(book(44), 40)).toEqual([]);
    expect(codes(book(60), 40)).toEqual(["ITEM-LONG"]);
  });

  test("are told by the gaps in file names", () => {
    const gap = book(8, (at) => ({ name: `scan_${String(at < 4 ? at + 1 : at + 3).padStart(4, "0")}.tif` }));
    expect(findingsOf(gap)).toMatchObject([{ code: "SEQ-GAP", value: 2, facts: { missing: "0005–0006" } }]);
  });

  const numbered = (numbers: readonly (number | null)[]) => book(numbers.length, (at) => ({ leafNumber: numbers[at] ?? null }));

  test("are told by the leaves' own numbers, where they run on before and behind the gap", () => {
    expect(findingsOf(numbered([1, 2, 3, 4, 6, 7, 8, 9]))).toMatchObject([
      { code: "ITEM-LEAF-GAP", value: 1, pages: ["p4", "p5"], facts: { last: 4, next: 6 } },
    ]);
    expect(codes(numbered([1, 1, 2, 2, 4, 4, 5, 5]))).toEqual(["ITEM-LEAF-GAP"]);
  });

  test("are not told by one misread number, an unread one, or the beginning of another part", () => {
    expect(codes(numbered([1, 2, 3, 14, 5, 6, 7, 8]))).toEqual([]);
    expect(codes(numbered([1, 2, 3, null, 5, 6, 7, 8]))).toEqual([]);
    expect(codes(numbered([1, 2, 3, 4, 1, 2, 3, 4]))).toEqual([]);
    expect(codes(numbered([1, 2, 9, 10]))).toEqual([]);
  });
});

describe("leaves out of order", () => {
  const numbered = (numbers: readonly (number | null)[]) => book(numbers.length, (at) => ({ leafNumber: numbers[at] ?? null }));

  test("are told where the numbers between two rows that count up are the right ones in another order", () => {
    expect(findingsOf(numbered([1, 2, 3, 5, 4, 6, 7, 8]))).toMatchObject([
      { code: "ITEM-LEAF-ORDER", value: 2, pages: ["p4", "p5"], facts: { numbers: "5, 4" } },
    ]);
    expect(codes(numbered([1, 2, 3, 6, 7, 4, 5, 8, 9, 10]))).toEqual(["ITEM-LEAF-ORDER"]);
  });

  test("are not told by misread numbers, repeated ones, or another part", () => {
    expect(codes(numbered([1, 2, 3, 14, 5, 6, 7, 8]))).toEqual([]);
    expect(codes(numbered([1, 2, 3, 5, 5, 6, 7, 8]))).not.toContain("ITEM-LEAF-ORDER");
    expect(codes(numbered([1, 2, 3, 1, 2, 3, 4, 5]))).toEqual([]);
    expect(codes(numbered([1, 1, 2, 2, 3, 3, 4, 4]))).toEqual([]);
  });
});

describe("pages unlike the others", () => {
  const one = (at: number, over: Parameters<typeof report>[0]) =>
    book(12, (each) => ({ report: report({ fingerprint: fingerprint(each), ...(each === at ? over : {}) }) }));

  test("in resolution are named together, and a resolution that is nearly the same is the same", () => {
    expect(findingsOf(one(5, { resolutionDpi: 600, width: 4000, height: 6000 }))).toMatchObject([
      { code: "ITEM-RESOLUTION", severity: "warning", pages: ["p6"], facts: { usual: "300", others: "600" } },
    ]);
    expect(codes(one(5, { resolutionDpi: 299.8 }))).toEqual([]);
  });

  test("in colour are a note at the covers and a warning inside", () => {
    expect(findingsOf(one(5, { colourSpace: "b-w" }))).toMatchObject([
      { code: "ITEM-COLOUR", severity: "warning", pages: ["p6"] },
    ]);
    expect(findingsOf(one(0, { colourSpace: "b-w" }))).toMatchObject([{ code: "ITEM-COLOUR", severity: "note" }]);
    expect(codes(one(5, { measures: { bitonalShare: { value: 1, unit: "share" } } }))).toEqual(["ITEM-COLOUR"]);
  });

  test("in the way they lie are told by their ink, or by their sides", () => {
    const lying = (degrees: 0 | 180) => ({ degrees, confidence: 0.9 });
    const upsideDown = book(12, (at) => ({ report: report({ fingerprint: fingerprint(at), turn: lying(at === 7 ? 180 : 0) }) }));
    expect(findingsOf(upsideDown)).toMatchObject([{ code: "ITEM-TURNED", value: 180, pages: ["p8"] }]);
    expect(findingsOf(one(3, { width: 3000, height: 2000 }))).toMatchObject([{ code: "ITEM-TURNED", value: 90, pages: ["p4"] }]);
    expect(codes(one(3, { width: 3000, height: 2000, orientation: 6 }))).toEqual([]);
  });

  test("does not call a page turned whose ink surely stands upright: an unfolded leaf is wide, and only of another size", () => {
    const leaf = one(3, { width: 3000, height: 2000, turn: { degrees: 0, confidence: 0.9 } });
    expect(findingsOf(leaf)).toMatchObject([{ code: "ITEM-SIZE", pages: ["p4"] }]);
  });

  test("in size are noted: a fold-out, a torn half; a finer scan of the same leaf is not", () => {
    expect(findingsOf(one(4, { width: 10_000 }))).toMatchObject([
      { code: "ITEM-SIZE", severity: "note", value: 5, pages: ["p5"] },
    ]);
    expect(codes(one(4, { height: 1500, width: 1700 }))).toEqual(["ITEM-SIZE"]);
    expect(codes(one(4, { width: 4000, height: 6000, resolutionDpi: 600 }))).toEqual(["ITEM-RESOLUTION"]);
    expect(codes(one(4, { width: 2150, height: 2900 }))).toEqual([]);
  });

  test("are nobody's fault where sizes change for good in the middle of the book", () => {
    const changing = book(16, (at) => ({ report: report({ fingerprint: fingerprint(at), width: at < 8 ? 2000 : 4000 }) }));
    expect(findingsOf(changing).length).toBeLessThanOrEqual(2);
  });
});
