import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resizeColumn, retypeColumn, setKind } from "../../../pipeline/columns/change-column.ts";
import { type Column, type PageColumns, pageColumns } from "../../../pipeline/columns/column.ts";
import { makeDouble, undoDouble } from "../../../pipeline/columns/double-columns.ts";
import { deleteColumn, drawColumn, restoreColumn } from "../../../pipeline/columns/draw-column.ts";
import { mergeColumns } from "../../../pipeline/columns/merge-columns.ts";
import { moveColumns, orderAsPointed } from "../../../pipeline/columns/move-columns.ts";
import { sortColumns } from "../../../pipeline/columns/sort-columns.ts";
import { splitColumn } from "../../../pipeline/columns/split-column.ts";
import { textLayerSchema } from "../../../pipeline/text-layer.ts";

const POOL = [..."大越史記全書金雲翹新傳𡨸喃𠊛𢆥𤾓"];

function column(id: string, text: string, box: Column["box"]): Column {
  const units = [...text.replace(/\s/gu, "")];
  const share = Math.floor((10 * box.height) / Math.max(1, units.length)) / 10;
  const characters = units.map((each, at) => ({
    text: each,
    box: { ...box, y: Math.round(10 * (box.y + at * share)) / 10, height: share },
    confidence: 0.5 + (at % 5) / 10,
    alternatives: [{ text: "又", confidence: 0.1 }],
  }));
  return { id, kind: "body", box, text, confidence: 0.8, characters };
}

function page(columns: readonly Column[]): PageColumns {
  return { writingMode: "vertical-rl", width: 1000, height: 600, columns, setAside: [] };
}

const someText = fc.array(fc.constantFrom(...POOL), { minLength: 2, maxLength: 12 }).map((each) => each.join(""));
const somePage = fc.array(fc.record({ text: someText, hasSyllables: fc.boolean() }), { minLength: 2, maxLength: 8 }).map((rows) =>
  page(
    rows.map(({ text, hasSyllables }, at) => {
      const made = column(`c${at + 1}`, text, { x: 900 - 60 * at, y: 40, width: 50, height: 500 });
      return hasSyllables
        ? { ...made, phienAm: [...text].map(() => "chữ").join(" ") }
        : { ...made, phienAm: "một câu", note: "n" };
    }),
  ),
);

/** Every character with its reading, wherever it stands now. */
function allText({ columns, setAside }: PageColumns): string {
  const every = [...columns, ...setAside];
  return every
    .flatMap((each) => each.characters.map(({ text, confidence }) => `${text}${confidence}`))
    .sort()
    .join(" ");
}

type Operation = (page: PageColumns, pick: (below: number) => number) => PageColumns;
const idOf = (of: PageColumns, pick: (below: number) => number) => of.columns[pick(of.columns.length)]?.id ?? "";
const OPERATIONS: readonly Operation[] = [
  (of, pick) => splitColumn(of, idOf(of, pick), { character: pick(12) }),
  (of, pick) => splitColumn(of, idOf(of, pick), { pixel: 40 + pick(500) }),
  (of, pick) => mergeColumns(of, [idOf(of, pick), idOf(of, pick)]),
  (of, pick) => moveColumns(of, [idOf(of, pick), idOf(of, pick)], idOf(of, pick)),
  (of, pick) => sortColumns(of, { by: pick(2) === 0 ? "registers" : "columns" }),
  (of, pick) => orderAsPointed(of, [idOf(of, pick), idOf(of, pick), idOf(of, pick)]),
  (of, pick) => deleteColumn(of, idOf(of, pick)),
  (of, pick) => restoreColumn(of, of.setAside[pick(of.setAside.length)]?.id ?? ""),
  (of, pick) => makeDouble(of, idOf(of, pick), { from: pick(6), to: 2 + pick(10) }),
  (of, pick) => makeDouble(of, idOf(of, pick)),
  (of, pick) => undoDouble(of, idOf(of, pick)),
  (of, pick) => setKind(of, idOf(of, pick), pick(2) === 0 ? "body" : "commentary"),
  (of, pick) => resizeColumn(of, idOf(of, pick), { x: pick(900), y: pick(300), width: 40, height: 200 }),
  (of, pick) => drawColumn(of, { box: { x: pick(900), y: 20, width: 40, height: 500 }, kind: "body" }),
];

describe("operations on columns", () => {
  test("never lose a character nor what the machine thought of it, whatever is done in whatever order", () => {
    const steps = fc.array(fc.tuple(fc.nat(OPERATIONS.length - 1), fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 })), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(somePage, steps, (start, taken) => {
        let now = start;
        for (const [which, picks] of taken) {
          let next = 0;
          now = (OPERATIONS[which] as Operation)(now, (below) => (picks[next++ % 4] as number) % Math.max(1, below));
          expect(new Set([...now.columns, ...now.setAside].map(({ id }) => id)).size).toBe(
            now.columns.length + now.setAside.length,
          );
        }
        expect(allText(now)).toBe(allText(start));
        for (const each of now.columns)
          expect(each.text.replace(/\s/gu, "")).toBe(each.characters.map(({ text }) => text).join(""));
        const known = new Set(now.columns.map(({ id }) => id));
        for (const each of now.columns)
          if (each.parent !== undefined) expect(known.has(each.parent) || now.setAside.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("split and merge again is as if nothing had been done, at a character and at a height", () => {
    fc.assert(
      fc.property(somePage, fc.nat(7), fc.nat(11), fc.boolean(), (start, which, at, isByPixel) => {
        const id = start.columns[which % start.columns.length]?.id ?? "";
        const apart = splitColumn(start, id, isByPixel ? { pixel: 45 + at * 40 } : { character: at });
        if (apart === start) return;
        const place = apart.columns.findIndex((each) => each.id === id);
        const again = mergeColumns(apart, [id, apart.columns[place + 1]?.id ?? ""]);
        expect(again).toEqual(start);
      }),
      { numRuns: 300 },
    );
  });

  test("a split gives each part its characters and, where there is one for each, its syllables", () => {
    const start = page([
      { ...column("c1", "金雲翹新傳", { x: 10, y: 0, width: 50, height: 500 }), phienAm: "Kim Vân Kiều tân truyện" },
    ]);
    const { columns } = splitColumn(start, "c1", { character: 3 });
    expect(columns.map(({ id, text, phienAm }) => [id, text, phienAm])).toEqual([
      ["c1", "金雲翹", "Kim Vân Kiều"],
      ["n1", "新傳", "tân truyện"],
    ]);
    expect(columns[0]?.box).toEqual({ x: 10, y: 0, width: 50, height: 300 });
    expect(columns[1]?.box).toEqual({ x: 10, y: 300, width: 50, height: 200 });
  });

  test("what does not apply gives the very same page", () => {
    const start = page([column("c1", "金雲翹", { x: 10, y: 0, width: 50, height: 300 })]);
    expect(splitColumn(start, "c1", { character: 0 })).toBe(start);
    expect(splitColumn(start, "c1", { pixel: 300 })).toBe(start);
    expect(splitColumn(start, "c9", { character: 1 })).toBe(start);
    expect(mergeColumns(start, ["c1", "c1"])).toBe(start);
    expect(moveColumns(start, ["c1"], undefined)).toBe(start);
    expect(sortColumns(start, { by: "registers", from: "c9" })).toBe(start);
    expect(deleteColumn(start, "c9")).toBe(start);
    expect(drawColumn(start, { box: { x: 2000, y: 0, width: 5, height: 5 }, kind: "body" })).toBe(start);
  });

  test("a deleted column is set aside with its text, and comes back to its place", () => {
    const start = page([1, 2, 3].map((at) => column(`c${at}`, `金雲${at}`, { x: 900 - 60 * at, y: 40, width: 50, height: 500 })));
    const without = deleteColumn(start, "c2");
    expect(without.columns.map(({ id }) => id)).toEqual(["c1", "c3"]);
    expect(without.setAside.map(({ id, text }) => [id, text])).toEqual([["c2", "金雲2"]]);
    expect(restoreColumn(without, "c2")).toEqual(start);
  });

  test("a drawn column stands where its place on the page says, and is cut to the page", () => {
    const start = page([1, 2, 3].map((at) => column(`c${at}`, "金雲", { x: 900 - 100 * at, y: 40, width: 50, height: 500 })));
    const drawn = drawColumn(start, { box: { x: 650, y: -20, width: 40, height: 900 }, kind: "body" });
    expect(drawn.columns.map(({ id }) => id)).toEqual(["c1", "c2", "n1", "c3"].sort((a, b) => order(drawn, a) - order(drawn, b)));
    expect(drawn.columns[2]?.id).toBe("n1");
    expect(drawn.columns[2]?.box).toEqual({ x: 650, y: 0, width: 40, height: 600 });
  });

  test("a stretch of a column becomes two small columns that belong to it, read right before left", () => {
    const start = page([column("c1", "大越史記全書金雲", { x: 100, y: 0, width: 60, height: 400 })]);
    const { columns } = makeDouble(start, "c1", { from: 2, to: 7 });
    expect(columns.map(({ text, kind, parent }) => [text, kind, parent])).toEqual([
      ["大越", "body", undefined],
      ["史記全", "commentary", "c1"],
      ["書金", "commentary", "c1"],
      ["雲", "body", undefined],
    ]);
    expect(columns[1]?.box).toEqual({ x: 130, y: 100, width: 30, height: 250 });
    expect(columns[2]?.box).toEqual({ x: 100, y: 100, width: 30, height: 250 });
  });

  test("characters that stand on one side of a double column go to that side", () => {
    const whole = column("c1", "大越史記", { x: 100, y: 0, width: 60, height: 200 });
    const characters = whole.characters.map((each, at) => ({
      ...each,
      box: { x: at % 2 === 0 ? 132 : 102, y: at < 2 ? 0 : 100, width: 26, height: 90 },
    }));
    const { columns } = makeDouble(page([{ ...whole, characters }]), "c1");
    expect(columns.map(({ id, text }) => [id, text])).toEqual([
      ["c1", "大史"],
      ["n1", "越記"],
    ]);
    expect(columns[0]?.characters[0]?.box).toEqual(characters[0]?.box);
  });

  test("a layer and its columns are the same thing, small columns included", () => {
    const made = makeDouble(page([column("c1", "大越史記", { x: 100, y: 0, width: 60, height: 200 })]), "c1", { from: 2, to: 4 });
    const layer = textLayerSchema.parse({
      v: 1,
      status: "reviewed",
      width: 1000,
      height: 600,
      script: "han-nom",
      writingMode: "vertical-rl",
      engine: { name: "lan", version: "1" },
      isWithoutText: false,
      lines: made.columns,
    });
    expect(pageColumns(layer)).toEqual(made);
  });

  test("a column that grows keeps its characters, one that moves away places them anew", () => {
    const start = page([column("c1", "大越史記", { x: 100, y: 0, width: 60, height: 200 })]);
    const grown = resizeColumn(start, "c1", { x: 95, y: 0, width: 70, height: 260 });
    expect(grown.columns[0]?.characters).toEqual(start.columns[0]?.characters);
    const moved = resizeColumn(start, "c1", { x: 300, y: 0, width: 60, height: 200 });
    expect(moved.columns[0]?.characters.map(({ box }) => box.x)).toEqual([300, 300, 300, 300]);
    expect(moved.columns[0]?.characters.map(({ confidence }) => confidence)).toEqual(
      start.columns[0]?.characters.map(({ confidence }) => confidence),
    );
  });

  test("typed text travels with its characters", () => {
    const start = page([column("c1", "大越史記", { x: 100, y: 0, width: 60, height: 200 })]);
    const typed = retypeColumn(start, "c1", "大 𡨸史記", ["大", "𡨸", "史", "記"]);
    const [typedColumn] = typed.columns;
    expect(typedColumn?.text).toBe("大 𡨸史記");
    expect(typedColumn?.characters[1]).toMatchObject({ text: "𡨸", confidence: 1, box: { y: 50, height: 50 } });
    expect(typedColumn?.characters[1]?.alternatives[0]).toEqual({ text: "越", confidence: 0.6 });
    expect(typedColumn?.characters[2]).toEqual(start.columns[0]?.characters[2]);
  });
});

function order({ columns }: PageColumns, id: string): number {
  return columns.findIndex((each) => each.id === id);
}
