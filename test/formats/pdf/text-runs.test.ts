import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCharacterCodes } from "../../../formats/pdf/character-codes.ts";
import { textOperators } from "../../../formats/pdf/text-operators.ts";
import { textRuns } from "../../../formats/pdf/text-runs.ts";
import { toUnicodeCMap } from "../../../formats/pdf/to-unicode.ts";
import { column, verticalLayer } from "../../fixtures/item-inputs.ts";

describe("runs of text", () => {
  test("are one a column, whose cells touch and cover it from its first character to its last", () => {
    const layer = verticalLayer(["𤾓𢆥𥪞𡎝𠊛嗟"]);
    const [run, ...others] = textRuns(layer);
    expect(others).toEqual([]);
    const box = layer.lines[0]?.box;
    expect(run?.cells[0]?.start).toBe(box?.y);
    expect(run?.cells.at(-1)?.end).toBe((box?.y ?? 0) + (box?.height ?? 0));
    run?.cells.slice(1).forEach((cell, at) => {
      expect(cell.start).toBe(run.cells[at]?.end);
    });
  });

  test("hold the whole text, code point by code point, wherever the boxes are", () => {
    const characters = fc.array(fc.constantFrom("喃", "𡨸", "\u{31350}", "葛\u{E0100}", "e\u0302", " "), {
      minLength: 1,
      maxLength: 15,
    });
    const edges = fc.array(fc.integer({ min: -50, max: 1200 }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(characters, edges, (parts, ys) => {
        const text = parts.join("");
        const line = column("c1", text, 100);
        const moved = line.characters.map((each, at) => ({ ...each, box: { ...each.box, y: ys[at] ?? 0 } }));
        const box = { x: 100, y: 150, width: 84, height: 700 };
        const runs = textRuns(verticalLayer([], { lines: [{ ...line, box, characters: moved }] }));
        const written = runs.flatMap(({ cells }) => cells.map((cell) => cell.text)).join("");
        expect(written.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        for (const { start, end, text: one } of runs.flatMap(({ cells }) => cells)) {
          expect(end).toBeGreaterThan(start);
          expect([...one]).toHaveLength(1);
        }
      }),
    );
  });

  test("spread text without boxes of its own evenly over its line", () => {
    const line = { ...column("c1", "甲乙丙丁", 100), characters: [], box: { x: 100, y: 200, width: 50, height: 400 } };
    const [run] = textRuns(verticalLayer([], { lines: [line] }));
    expect(run?.cells.map(({ start }) => start)).toEqual([200, 300, 400, 500]);
  });

  test("leave out lines without text, and clip what reaches over the edge", () => {
    const line = { ...column("c1", "甲乙", -20), characters: [] };
    const runs = textRuns(verticalLayer([], { lines: [{ ...line, text: " \u3000" }, line] }));
    expect(runs).toHaveLength(1);
    expect(runs[0]?.acrossStart).toBe(0);
  });
});

describe("operators", () => {
  test("turn a column by -90 degrees and show it in one piece when its characters are evenly high", () => {
    const line = { ...column("c1", "甲乙丙", 100), characters: [], box: { x: 100, y: 200, width: 50, height: 300 } };
    const runs = textRuns(verticalLayer([], { lines: [line] }));
    const shown = textOperators(runs, createCharacterCodes(), { heightPixels: 1100, unitsPerPixel: 0.5 });
    expect(shown).toBe("BT\n/GL 1 Tf\n3 Tr\n0 -50 25 0 53 450 Tm\n<000100020003> Tj\nET\n");
  });

  test("are none for a page without text", () => {
    expect(textOperators([], createCharacterCodes(), { heightPixels: 10, unitsPerPixel: 1 })).toBe("");
  });
});

describe("character codes", () => {
  test("are the same for the same character of the same length, and others for another length", () => {
    const codes = createCharacterCodes();
    expect(codes.codeOf("𠀀", 1010)).toMatchObject({ code: 1, width: 1000 });
    expect(codes.codeOf("𠀀", 990).code).toBe(1);
    expect(codes.codeOf("𠀀", 1180)).toMatchObject({ code: 2, width: 1200 });
    expect(codes.codeOf("一", 0).width).toBeGreaterThan(0);
    expect(codes.all().map(({ character }) => character)).toEqual(["𠀀", "𠀀", "一"]);
  });

  test("spare the last ones for new characters, and are refused to one too many", () => {
    const codes = createCharacterCodes(8);
    for (const width of [800, 900, 1000, 1100]) codes.codeOf("之", width);
    expect(codes.codeOf("之", 1900).width).toBe(1100);
    for (const character of "甲乙丙丁") codes.codeOf(character, 1000);
    expect(codes.codeOf("丁", 600).code).toBe(8);
    expect(() => codes.codeOf("戊", 1000)).toThrow(expect.objectContaining({ code: "PDF-CHARS" }));
  });

  test("lead to UTF-16 in sections of at most a hundred", () => {
    const map = toUnicodeCMap(["喃", "𡨸", ...Array.from({ length: 120 }, (_, at) => String.fromCodePoint(0x4e00 + at))]);
    expect(map).toContain("<0001> <5583>\n<0002> <D846DE38>");
    expect(map.match(/^\d+ beginbfchar/gm)).toEqual(["100 beginbfchar", "22 beginbfchar"]);
  });
});
