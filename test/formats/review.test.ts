import { describe, expect, test } from "vitest";
import { applyReview } from "../../formats/review.ts";
import { readTextTable, type TextRow, writeTextTable } from "../../formats/text-table.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import { verticalLayer } from "../fixtures/item-inputs.ts";

const machine = verticalLayer(["甲乙丙", "丁戊", "己庚辛"]);
const row = (id: string, text: string, more: Partial<TextRow> = {}): TextRow => ({
  id,
  kind: "body",
  text,
  phienAm: "",
  note: "",
  ...more,
});
const untouched = machine.lines.map(({ id, text }) => row(id, text));

describe("a review", () => {
  test("of an exported and imported table without changes keeps text and boxes", () => {
    const { rows } = readTextTable(Buffer.from(writeTextTable(machine)));
    const reviewed = applyReview(machine, rows, "Lan");
    expect(reviewed.status).toBe("reviewed");
    expect(reviewed.engine).toEqual({ name: "Lan", version: "sample 1" });
    expect(reviewed.lines.map(({ text, box }) => ({ text, box }))).toEqual(machine.lines.map(({ text, box }) => ({ text, box })));
    const boxes = (layer: typeof machine) => layer.lines.flatMap(({ characters }) => characters.map(({ box }) => box));
    expect(boxes(reviewed)).toEqual(boxes(machine));
    expect(textLayerSchema.parse(reviewed)).toEqual(reviewed);
  });

  test("of a review that changes nothing is the same layer", () => {
    const once = applyReview(machine, untouched, "Lan");
    expect(applyReview(once, untouched, "Lan")).toEqual(once);
  });

  test("keeps the boxes of a line whose length stayed the same, with the new characters", () => {
    const reviewed = applyReview(machine, [row("c1", "甲𡨸丙"), ...untouched.slice(1)], "Lan");
    expect(reviewed.lines[0]?.characters.map(({ text }) => text)).toEqual(["甲", "𡨸", "丙"]);
    expect(reviewed.lines[0]?.characters.map(({ box }) => box)).toEqual(machine.lines[0]?.characters.map(({ box }) => box));
    expect(
      reviewed.lines[0]?.characters.every(({ confidence, alternatives }) => confidence === 1 && alternatives.length === 0),
    ).toBe(true);
  });

  test("spreads a line of another length evenly over its box", () => {
    const line = applyReview(machine, [row("c1", "甲乙丙丁"), ...untouched.slice(1)], "Lan").lines[0];
    const { y, height } = machine.lines[0]?.box ?? { y: 0, height: 0 };
    expect(line?.characters.map(({ box }) => box.y)).toEqual([0, 1, 2, 3].map((at) => y + (at * height) / 4));
    expect(line?.characters.every(({ box }) => box.height === height / 4)).toBe(true);
  });

  test("takes the order of the rows, and deletes a line without a row", () => {
    const reviewed = applyReview(machine, [row("c3", "己庚辛"), row("c1", "甲乙丙")], "Lan");
    expect(reviewed.lines.map(({ id }) => id)).toEqual(["c3", "c1"]);
  });

  test("gives a new line an identifier of its own and a place between its neighbours", () => {
    const rows = [...untouched.slice(0, 1), row("", "喃字"), ...untouched.slice(1)];
    const line = applyReview(machine, rows, "Lan").lines[1];
    expect(line?.id).toBe("r1");
    const [right, left] = [machine.lines[0]?.box, machine.lines[1]?.box];
    expect(line?.box.x).toBe((left?.x ?? 0) + (left?.width ?? 0));
    expect((line?.box.x ?? 0) + (line?.box.width ?? 0)).toBe(right?.x);
    expect(line?.characters).toHaveLength(2);
  });

  test("keeps phiên âm and note, and leaves out empty ones", () => {
    const [one, other] = applyReview(machine, [row("c1", "甲", { phienAm: "giáp", note: "mờ" }), row("c2", "丁戊")], "Lan").lines;
    expect(one).toMatchObject({ phienAm: "giáp", note: "mờ" });
    expect(other).not.toHaveProperty("phienAm");
  });

  test("finds a page without text when all lines were emptied or deleted", () => {
    expect(applyReview(machine, [], "Lan").isWithoutText).toBe(true);
    expect(applyReview(machine, [row("c1", " ")], "Lan").isWithoutText).toBe(true);
    expect(applyReview(verticalLayer([]), [row("", "喃")], "Lan").isWithoutText).toBe(false);
  });
});
