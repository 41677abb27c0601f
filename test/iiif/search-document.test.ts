import { expect, test } from "vitest";
import { searchPageOf } from "../../iiif/search-document.ts";
import { searchPageSchema } from "../../pipeline/search-page.ts";
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import { textOf } from "../fixtures/book.ts";

const character = (text: string, x: number, y: number) => ({
  text,
  box: { x, y, width: 30, height: 38.5 },
  confidence: 1,
  alternatives: [],
});

function pageOf(line: Partial<TextLine>, more: Partial<TextLayer> = {}) {
  const text = textOf({ width: 400, height: 200, ...more });
  const whole: TextLine = { ...(text.lines[1] as TextLine), id: "c1", box: { x: 20.4, y: 10, width: 40, height: 400 }, ...line };
  return searchPageSchema.parse(searchPageOf({ id: "p1", label: "1a", text: { ...text, lines: [whole] } })).lines[0];
}

test("each character has its extent down the column, in whole pixels inside the canvas", () => {
  const line = pageOf({ text: "𤾓天", characters: [character("𤾓", 20, 10.2), character("天", 20, 180)] });
  expect(line).toMatchObject({ kind: "body", box: { x: 20, y: 10, width: 41, height: 190 }, extents: [10, 49, 180, 200] });
});

test("of horizontal lines the extents run along the line, for each code point that is no space", () => {
  const characters = [character("t", 20, 10), character("a", 60, 10), character("đi", 100, 10)];
  const line = pageOf({ text: "ta đi", characters }, { writingMode: "horizontal-tb", script: "quoc-ngu" });
  expect(line?.extents).toEqual([20, 50, 60, 90, 100, 130, 100, 130]);
});

test("places that do not belong to the text are left out, and so are lines that say nothing", () => {
  expect(pageOf({ text: "天地", characters: [character("天", 20, 10)] })).not.toHaveProperty("extents");
  expect(pageOf({ text: "天地", characters: [] })).not.toHaveProperty("extents");
  expect(pageOf({ text: "", characters: [] })).toBeUndefined();
  expect(pageOf({ text: "", characters: [], phienAm: "trời" })?.phienAm).toBe("trời");
});
