import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUri, urisOf } from "../../iiif/uri.ts";

const BASES = ["https://so.thuvien.vn", "http://localhost:8080/", "https://thuvien.vn/so-hoa"];

test("reads back every identifier that it mints, under any base", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom(...BASES), name, name, (base, item, page) => {
      const uris = urisOf(base);
      const read = (uri: string): unknown => parseUri(base, uri);
      expect(read(uris.home())).toEqual({ kind: "home" });
      expect(read(uris.searchPage(item))).toEqual({ kind: "search-page" });
      expect(read(uris.collection())).toEqual({ kind: "collection" });
      expect(read(uris.collection(7))).toEqual({ kind: "collection-section", section: "7" });
      expect(read(uris.collectionOf("batch", item))).toEqual({ kind: "part-collection", part: "batch", slug: item });
      expect(read(uris.collectionOf("class", item, 2))).toEqual({
        kind: "part-section",
        part: "class",
        slug: item,
        section: "2",
      });
      expect(read(uris.manifest(item))).toEqual({ kind: "manifest", item });
      expect(read(`${uris.canvas(item, page)}#xywh=0,0,1,1`)).toEqual({ kind: "canvas", item, page });
      expect(read(uris.range(item, page))).toEqual({ kind: "range", item, division: page });
      expect(read(uris.provider(item))).toEqual({ kind: "provider", slug: item });
      expect(read(uris.annotationPage(item, page))).toEqual({ kind: "annotation-page", item, page });
      expect(read(uris.annotationPage(item, page, "phien-am"))).toEqual({
        kind: "annotation-layer",
        item,
        page,
        layer: "phien-am",
      });
      expect(read(uris.annotation(item, page, item))).toEqual({ kind: "annotation", item, page, line: item });
      expect(read(uris.annotation(item, page, page, "translation"))).toEqual({
        kind: "layer-annotation",
        item,
        page,
        layer: "translation",
        line: page,
      });
      expect(read(uris.imageService(page))).toEqual({ kind: "image-service", page });
      expect(read(uris.imageService2(page))).toEqual({ kind: "image-service-2", page });
      expect(read(uris.search(2, item))).toEqual({ kind: "search", version: "2", item });
      expect(read(uris.autocomplete(1, item))).toEqual({ kind: "autocomplete", version: "1", item });
      expect(read(`${uris.searchCollection(1)}?q=a`)).toEqual({ kind: "collection-search", version: "1" });
      expect(read(uris.autocompleteCollection(2))).toEqual({ kind: "collection-autocomplete", version: "2" });
      expect(read(uris.activityPage(0))).toEqual({ kind: "activity-page", number: "0" });
      expect(read(uris.openData("csv"))).toEqual({ kind: "open-data", format: "csv" });
      expect(read(uris.pdf(item))).toEqual({ kind: "item-file", item, file: "pdf" });
      expect(read(uris.itemFile(item, "mods.xml"))).toEqual({ kind: "item-file", item, file: "mods.xml" });
      expect(read(uris.alto(item, page))).toEqual({ kind: "alto", item, page });
      expect(read(uris.reader(item))).toEqual({ kind: "reader", item });
      expect(read(uris.mirador(item))).toEqual({ kind: "mirador", item });
    }),
  );
});

test("mints the addresses that are promised", () => {
  const uris = urisOf("https://so.thuvien.vn/");
  expect(uris.manifest("AB.123")).toBe("https://so.thuvien.vn/iiif/3/items/AB.123/manifest");
  expect(uris.canvas("AB.123", "p0123456789ab")).toBe("https://so.thuvien.vn/iiif/3/items/AB.123/canvas/p0123456789ab");
  expect(uris.image("p0123456789ab", "full/max/0/default.jpg")).toBe(
    "https://so.thuvien.vn/iiif/image/3/p0123456789ab/full/max/0/default.jpg",
  );
  expect(uris.annotationPage("AB.123", "p1", "phien-am")).toBe(
    "https://so.thuvien.vn/iiif/3/items/AB.123/annotations/p1/phien-am",
  );
  expect(uris.autocomplete(2, "AB.123")).toBe("https://so.thuvien.vn/iiif/search/2/items/AB.123/autocomplete");
  expect(uris.collectionOf("class", "han-nom")).toBe("https://so.thuvien.vn/iiif/3/collections/class/han-nom");
  expect([uris.oai(), uris.sitemap(), uris.activities(), uris.dataCatalogue()]).toEqual([
    "https://so.thuvien.vn/oai",
    "https://so.thuvien.vn/sitemap.xml",
    "https://so.thuvien.vn/iiif/discovery/activities",
    "https://so.thuvien.vn/data/catalog.jsonld",
  ]);
  expect(uris.alto("AB.123", "p1")).toBe("https://so.thuvien.vn/items/AB.123/pages/p1/alto.xml");
});

test.each([
  "https://elsewhere.vn/iiif/3/collection",
  "https://so.thuvien.vn.evil.org/iiif/3/collection",
  "https://so.thuvien.vn/iiif/3/items/a/b/manifest",
  "https://so.thuvien.vn/iiif/3/items//manifest",
  "https://so.thuvien.vn/items/%ff/pdf",
  "https://so.thuvien.vn/items/a/passwd",
  "https://so.thuvien.vn/iiif/search/3/items/a",
  "https://so.thuvien.vn/iiif/3/collections/person/a",
  "https://so.thuvien.vn/iiif/3/items/a/annotations/p1/line",
  "nonsense",
])("does not take %s for one of ours", (uri) => {
  expect(parseUri("https://so.thuvien.vn", uri)).toBeUndefined();
});
