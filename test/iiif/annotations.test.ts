import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { annotationPagesOf, annotationSlots, wholePixels } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { searchPageOf } from "../../iiif/search-document.ts";
import { urisOf } from "../../iiif/uri.ts";
import { recordOf, structureOf, textOf } from "../fixtures/book.ts";

const uris = urisOf("https://so.thuvien.vn");

function pageOf(text = textOf()) {
  const book = bookOf(structureOf(1), recordOf({ divisions: [] }), [text]);
  const page = book.pages[0]!;
  const [annotations, phienAm] = annotationPagesOf(book, page, uris);
  return { page, annotations: annotations!, phienAm, slots: annotationSlots(book, page, uris) };
}

describe("text annotations", () => {
  test("give every column with its language and its box, in reading order", () => {
    const { annotations } = pageOf();
    expect(annotations.items?.[0]).toMatchObject({
      motivation: "supplementing",
      body: { type: "TextualBody", value: "𤾓𢆥𥪝𡎝𠊛些", language: "vi-Hani" },
      target: "https://so.thuvien.vn/iiif/3/items/VNb.12/canvas/p000000000001#xywh=320,20,74,500",
    });
  });

  test("give the phiên âm as a layer of its own, in Vietnamese, on the same box", () => {
    const { annotations, phienAm } = pageOf();
    const [line] = annotations.items ?? [];
    const [reading] = phienAm?.items ?? [];
    expect(phienAm?.items).toHaveLength(1);
    expect(phienAm?.id).toBe("https://so.thuvien.vn/iiif/3/items/VNb.12/annotations/p000000000001/phien-am");
    expect(reading).toMatchObject({ body: { value: "Trăm năm trong cõi người ta", language: "vi" }, textGranularity: "line" });
    expect(reading?.id).not.toBe(line?.id);
    expect(reading && "target" in reading && reading.target).toBe(line && "target" in line && line.target);
  });

  test("are empty for a page without text, and leave out lines without text", () => {
    expect(pageOf(textOf({ lines: [], isWithoutText: true })).annotations.items).toEqual([]);
    const blank = textOf();
    const lines = blank.lines.map((line) => ({ ...line, text: "", phienAm: undefined })).map(({ phienAm: _, ...line }) => line);
    expect(pageOf({ ...blank, lines }).annotations.items).toEqual([]);
  });

  test("give a translation as a third layer, in Vietnamese, on the same box", () => {
    const text = textOf();
    const lines = text.lines.map((line, at) =>
      at === 1 ? { ...line, translation: "Chữ tài chữ mệnh khéo là ghét nhau" } : line,
    );
    const { slots, annotations } = pageOf({ ...text, lines });
    expect(slots[2]?.id).toBe("https://so.thuvien.vn/iiif/3/items/VNb.12/annotations/p000000000001/translation");
    expect(slots[2]?.items).toHaveLength(1);
    expect(slots[2]?.items?.[0]).toMatchObject({ body: { value: "Chữ tài chữ mệnh khéo là ghét nhau", language: "vi" } });
    expect(slots[2]?.items?.[0]?.target).toBe(annotations.items?.[1]?.target);
  });

  test("say whether a person has reviewed the text", () => {
    expect(pageOf().annotations.label?.["en"]?.[0]).toContain("machine, not reviewed");
    expect(pageOf(textOf({ status: "reviewed" })).annotations.label?.["vi"]?.[0]).toContain("đã hiệu đính");
  });

  test("are stored with a place for every layer, empty where the page does not have it", () => {
    const { slots, annotations, phienAm } = pageOf();
    expect(slots).toEqual([annotations, phienAm, null]);
    expect(pageOf(textOf({ lines: [] })).slots.map((slot) => slot === null)).toEqual([false, true, true]);
  });

  test("never leave the canvas and never lose a box, whatever the box", () => {
    const side = fc.integer({ min: 1, max: 10_000 });
    const place = fc.double({ min: -50, max: 12_000, noNaN: true });
    const length = fc.double({ min: 0, max: 12_000, noNaN: true });
    fc.assert(
      fc.property(side, side, place, place, length, length, (width, height, x, y, boxWidth, boxHeight) => {
        const [left = -1, top = -1, w = 0, h = 0] = wholePixels({ x, y, width: boxWidth, height: boxHeight }, { width, height })
          .split(",")
          .map(Number);
        expect(w).toBeGreaterThan(0);
        expect(h).toBeGreaterThan(0);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + w).toBeLessThanOrEqual(width);
        expect(top + h).toBeLessThanOrEqual(height);
      }),
    );
  });
});

test("the search document keeps text code point by code point with its place", () => {
  const { page } = pageOf();
  const { lines } = searchPageOf(page);
  expect(lines.map((line) => line.text)).toEqual(page.text.lines.map((line) => line.text));
  expect(lines[0]).toEqual({
    id: "c1",
    text: "𤾓𢆥𥪝𡎝𠊛些",
    phienAm: "Trăm năm trong cõi người ta",
    box: { x: 320, y: 20, width: 74, height: 500 },
  });
});
