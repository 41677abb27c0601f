import { describe, expect, test } from "vitest";
import { annotationPagesOf } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { checkAnnotationPages, checkCollection, checkManifest } from "../../iiif/check.ts";
import { collectionOf } from "../../iiif/collection.ts";
import { servedEdition } from "../../iiif/edition.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import { urisOf } from "../../iiif/uri.ts";
import { recordOf, structureOf, textOf } from "../fixtures/book.ts";

const uris = urisOf("https://so.thuvien.vn");
const edition = servedEdition(uris, { provider: { name: { vi: "Thư viện tỉnh" } } });
const book = bookOf(structureOf(3), recordOf(), [textOf(), textOf(), textOf()]);

// biome-ignore lint/suspicious/noExplicitAny: faults are planted anywhere, in any form
type Loose = any;

function copy<T>(value: T): Loose {
  return JSON.parse(JSON.stringify(value));
}

/** Each plants one fault; the check must name it. */
const FAULTS: readonly (readonly [code: string, what: string, plant: (manifest: Loose) => void])[] = [
  ["context-not-last", "another context comes last", (m) => m["@context"].reverse()],
  ["context-missing", "search is offered without its context", (m) => (m["@context"] = m["@context"].slice(1))],
  ["context-twice", "a context stands twice", (m) => m["@context"].unshift(m["@context"][0])],
  ["search-version-missing", "viewers that know version 1 only find no search", (m) => m.service.pop()],
  ["search-profile", "search 1 has no profile to be found by", (m) => delete m.service[1].profile],
  ["autocomplete-missing", "autocomplete does not stand inside its search", (m) => delete m.service[0].service],
  ["label-missing", "it has no label", (m) => delete m.label],
  ["label-missing", "a range has no label", (m) => delete m.structures[0].items[0].label],
  ["label-missing", "a download has no label", (m) => delete m.rendering[0].label],
  ["format-missing", "a description has no format", (m) => delete m.seeAlso[0].format],
  ["date-unknown", "the date for the time line is no moment", (m) => (m.navDate = "1866")],
  ["wrong-type", "it is no manifest", (m) => (m.type = "Collection")],
  ["no-canvas", "it has no page", (m) => (m.items = [])],
  ["id-twice", "two canvases share an id", (m) => (m.items[1].id = m.items[0].id)],
  ["id-twice", "two ranges share an id", (m) => (m.structures[0].items[1].id = m.structures[0].items[0].id)],
  ["id-twice", "two annotations share an id", (m) => (m.items[1].items[0].items[0].id = m.items[0].items[0].items[0].id)],
  ["id-not-http", "an id is no web address", (m) => (m.items[0].id = "urn:page:1")],
  ["none-beside-languages", "a label has none beside a language", (m) => (m.label.none = ["VNb.12"])],
  ["language-unknown", "a language tag is no tag", (m) => (m.label["v"] = ["x"])],
  ["language-map", "a label is plain text", (m) => (m.items[0].label = "1a")],
  ["language-map", "a value has no list", (m) => (m.metadata[0].value = { none: "VNb.12" })],
  ["direction-unknown", "the direction is no direction", (m) => (m.viewingDirection = "rtl")],
  ["behavior-unknown", "the behavior is a plain string", (m) => (m.behavior = "paged")],
  ["behavior-unknown", "the behavior is unknown", (m) => (m.behavior = ["two-up"])],
  ["rights-unknown", "rights are of nobody known", (m) => (m.rights = "https://example.org/mine")],
  ["canvas-size", "a canvas was emptied", (m) => delete m.items[0].width],
  ["canvas-size", "a canvas has a broken height", (m) => (m.items[0].height = 10.5)],
  ["canvas-empty", "a canvas has no picture", (m) => (m.items[2].items = [])],
  ["target-elsewhere", "a picture is painted on another canvas", (m) => (m.items[0].items[0].items[0].target = m.items[1].id)],
  ["target-missing", "an annotation has no target", (m) => delete m.items[0].items[0].items[0].target],
  ["not-painting", "a picture is not painted", (m) => (m.items[0].items[0].items[0].motivation = "commenting")],
  ["picture-without-service", "a picture has no image service", (m) => delete m.items[0].items[0].items[0].body.service],
  ["start-nowhere", "start names no canvas of this book", (m) => (m.start.id = "https://so.thuvien.vn/other")],
  ["range-names-no-canvas", "a range names a page that is not there", (m) => (m.structures[0].items[0].items[0].id += "x")],
  ["range-empty", "a range is empty", (m) => (m.structures[0].items[0].items = [])],
  [
    "target-elsewhere",
    "an accompanying canvas is painted with another target",
    (m) => {
      m.items[0].accompanyingCanvas = copy(m.items[1]);
      m.items[0].accompanyingCanvas.id += "-beside";
      for (const page of m.items[0].accompanyingCanvas.items) {
        page.id += "-beside";
        for (const annotation of page.items) annotation.id += "-beside";
      }
    },
  ],
];

describe("the check of a manifest", () => {
  const good = manifestOf(book, edition);

  test("finds nothing in a good one", () => {
    expect(checkManifest(copy(good))).toEqual([]);
  });

  test.each(FAULTS)("finds %s when %s", (code, _what, plant) => {
    const bad = copy(good);
    plant(bad);
    expect(checkManifest(bad).map((problem) => problem.code)).toContain(code);
  });

  test.each([null, 7, "text", [], {}, { items: [null, 3] }])("does not throw at %j, and is not content with it", (value) => {
    expect(checkManifest(value)).not.toEqual([]);
  });
});

describe("the check of a collection", () => {
  const good = collectionOf(
    [
      { item: "a", titles: recordOf().titles, holder: "Thư viện khác", holdingClass: "rare" },
      { item: "b", titles: recordOf().titles },
    ],
    edition,
  );

  test("finds nothing in a good one", () => {
    expect(checkCollection(copy(good))).toEqual([]);
  });

  test.each<[string, (collection: Loose) => void]>([
    ["id-twice", (c) => (c.items[2].id = c.items[3].id)],
    ["label-missing", (c) => delete c.items[2].label],
    ["wrong-type", (c) => (c.type = "Manifest")],
    ["none-beside-languages", (c) => (c.items[2].label.none = ["a"])],
    ["context-missing", (c) => (c["@context"] = c["@context"][1])],
  ])("finds %s", (code, plant) => {
    const bad = copy(good);
    plant(bad);
    expect(checkCollection(bad).map((problem) => problem.code)).toContain(code);
  });
});

describe("the check of a text annotation page", () => {
  const manifest = manifestOf(book, edition);
  const good = annotationPagesOf(book, book.pages[1]!, uris)[0]!;
  const codes = (page: Loose): string[] => checkAnnotationPages([page], manifest).map((problem) => problem.code);
  const broken = (plant: (page: Loose) => void): string[] => {
    const page = copy(good);
    plant(page);
    return codes(page);
  };

  test("finds nothing in a good one", () => {
    expect(codes(copy(good))).toEqual([]);
    expect(good.items?.length).toBe(4);
  });

  test("finds a line that reaches outside its page", () => {
    expect(broken((page) => (page.items[0].target = page.items[0].target.replace(/xywh=.*/, "xywh=390,0,11,20")))).toContain(
      "target-outside",
    );
    expect(broken((page) => (page.items[0].target = page.items[0].target.replace(/xywh=.*/, "xywh=0,0,0,20")))).toContain(
      "target-outside",
    );
  });

  test("finds a line on another page, a broken box, a second context, a double id, a body without language", () => {
    expect(broken((page) => (page.items[0].target = `${uris.canvas("VNb.12", book.pages[0]!.id)}#xywh=0,0,1,1`))).toContain(
      "target-elsewhere",
    );
    expect(broken((page) => (page.items[0].target = page.items[0].target.replace("xywh=", "xywh=pixel:")))).toContain(
      "target-fragment",
    );
    expect(broken((page) => delete page["@context"])).toContain("context-not-last");
    expect(broken((page) => (page.items[1].id = page.items[0].id))).toContain("id-twice");
    expect(broken((page) => delete page.items[0].body.language)).toContain("language-unknown");
  });

  test("finds a page that no canvas names", () => {
    expect(broken((page) => (page.id += "x"))).toEqual(["annotation-page-unnamed"]);
  });
});
