import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { annotationPageOf, wholePixels } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { searchPageOf } from "../../iiif/search-document.ts";
import { urisOf } from "../../iiif/uri.ts";
import { recordOf, structureOf, textOf } from "../fixtures/book.ts";

const uris = urisOf("https://so.thuvien.vn");

function pageOf(text = textOf()) {
  const book = bookOf(structureOf(1), recordOf({ divisions: [] }), [text]);
  return { page: book.pages[0]!, annotations: annotationPageOf(book, book.pages[0]!, uris) };
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

  test("give a phiên âm as Vietnamese on the same box", () => {
    const { annotations } = pageOf();
    const [line, reading] = annotations.items ?? [];
    expect(reading).toMatchObject({ body: { value: "Trăm năm trong cõi người ta", language: "vi" } });
    expect(reading && "target" in reading && reading.target).toBe(line && "target" in line && line.target);
  });

  test("are empty for a page without text, and leave out lines without text", () => {
    expect(pageOf(textOf({ lines: [], isWithoutText: true })).annotations.items).toEqual([]);
    const blank = textOf();
    const lines = blank.lines.map((line) => ({ ...line, text: "", phienAm: undefined })).map(({ phienAm: _, ...line }) => line);
    expect(pageOf({ ...blank, lines }).annotations.items).toEqual([]);
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
