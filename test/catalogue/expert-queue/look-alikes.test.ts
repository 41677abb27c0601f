import { describe, expect, test } from "vitest";
import { describeGlyph, GLYPH_SIDE, likeness } from "../../../catalogue/expert-queue/glyph-descriptor.ts";
import { chooseGlyphs, proposeLookAlikes, type ReadGlyph } from "../../../catalogue/expert-queue/look-alikes.ts";
import { orderPlaces } from "../../../catalogue/expert-queue/place-queue.ts";

/** Ink where the rule says so, moved and made paler. */
function picture(isInk: (x: number, y: number) => boolean, { moved = 0, ink = 0 } = {}): Uint8Array {
  return Uint8Array.from({ length: GLYPH_SIDE * GLYPH_SIDE }, (_, at) =>
    isInk((at % GLYPH_SIDE) - moved, Math.floor(at / GLYPH_SIDE)) ? ink : 250,
  );
}
const cross = (x: number, y: number) => Math.abs(x - 16) < 3 || Math.abs(y - 16) < 3;
const frame = (x: number, y: number) => Math.min(x, y, 31 - x, 31 - y) >= 3 && Math.min(x, y, 31 - x, 31 - y) < 7;

describe("the description of a glyph", () => {
  test("is the same for paler ink, much the same a pixel aside, and another for another glyph", () => {
    const own = describeGlyph(picture(cross));
    expect(likeness(own, own)).toBeCloseTo(1, 5);
    expect(likeness(own, describeGlyph(picture(cross, { ink: 120 })))).toBeGreaterThan(0.99);
    expect(likeness(own, describeGlyph(picture(cross, { moved: 1 })))).toBeGreaterThan(0.85);
    expect(likeness(own, describeGlyph(picture(frame)))).toBeLessThan(0.3);
  });

  test("of an empty picture is like nothing, and of another size is refused", () => {
    const empty = describeGlyph(picture(() => false));
    expect(likeness(empty, describeGlyph(picture(cross)))).toBe(0);
    expect(() => describeGlyph(new Uint8Array(9))).toThrow(RangeError);
  });
});

describe("look-alikes", () => {
  const glyph = (at: number, text: string, confidence: number, other = 0): ReadGlyph => ({
    page: "p1",
    line: "c1",
    at,
    text,
    confidence,
    alternatives: other === 0 ? [] : [{ text: "史", confidence: other }],
  });
  const correction = { read: "吏", typed: "史" };

  test("are sought where the machine read the same and thought of the person's character", () => {
    const all = [glyph(0, "吏", 0.5, 0.4), glyph(1, "吏", 0.99), glyph(2, "吏", 0.7), glyph(3, "史", 0.98), glyph(4, "史", 0.5)];
    const { candidates, examplesOfRead, examplesOfTyped } = chooseGlyphs(all, correction);
    expect(candidates.map(({ at }) => at)).toEqual([0]);
    expect(examplesOfRead.map(({ at }) => at)).toEqual([1]);
    expect(examplesOfTyped.map(({ at }) => at)).toEqual([3]);
  });

  test("are proposed where the picture is nearer to what was corrected, the likeliest first", () => {
    const [asCorrected, asRead] = [describeGlyph(picture(cross)), describeGlyph(picture(frame))];
    const seen = [
      { glyph: glyph(0, "吏", 0.6, 0.2), picture: describeGlyph(picture(cross, { moved: 1 })) },
      { glyph: glyph(1, "吏", 0.6, 0.3), picture: describeGlyph(picture(frame, { moved: 1 })) },
      { glyph: glyph(2, "吏", 0.5, 0.4), picture: asCorrected },
    ];
    const proposals = proposeLookAlikes(correction, {
      candidates: seen,
      examplesOfRead: [asRead],
      examplesOfTyped: [asCorrected],
    });
    expect(proposals.map((each) => each.glyph.at)).toEqual([2, 0]);
  });
});

test("the queue of places goes by doubt and value, whatever page they stand on", () => {
  const place = (at: number, doubt: number) => ({ line: "c1", at, doubt, reasons: [] });
  const page = (name: string, item: string, doubts: readonly number[]) => ({
    page: name,
    item,
    doubt: { characters: 10, expectedErrors: 1, places: doubts.map((doubt, at) => place(at, doubt)) },
  });
  const values = new Map([
    ["a", { value: 1, target: undefined, pagesLeft: 1 }],
    ["b", { value: 0.5, target: undefined, pagesLeft: 2 }],
  ]);
  const placed = orderPlaces([page("b1", "b", [0.9, 0.5]), page("a1", "a", [0.3, 0.6])], values, 3);
  expect(placed.map((each) => [each.page, each.at])).toEqual([
    ["a1", 1],
    ["b1", 0],
    ["a1", 0],
  ]);
});
