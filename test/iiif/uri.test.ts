import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUri, urisOf } from "../../iiif/uri.ts";

const BASES = ["https://so.thuvien.vn", "http://localhost:8080/", "https://thuvien.vn/so-hoa"];

test("reads back every identifier that it mints, under any base", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom(...BASES), name, name, (base, item, page) => {
      const uris = urisOf(base);
      expect(parseUri(base, uris.home())).toEqual({ kind: "home" });
      expect(parseUri(base, uris.collection())).toEqual({ kind: "collection" });
      expect(parseUri(base, uris.manifest(item))).toEqual({ kind: "manifest", item });
      expect(parseUri(base, `${uris.canvas(item, page)}#xywh=0,0,1,1`)).toEqual({ kind: "canvas", item, page });
      expect(parseUri(base, uris.annotationPage(item, page))).toEqual({ kind: "annotation-page", item, page });
      expect(parseUri(base, uris.imageService(page))).toEqual({ kind: "image-service", page });
      expect(parseUri(base, uris.pdf(item))).toEqual({ kind: "pdf", item });
      expect(parseUri(base, uris.reader(item))).toEqual({ kind: "reader", item });
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
});

test.each([
  "https://elsewhere.vn/iiif/3/collection",
  "https://so.thuvien.vn.evil.org/iiif/3/collection",
  "https://so.thuvien.vn/iiif/3/items/a/b/manifest",
  "https://so.thuvien.vn/iiif/3/items//manifest",
  "https://so.thuvien.vn/items/%ff/pdf",
  "nonsense",
])("does not take %s for one of ours", (uri) => {
  expect(parseUri("https://so.thuvien.vn", uri)).toBeUndefined();
});
