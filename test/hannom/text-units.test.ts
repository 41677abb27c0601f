import fc from "fast-check";
import { expect, test } from "vitest";
import { textUnits, unitBoundary } from "../../hannom/text-units.ts";

const someText = fc.array(fc.constantFrom(..."大𡨸𖿰𖿱□〓[]…⸢⸣〔〕⟦⟧〖〗| 𠊛⿰⿳亻\u{E0100}\u{FE00}\uF1EA\u{F1EAA}"), {
  maxLength: 24,
});

test("characters beyond the first plane, marks, selectors and descriptions are one unit each", () => {
  expect(textUnits("𤾓迎𖿱辻\u{E0100}⿰亻⿱大越史󱺪")).toEqual(["𤾓", "迎𖿱", "辻\u{E0100}", "⿰亻⿱大越", "史", "󱺪"]);
});

test("gaps are units, brackets go with what they enclose, a taboo form is one place", () => {
  expect(textUnits("大□□[…]〔金雲〕⸢翹⸣〖辰|時〗書")).toEqual(["大", "□", "□", "[…]", "〔金", "雲〕", "⸢翹⸣", "〖辰|時〗", "書"]);
});

test("joined they are the text without its white space, whatever was typed", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        someText.map((each) => each.join("")),
        fc.string({ unit: "binary" }),
      ),
      (text) => {
        expect(textUnits(text).join("")).toBe(text.replace(/\s/gu, ""));
        expect(textUnits(text).every((unit) => unit.trim() !== "" || unit === "\uFEFF")).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test("the caret stops at boundaries of units, forwards and backwards, and never within one", () => {
  const text = "𤾓迎𖿱⿰亻大 史";
  const stops = [0, 2, 5, 8, 9, 10];
  for (const [at, stop] of stops.entries()) {
    if (at + 1 < stops.length) expect(unitBoundary(text, stop, 1)).toBe(stops[at + 1]);
    if (at > 0) expect(unitBoundary(text, stop, -1)).toBe(stops[at - 1]);
  }
  expect(unitBoundary(text, 1, -1)).toBe(0);
  expect(unitBoundary(text, 1, 1)).toBe(2);
  expect(unitBoundary(text, 10, 1)).toBe(10);
  expect(unitBoundary("", 0, -1)).toBe(0);
});

test("pasted text of any length is taken", () => {
  expect(textUnits("⿰".repeat(200_000))).toHaveLength(200_000);
  expect(textUnits("〖".repeat(200_000))).toHaveLength(1);
});
