import { describe, expect, test } from "vitest";
import { annotationPagesOf } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { checkAnnotationPages, checkManifest } from "../../iiif/check.ts";
import { servedEdition } from "../../iiif/edition.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import { urisOf } from "../../iiif/uri.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import { recordSchema } from "../../pipeline/record.ts";
import { pageId, recordOf, structureOf, textOf } from "../fixtures/book.ts";
import { hasPresentationSchema, schemaErrors } from "./presentation-schema.ts";

const uris = urisOf("https://so.thuvien.vn");
const provider = {
  name: { vi: "Thư viện tỉnh", en: "Provincial Library" },
  homepage: "https://thu-vien.vn",
  logo: { format: "image/png" as const, width: 240, height: 80 },
  requiredStatement: { vi: "Xin ghi rõ nguồn.", en: "Please credit the library." },
};
const edition = servedEdition(uris, { provider });

function book(record: ItemRecord = recordOf(), pageCount = 5) {
  const texts = Array.from({ length: pageCount }, (_, index) => textOf(index === 0 ? { status: "reviewed" } : {}));
  return bookOf(structureOf(pageCount), record, texts);
}

const barest = recordSchema.parse({ v: 1, shelfmark: "X", titles: [{ language: "lzh", text: "大越史記全書" }] });

describe.skipIf(!hasPresentationSchema)("by the IIIF schema", () => {
  test("a manifest with everything is valid", () => {
    expect(schemaErrors(manifestOf(book(), edition))).toEqual([]);
  });

  test("a manifest with hardly anything is valid", () => {
    expect(schemaErrors(manifestOf(book(barest, 1), edition))).toEqual([]);
  });

  test("a text annotation page is valid on its own", () => {
    const whole = book();
    expect(annotationPagesOf(whole, whole.pages[0]!, uris).map(schemaErrors)).toEqual([[], []]);
  });

  test("the schema does find a fault, so that its silence means something", () => {
    expect(schemaErrors({ ...manifestOf(book(), edition), label: "not a language map" })).not.toEqual([]);
  });
});

describe("a manifest", () => {
  const manifest = manifestOf(book(), edition);

  test("passes our own check, with its annotation pages", () => {
    const whole = book();
    expect(checkManifest(manifest)).toEqual([]);
    const pages = whole.pages.flatMap((page) => annotationPagesOf(whole, page, uris));
    expect(pages).toHaveLength(10);
    expect(checkAnnotationPages(pages, manifest)).toEqual([]);
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
    expect(manifest.provider).toHaveLength(1);
    expect(manifest.provider?.[0]).toMatchObject({
      label: { vi: ["Thư viện tỉnh"], en: ["Provincial Library"] },
      homepage: [{ id: "https://thu-vien.vn", format: "text/html" }],
      logo: [{ id: "https://so.thuvien.vn/iiif/3/logo", type: "Image", format: "image/png", width: 240, height: 80 }],
    });
    expect(manifest.partOf?.map((part) => part.id)).toEqual([
      "https://so.thuvien.vn/iiif/3/collection",
      "https://so.thuvien.vn/iiif/3/collections/holder/thu-vien-tinh",
      "https://so.thuvien.vn/iiif/3/collections/class/han-nom",
    ]);
    const contents = manifest.structures?.[0]?.items as { label: unknown; items: { id: string }[] }[];
    expect(contents.map((range) => range.label)).toEqual([{ none: ["卷一"] }, { none: ["卷二"] }]);
    expect(contents.map((range) => range.items.map((canvas) => canvas.id))).toEqual([
      [1, 2].map((page) => uris.canvas("VNb.12", pageId(page))),
      [3, 4, 5].map((page) => uris.canvas("VNb.12", pageId(page))),
    ]);
  });

  test("is part of the batches that its pages arrived in, where the page list says so", () => {
    const batches = ["2026-11-20-AB", "2026-11-21-AB"];
    const book = bookOf(structureOf(1, { batches }), recordOf({ divisions: [] }), [textOf({})]);
    expect(manifestOf(book, edition).partOf?.slice(-2)).toEqual(
      batches.map((batch) => ({ id: uris.collectionOf("batch", batch), type: "Collection", label: { none: [batch] } })),
    );
  });

  test("says in both languages how much of the text no person has checked", () => {
    const state = manifest.metadata?.find((entry) => entry.label?.["en"]?.[0] === "State of the text");
    expect(state?.value?.["vi"]?.[0]).toContain("4 trong 5 trang");
    expect(state?.value?.["en"]?.[0]).toContain("Unreviewed machine text");
    const reviewed = bookOf(structureOf(1), recordOf({ divisions: [] }), [textOf({ status: "reviewed" })]);
    const last = manifestOf(reviewed, edition).metadata?.at(-1);
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

  test("names another library as the holder before the one that runs the site, and neither when nobody is known", () => {
    const other = manifestOf(book(recordOf({ holder: "Chùa Bổ Đà" })), edition);
    expect(other.provider?.map((agent) => agent.label)).toEqual([
      { none: ["Chùa Bổ Đà"] },
      { vi: ["Thư viện tỉnh"], en: ["Provincial Library"] },
    ]);
    expect(manifestOf(book(barest, 1), servedEdition(uris))).not.toHaveProperty("provider");
  });

  test("demands the library's statement with the source, in every language that it is written in", () => {
    expect(manifest.requiredStatement?.value).toEqual({
      vi: ["Thư viện tỉnh, VNb.12", "Xin ghi rõ nguồn."],
      en: ["Thư viện tỉnh, VNb.12", "Please credit the library."],
    });
    expect(manifestOf(book(), servedEdition(uris)).requiredStatement?.value).toEqual({ none: ["Thư viện tỉnh, VNb.12"] });
  });

  test("stands on the line of time at the first day of its date", () => {
    expect(manifest.navDate).toBe("1866-01-01T00:00:00Z");
    expect(manifestOf(book(barest, 1), edition)).not.toHaveProperty("navDate");
  });

  test("offers search in versions 2 and 1, each with its autocomplete, and nothing where nobody would answer", () => {
    expect(manifest["@context"]).toEqual([
      "http://iiif.io/api/search/2/context.json",
      "http://iiif.io/api/presentation/3/context.json",
    ]);
    expect(manifest.service).toMatchObject([
      { id: uris.search(2, "VNb.12"), type: "SearchService2", service: [{ id: uris.autocomplete(2, "VNb.12") }] },
      { "@id": uris.search(1, "VNb.12"), profile: "http://iiif.io/api/search/1/search" },
    ]);
    const silent = manifestOf(book(), { ...edition, hasSearch: false });
    expect(silent).not.toHaveProperty("service");
    expect(silent["@context"]).toBe("http://iiif.io/api/presentation/3/context.json");
  });

  test("leads to PDF, text, ALTO and the descriptions in XML", () => {
    expect(manifest.rendering?.map((link) => link.id)).toEqual([uris.pdf("VNb.12"), uris.itemFile("VNb.12", "text.txt")]);
    expect(manifest.seeAlso?.map((link) => link.id)).toEqual(
      (["mods.xml", "mets.xml", "dc.xml", "marc.xml"] as const).map((file) => uris.itemFile("VNb.12", file)),
    );
    expect(manifest.items[1]?.seeAlso?.[0]).toMatchObject({ id: uris.alto("VNb.12", pageId(2)), format: "application/xml" });
  });

  test("names for every page each layer of its text, and says which one a person has reviewed", () => {
    const layers = manifest.items.map((canvas) => canvas.annotations?.map((page) => page.id));
    expect(layers[1]).toEqual([uris.annotationPage("VNb.12", pageId(2)), uris.annotationPage("VNb.12", pageId(2), "phien-am")]);
    expect(manifest.items[0]?.annotations?.[0]?.label?.["en"]).toEqual(["Text as written (reviewed)"]);
    expect(manifest.items[1]?.annotations?.[0]?.label?.["en"]).toEqual(["Text as written (machine, not reviewed)"]);
  });

  test("pairs single pages as an open book, but not pictures that each show two pages already", () => {
    const spreads = [textOf({ width: 800, height: 560 }), textOf({ width: 800, height: 560 })];
    const wide = manifestOf(bookOf(structureOf(2), recordOf({ divisions: [] }), spreads), edition);
    expect(wide.behavior).toEqual(["individuals"]);
  });

  test("keeps every identifier when text, titles and divisions are edited", () => {
    const edited = recordOf({
      titles: [{ language: "vi-Hani", text: "斷腸新聲" }],
      divisions: [
        { title: "卷一", page: 1 },
        { title: "卷一之下", page: 2 },
        { title: "卷二 (sửa)", page: 3 },
      ],
    });
    const after = manifestOf(book(edited), edition);
    expect(after.id).toBe(manifest.id);
    expect(after.items.map((canvas) => [canvas.id, canvas.annotations?.map((page) => page.id)])).toEqual(
      manifest.items.map((canvas) => [canvas.id, canvas.annotations?.map((page) => page.id)]),
    );
    const ids = (made: typeof manifest): unknown[] =>
      made.structures?.[0]?.items?.map((range) => (range as { id: string }).id) ?? [];
    expect(ids(after)).toEqual(expect.arrayContaining(ids(manifest)));
    const twice = manifestOf(book(recordOf({ divisions: [1, 1].map((page) => ({ title: "序", page })) })), edition);
    expect(new Set(ids(twice)).size).toBe(2);
  });

  test("gives what the record knows of the copy, and the parts that people had in it", () => {
    const full = recordOf({
      agents: [
        { role: "author", name: "阮攸", normalised: "Nguyễn Du" },
        { role: "block-holder", name: "盛文堂" },
        { role: "role-of-our-own", name: "ai đó" },
      ],
      extent: { fascicles: 2, leaves: 120 },
      dimensions: { heightMillimetres: 285, widthMillimetres: 160 },
      linesPerPage: 9,
      dateCertainty: "inferred",
      form: "woodblock",
      holdingClass: "rare",
      notes: [{ language: "vi", text: "Sách in ván gỗ." }],
    });
    const rows = Object.fromEntries(
      (manifestOf(book(full), edition).metadata ?? []).map((row) => [row.label?.["en"]?.[0], row.value]),
    );
    expect(rows).toMatchObject({
      Author: { none: ["阮攸 Nguyễn Du", "阮攸 (Nguyễn Du)"] },
      "role-of-our-own": { none: ["ai đó"] },
      Form: { vi: [expect.stringMatching(/^[A-ZĐ]/)], en: [expect.any(String)] },
      Extent: { vi: ["2 quyển, 120 tờ"] },
      Dimensions: { vi: ["28,5 × 16 cm"], en: ["28.5 × 16 cm"] },
      "Page layout": { vi: ["9 dòng một trang"] },
      Date: { vi: ["嗣德十九年 · 1866 (suy đoán)"] },
      "Class of holding": { vi: ["Tài liệu quý hiếm"], en: ["Rare holdings"] },
      Notes: { vi: ["Sách in ván gỗ."] },
    });
  });

  test("turns a licence into the term that IIIF allows, and shows any other rights as text", () => {
    expect(manifest.rights).toBe("http://creativecommons.org/publicdomain/mark/1.0/");
    const own = manifestOf(book(recordOf({ rights: "https://thuvien.vn/quyen" })), edition);
    expect(own.rights).toBeUndefined();
    expect(own.metadata?.find((entry) => entry.label?.["en"]?.[0] === "Rights")?.value).toEqual({
      none: ["https://thuvien.vn/quyen"],
    });
  });

  test("refers to texts instead of holding them, so a thick book stays small", () => {
    const size = (pages: number): number => JSON.stringify(manifestOf(book(recordOf(), pages), edition)).length;
    expect((size(103) - size(3)) / 100).toBeLessThan(3000);
    expect(manifest.items[0]?.annotations?.[0]).not.toHaveProperty("items");
  });
});
