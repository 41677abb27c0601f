import { expect, test } from "vitest";
import { sampleGlyphs } from "../../../cli/sample/glyphs.ts";
import { drawCell, emptySheet } from "../../../formats/contact-sheet/draw-sheet.ts";
import { SEVERITY_COLOURS } from "../../../formats/contact-sheet/sheet-colours.ts";
import { fitted, layOut, PICTURE_BOX, SHEET_WIDTH, type SheetType } from "../../../formats/contact-sheet/sheet-layout.ts";
import type { SheetPage, SheetWords } from "../../../formats/contact-sheet/sheet-page.ts";
import { surfaceOf } from "../../../formats/contact-sheet/surface.ts";
import { typesetter } from "../../../formats/contact-sheet/typeset.ts";
import type { Rgb } from "../../../formats/raster.ts";

const face = sampleGlyphs();
const type: SheetType = { title: typesetter(face, 22), text: typesetter(face, 17), small: typesetter(face, 15) };
const words: SheetWords = {
  before: "bản gốc",
  after: "sau",
  noPicture: "chưa có",
  severity: { rescan: "Quét lại", warning: "Xem", note: "Ghi" },
  outline: "mép",
  kept: "khung",
  fold: "gáy",
  noFindings: "Không có gì.",
  more: (count) => `+${count}`,
};
const ring = [
  { x: 100, y: 200 },
  { x: 300, y: 200 },
  { x: 300, y: 500 },
  { x: 100, y: 500 },
];
const page = (more: Partial<SheetPage> = {}): SheetPage => ({
  title: "Trang 1",
  facts: "",
  verdict: null,
  master: { width: 1000, height: 800 },
  clean: { width: 900, height: 700 },
  marks: { outline: [], kept: null, folds: [], toUpright: null },
  findings: [{ severity: "rescan", code: "QC-BLUR", text: "Mờ.", onMaster: ring, onClean: null }],
  ...more,
});

/** Middle of the pixels of one colour within a picture's box, and how many there are. */
function coloured(
  surface: ReturnType<typeof emptySheet>,
  box: { x: number; y: number; width: number; height: number },
  colour: Rgb,
) {
  const found: [number, number][] = [];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const at = (Math.floor(y) * surface.width + Math.floor(x)) * 3;
      if (colour.every((value, c) => Math.abs((surface.pixels[at + c] ?? 0) - value) < 3)) found.push([x - box.x, y - box.y]);
    }
  }
  return found;
}

test("a finding is drawn at its place on the picture, in the picture's scale, and on that picture alone", () => {
  const plan = layOut([page()], ["Tờ 1"], words, type);
  const [cell] = plan.cells;
  if (!cell) throw new Error("no cell");
  const surface = emptySheet(plan, words, type);
  const white = (box: typeof cell.before) => surfaceOf(box.width, box.height, [255, 255, 255]);
  drawCell(surface, cell, { before: white(cell.before), after: white(cell.after) }, words, type);
  const scale = cell.before.width / 1000;
  const red = coloured(surface, cell.before, SEVERITY_COLOURS.rescan);
  expect(Math.min(...red.map(([x]) => x))).toBeCloseTo(100 * scale - 1.5, -0.5);
  expect(Math.max(...red.map(([x]) => x))).toBeCloseTo(300 * scale + 1, -0.5);
  expect(Math.max(...red.map(([, y]) => y))).toBeCloseTo(500 * scale + 1, -0.5);
  expect(coloured(surface, cell.after, SEVERITY_COLOURS.rescan)).toEqual([]);
});

test("a finding is said by number, word and code, not by its colour alone", () => {
  const [cell] = layOut([page()], ["Tờ 1"], words, type).cells;
  expect(cell?.texts.map((each) => each.text)).toContain("1. Quét lại · Mờ. [QC-BLUR]");
});

test("a page without findings says so, and one that nobody has looked at does not", () => {
  const texts = (more: Partial<SheetPage>) => layOut([page(more)], ["T"], words, type).cells[0]?.texts.map((each) => each.text);
  expect(texts({ findings: [] })).toContain("Không có gì.");
  expect(texts({ findings: [], master: null, clean: null })).not.toContain("Không có gì.");
});

test("no text leaves its cell, and no cell covers another, however much there is to say", () => {
  const long = { severity: "note", code: "X", text: "rất dài ".repeat(80), onMaster: null, onClean: null } as const;
  const pages = Array.from({ length: 7 }, (_, at) =>
    page({ title: "tên ".repeat(99), findings: Array.from({ length: at * 3 }, () => long) }),
  );
  const { cells, size } = layOut(pages, ["T", "U"], words, type);
  expect(cells).toHaveLength(7);
  for (const { frame, texts } of cells) {
    expect(frame.x + frame.width).toBeLessThanOrEqual(SHEET_WIDTH);
    expect(frame.y + frame.height).toBeLessThanOrEqual(size.height);
    for (const { text, size: face, x, y } of texts) {
      expect(x + type[face].widthOf(text)).toBeLessThanOrEqual(frame.x + frame.width);
      expect(y + type[face].lineHeight).toBeLessThanOrEqual(frame.y + frame.height);
    }
  }
  for (const [at, { frame }] of cells.entries()) {
    for (const { frame: other } of cells.slice(at + 1)) {
      const isApart = other.x >= frame.x + frame.width || other.y >= frame.y + frame.height;
      expect(isApart).toBe(true);
    }
  }
});

test("pictures fit their box, keep their shape and are never enlarged", () => {
  expect(fitted({ width: 40, height: 30 }, PICTURE_BOX)).toEqual({ width: 40, height: 30 });
  const tall = fitted({ width: 1000, height: 6000 }, PICTURE_BOX);
  expect(tall.height).toBe(PICTURE_BOX.height);
  expect(tall.width / tall.height).toBeCloseTo(1 / 6, 2);
});
