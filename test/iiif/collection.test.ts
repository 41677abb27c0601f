import { describe, expect, test } from "vitest";
import { checkCollection } from "../../iiif/check.ts";
import { batchCollectionOf, type CollectionEntry, collectionOf, partCollectionOf } from "../../iiif/collection.ts";
import { servedEdition } from "../../iiif/edition.ts";
import { urisOf } from "../../iiif/uri.ts";
import { recordOf } from "../fixtures/book.ts";
import { hasPresentationSchema, schemaErrors } from "./presentation-schema.ts";

const uris = urisOf("https://so.thuvien.vn");
const edition = servedEdition(uris, { provider: { name: { vi: "Thư viện tỉnh", en: "Provincial Library" } } });
const { titles } = recordOf();
const cover = { id: "p000000000001", width: 1000, height: 1400 };
const ENTRIES: readonly CollectionEntry[] = [
  { item: "a", titles, holder: "Thư viện tỉnh", holdingClass: "han-nom", cover, navDate: "1866-01-01T00:00:00Z" },
  { item: "b", titles, holder: "thư  viện TỈNH", holdingClass: "rare", cover },
  { item: "c", titles, holder: "Chùa Bổ Đà", cover },
  { item: "d", titles },
];
const ids = (collection: ReturnType<typeof partCollectionOf>): unknown => collection?.items.map((each) => each.id);

describe("the collection of everything", () => {
  const collection = collectionOf(ENTRIES, edition);

  test("leads to every library and class once, then to every item in order", () => {
    expect(collection.items.map((each) => each.type)).toEqual([...Array(4).fill("Collection"), ...Array(4).fill("Manifest")]);
    expect(ids(collection)).toEqual([
      uris.collectionOf("holder", "chua-bo-da"),
      uris.collectionOf("holder", "thu-vien-tinh"),
      uris.collectionOf("class", "han-nom"),
      uris.collectionOf("class", "rare"),
      ...["a", "b", "c", "d"].map(uris.manifest),
    ]);
  });

  test("names itself as the configuration has it, and where it is searched", () => {
    expect(collection.provider?.[0]?.label).toEqual({ vi: ["Thư viện tỉnh"], en: ["Provincial Library"] });
    expect(JSON.stringify(collection.service)).toContain(uris.searchCollection(2));
    expect(collection.items[1]?.label).toEqual({ vi: ["Thư viện tỉnh"], en: ["Provincial Library"] });
  });

  test("shows each item by a small picture and its date", () => {
    expect(collection.items[4]).toMatchObject({ navDate: "1866-01-01T00:00:00Z", thumbnail: [{ width: 143, height: 200 }] });
    expect(collection.items[7]).not.toHaveProperty("thumbnail");
  });
});

describe("a part of the collection", () => {
  test("has the items of its library, however its name was typed, and those only", () => {
    const part = partCollectionOf("holder", "thu-vien-tinh", ENTRIES, edition);
    expect(ids(part)).toEqual([uris.manifest("a"), uris.manifest("b")]);
    expect(part?.partOf).toMatchObject([{ id: uris.collection(), type: "Collection" }]);
  });

  test("has the items of its class", () => {
    expect(ids(partCollectionOf("class", "rare", ENTRIES, edition))).toEqual([uris.manifest("b")]);
  });

  test("does not exist when it has no public item", () => {
    expect(partCollectionOf("class", "ancient", ENTRIES, edition)).toBeUndefined();
    expect(partCollectionOf("holder", "rare", ENTRIES, edition)).toBeUndefined();
    expect(partCollectionOf("holder", "", [{ item: "x", titles, holder: "…" }], edition)).toBeUndefined();
  });
});

const ALL = [
  collectionOf(ENTRIES, edition),
  collectionOf([], servedEdition(uris)),
  partCollectionOf("holder", "chua-bo-da", ENTRIES, edition),
  batchCollectionOf("a", ENTRIES.slice(0, 1), edition),
];

test("collections pass our own check", () => {
  expect(ALL.map(checkCollection)).toEqual([[], [], [], []]);
});

test.skipIf(!hasPresentationSchema)("collections are valid by the IIIF schema, which does find a fault", () => {
  expect(ALL.map((collection) => schemaErrors(collection ?? {}))).toEqual([[], [], [], []]);
  expect(schemaErrors({ ...ALL[0], label: "Sưu tập" })).not.toEqual([]);
});
