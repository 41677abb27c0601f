import { describe, expect, test } from "vitest";
import { annotationPageOf } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { checkAnnotationPage, checkManifest } from "../../iiif/check.ts";
import { collectionOf } from "../../iiif/collection.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import { urisOf } from "../../iiif/uri.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import { recordSchema } from "../../pipeline/record.ts";
import { pageId, recordOf, structureOf, textOf } from "../fixtures/book.ts";
import { hasPresentationSchema, schemaErrors } from "./presentation-schema.ts";

const uris = urisOf("https://so.thuvien.vn");

function book(record: ItemRecord = recordOf(), pageCount = 5) {
  const texts = Array.from({ length: pageCount }, (_, index) => textOf(index === 0 ? { status: "reviewed" } : {}));
  return bookOf(structureOf(pageCount), record, texts);
}

const barest = recordSchema.parse({ v: 1, shelfmark: "X", titles: [{ language: "lzh", text: "大越史記全書" }] });

describe.skipIf(!hasPresentationSchema)("by the IIIF schema", () => {
  test("a manifest with everything is valid", () => {
    expect(schemaErrors(manifestOf(book(), uris))).toEqual([]);
  });

  test("a manifest with hardly anything is valid", () => {
    expect(schemaErrors(manifestOf(book(barest, 1), uris))).toEqual([]);
  });

  test("a text annotation page is valid on its own", () => {
    const whole = book();
    expect(schemaErrors(annotationPageOf(whole, whole.pages[0]!, uris))).toEqual([]);
  });

  test("a collection is valid", () => {
    expect(schemaErrors(collectionOf([{ item: "a", titles: recordOf().titles }], uris))).toEqual([]);
    expect(schemaErrors(collectionOf([], uris))).toEqual([]);
  });

  test("the schema does find a fault, so that its silence means something", () => {
    expect(schemaErrors({ ...manifestOf(book(), uris), label: "not a language map" })).not.toEqual([]);
  });
});

describe("a manifest", () => {
  const manifest = manifestOf(book(), uris);

  test("passes our own check, with its annotation pages", () => {
    const whole = book();
    expect(checkManifest(manifest)).toEqual([]);
    expect(whole.pages.flatMap((page) => checkAnnotationPage(annotationPageOf(whole, page, uris), manifest))).toEqual([]);
  });

  test("is read in the direction of the book, as an open book, beginning with page 1", () => {
    expect(manifest).toMatchObject({
      viewingDirection: "right-to-left",
      behavior: ["paged"],
      start: { id: uris.canvas("VNb.12", pageId(1)), type: "Canvas" },
    });
    expect(manifest.items.map((canvas) => canvas.id)).toEqual([1, 2, 3, 4, 5].map((page) => uris.canvas("VNb.12", pageId(page))));
  });

  test("keeps every canvas whole though ranges name it", () => {
    for (const canvas of manifest.items) {
      expect(canvas).toMatchObject({ width: 400, height: 560, label: { none: [expect.any(String)] } });
      expect(canvas.items).toHaveLength(1);
    }
  });

  test("has what the builder would drop: provider, collection, table of contents", () => {
    expect(manifest.provider?.[0]?.label).toEqual({ none: ["Thư viện tỉnh"] });
    expect(manifest.partOf?.[0]?.id).toBe("https://so.thuvien.vn/iiif/3/collection");
    const contents = manifest.structures?.[0]?.items as { label: unknown; items: { id: string }[] }[];
    expect(contents.map((range) => range.label)).toEqual([{ none: ["卷一"] }, { none: ["卷二"] }]);
    expect(contents.map((range) => range.items.map((canvas) => canvas.id))).toEqual([
      [1, 2].map((page) => uris.canvas("VNb.12", pageId(page))),
      [3, 4, 5].map((page) => uris.canvas("VNb.12", pageId(page))),
    ]);
  });

  test("says in both languages how much of the text no person has checked", () => {
    const state = manifest.metadata?.find((entry) => entry.label?.["en"]?.[0] === "State of the text");
    expect(state?.value?.["vi"]?.[0]).toContain("4 trong 5 trang");
    expect(state?.value?.["en"]?.[0]).toContain("Unreviewed machine text");
    const reviewed = bookOf(structureOf(1), recordOf({ divisions: [] }), [textOf({ status: "reviewed" })]);
    const last = manifestOf(reviewed, uris).metadata?.at(-1);
    expect(last?.value?.["en"]).toEqual(["The text has been checked by a person."]);
  });

  test("has every label of its description in Vietnamese and in English", () => {
    for (const entry of manifest.metadata ?? []) expect(Object.keys(entry.label ?? {})).toEqual(["vi", "en"]);
    expect(manifest.metadata?.length).toBeGreaterThan(7);
  });

  test("keeps titles code point by code point under their own language, without a title that has none", () => {
    expect(manifest.label).toEqual({
      "vi-Hani": ["金雲翹新傳"],
      vi: ["Kim Vân Kiều tân truyện"],
      en: ["The Tale of Kiều"],
    });
  });

  test("turns a licence into the term that IIIF allows, and shows any other rights as text", () => {
    expect(manifest.rights).toBe("http://creativecommons.org/publicdomain/mark/1.0/");
    const own = manifestOf(book(recordOf({ rights: "https://thuvien.vn/quyen" })), uris);
    expect(own.rights).toBeUndefined();
    expect(own.metadata?.find((entry) => entry.label?.["en"]?.[0] === "Rights")?.value).toEqual({
      none: ["https://thuvien.vn/quyen"],
    });
  });

  test("refers to texts instead of holding them, so a thick book stays small", () => {
    const size = (pages: number): number => JSON.stringify(manifestOf(book(recordOf(), pages), uris)).length;
    expect((size(103) - size(3)) / 100).toBeLessThan(1700);
    expect(manifest.items[0]?.annotations?.[0]).not.toHaveProperty("items");
  });
});
