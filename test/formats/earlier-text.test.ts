import { describe, expect, test } from "vitest";
import { writeEarlierTable } from "../../formats/earlier-text.ts";
import { applyReview } from "../../formats/review.ts";
import { readTextTable } from "../../formats/text-table.ts";
import { type TextLayer, textLayerSchema } from "../../pipeline/text-layer.ts";

const layer = (lines: readonly { readonly text: string; readonly x: number; readonly phienAm?: string }[]): TextLayer =>
  textLayerSchema.parse({
    v: 1,
    status: "machine",
    width: 900,
    height: 900,
    script: "han-nom",
    writingMode: "vertical-rl",
    engine: { name: "e", version: "1" },
    isWithoutText: false,
    lines: lines.map(({ text, x, ...rest }, at) => {
      const box = { x, y: 0, width: 40, height: 800 };
      return { id: `n${at}`, kind: "body", box, text, confidence: 1, characters: [], ...rest };
    }),
  });

/** The person's text as it lies on the new page after it was exported and imported unchanged. */
function carried(earlier: TextLayer, now: TextLayer) {
  const { rows, problems } = readTextTable(Buffer.from(writeEarlierTable(earlier, now)), now);
  expect(problems).toEqual([]);
  return applyReview(now, rows, "Lan").lines.map(({ text, box, phienAm }) => ({ text, x: box.x, phienAm }));
}

describe("a text of an earlier scan", () => {
  const written = layer([
    { text: "百年𥪞𡎝𠊛些", x: 10, phienAm: "Trăm năm trong cõi người ta" },
    { text: "𡦂才𡦂命窖羅恄饒", x: 20 },
  ]);

  test("takes the places of the new picture, with the person's words and readings", () => {
    const now = layer([
      { text: "百年XX些", x: 700 },
      { text: "𡦂才X命", x: 600 },
    ]);
    expect(carried(written, now)).toEqual([
      { text: "百年𥪞𡎝𠊛些", x: 700, phienAm: "Trăm năm trong cõi người ta" },
      { text: "𡦂才𡦂命窖羅恄饒", x: 600, phienAm: undefined },
    ]);
  });

  test("finds its lines again by their text when the machine sees one more before them", () => {
    const now = layer([
      { text: "金雲翹", x: 800 },
      { text: "百年𥪞𡎝𠊛些", x: 700 },
      { text: "?", x: 600 },
    ]);
    expect(carried(written, now).map(({ text, x }) => `${text} ${x}`)).toEqual(["百年𥪞𡎝𠊛些 700", "𡦂才𡦂命窖羅恄饒 600"]);
  });

  test("loses no line where the machine sees fewer, or none", () => {
    expect(carried(written, layer([{ text: "百年", x: 700 }]))).toHaveLength(2);
    expect(carried(written, layer([]))).toHaveLength(2);
  });

  test("that a person left empty stays empty", () => {
    expect(carried(layer([]), layer([{ text: "百年", x: 700 }]))).toEqual([]);
  });
});
