/** What the search index promises, whatever database is behind it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "../../catalogue/open.ts";
import type { FoundPages } from "../../catalogue/search/port.ts";
import { parseQuery } from "../../catalogue/search/query.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import { pageOf, pointAt, publishItem, shelve } from "./search-values.ts";

const texts = (found: FoundPages) =>
  found.pages.flatMap(({ hits }) => hits.map(({ parts }) => parts.map((part) => part.text).join("|")));
const places = (found: FoundPages) =>
  found.pages.flatMap(({ item, page, hits }) => hits.map(() => `${item.itemId}/${page.page}`));

const KIEU = [
  pageOf("p1", [
    { text: "𤾓𢆥𥪝𡎝𠊛些", phienAm: "Trăm năm trong cõi người ta" },
    { text: "𡨸才𡨸命窖𱺵恄饒", phienAm: "Chữ tài chữ mệnh khéo là ghét nhau" },
  ]),
  pageOf("p2", ["天地玄黃", "宇宙洪荒", { text: "千字文", kind: "running-title" }]),
];

/** Run the suite over catalogues from `open`, which gives a fresh one each time. */
export function searchContract(name: string, open: () => Promise<Catalogue>): void {
  describe(`the search index over ${name}`, () => {
    let catalogue: Catalogue;
    beforeEach(async () => {
      catalogue = await open();
    });
    afterEach(() => catalogue.close());
    const pages = (typed: string, item?: string, hits = 100, after?: number) =>
      catalogue.search.pages(parseQuery(typed), { hits, ...(item && { item }), ...(after !== undefined && { after }) });
    const items = (typed: string, scope = {}) => catalogue.search.items(parseQuery(typed), { offset: 0, limit: 10, ...scope });

    test("finds characters, words and phrases, over the end of a column too, in one item and in all", async () => {
      await shelve(catalogue, { item: "A", pages: KIEU });
      await shelve(catalogue, { item: "B", pages: [pageOf("p9", ["天地人"])] });
      expect(places(await pages("天地"))).toEqual(["A/p2", "B/p9"]);
      expect(places(await pages("天地", "B"))).toEqual(["B/p9"]);
      expect(texts(await pages("玄黃宇宙"))).toEqual(["玄黃|宇宙"]);
      expect(texts(await pages("黃宇"))).toEqual(["黃|宇"]);
      expect(texts(await pages("洪荒千字"))).toEqual([]);
      expect(texts(await pages("千字文"))).toEqual(["千字文"]);
      expect(texts(await pages("地天"))).toEqual([]);
      expect(texts(await pages("cõi người"))).toEqual(["cõi người"]);
      expect(texts(await pages("người ta chữ tài"))).toEqual(["người ta|Chữ tài"]);
      expect(places(await pages("天", "nobody"))).toEqual([]);
    });

    test("finds Quốc ngữ with or without its marks, and Hán-Nôm by its readings", async () => {
      await shelve(catalogue, { item: "A", pages: [...KIEU, pageOf("p3", ["𤾓𢆥"])] });
      expect(texts(await pages("trăm năm"))).toEqual(["Trăm năm", "𤾓𢆥"]);
      expect(texts(await pages("TRAM NAM"))).toEqual(["Trăm năm", "𤾓𢆥"]);
      expect(texts(await pages("trăm năm".normalize("NFD")))).toEqual(["Trăm năm", "𤾓𢆥"]);
      expect(texts(await pages("trám năm"))).toEqual([]);
      expect(texts(await pages("thien dia"))).toEqual(["天地"]);
      expect(texts(await pages("thiên địa"))).toEqual(["天地"]);
      expect(texts(await pages("thiên đĩa"))).toEqual([]);
      expect(texts(await pages("địa"))).toEqual(["地"]);
    });

    test("takes several terms as all of them on one page", async () => {
      await shelve(catalogue, { item: "A", pages: KIEU });
      expect(texts(await pages("天 荒"))).toEqual(["天", "荒"]);
      expect(texts(await pages("天 𤾓"))).toEqual([]);
      expect(texts(await pages('"天地玄"'))).toEqual(["天地玄"]);
    });

    test("goes on where it stopped, without a gap and without a page twice", async () => {
      const many = Array.from({ length: 70 }, (_, index) => pageOf(`p${index}`, [index % 3 === 0 ? "天地人" : "天人地"]));
      await shelve(catalogue, { item: "A", pages: many });
      await shelve(catalogue, { item: "B", pages: many.slice(0, 4) });
      const seen: string[] = [];
      for (let after: number | undefined = 0, calls = 0; after !== undefined && calls < 100; calls += 1) {
        const found: FoundPages = await pages("天地人", undefined, 5, after);
        seen.push(...places(found));
        after = found.next;
      }
      expect(seen.length).toBe(26);
      expect(new Set(seen).size).toBe(26);
      expect(places(await pages("天地人", "B", 5, 0))).toEqual(["B/p0", "B/p3"]);
    });

    test("says at once no word of what was taken back, changed or made internal", async () => {
      const { ledger, search } = catalogue;
      await shelve(catalogue, { item: "A", pages: KIEU });
      const visible = async () => [
        (await pages("天地")).pages.length,
        (await items("天地")).total,
        (await items("Kiều")).total,
        (await items("")).total,
        (await items("")).facets.holder.length,
        (await search.completions("天", { limit: 5 })).length,
      ];
      expect(await visible()).toEqual([1, 1, 1, 1, 1, 1]);
      const item = await publishItem(ledger, { item: "A", pages: [], edition: "2" });
      expect(await visible()).toEqual([0, 0, 0, 0, 0, 0]);
      await search.put(item, KIEU);
      expect(await visible()).toEqual([1, 1, 1, 1, 1, 1]);
      const restricted = { digest: digestOfText("restricted"), sizeBytes: 1, mediaType: "application/json" };
      const publication = { digest: item.publication, sizeBytes: 1, mediaType: "application/json" };
      await pointAt(ledger, "A", [
        { subject: "A", role: "publication", artifact: publication },
        { subject: "A", role: "record", artifact: restricted },
      ]);
      expect(await visible()).toEqual([0, 0, 0, 0, 0, 0]);
      const [due] = await search.due(10);
      expect(due).toEqual({ itemId: "A", publication: item.publication, described: restricted.digest });
      await search.hide(due!);
      expect(await search.due(10)).toEqual([]);
      expect(await visible()).toEqual([0, 0, 0, 0, 0, 0]);
      expect(await search.size()).toEqual({ items: 0, pages: 0 });
    });

    test("names what is due, and forgets everything when told", async () => {
      const { ledger, search } = catalogue;
      const item = await publishItem(ledger, { item: "A", pages: KIEU });
      expect(await search.due(10)).toEqual([{ itemId: "A", publication: item.publication, described: item.described }]);
      expect(await search.put(item, KIEU)).toBe(true);
      expect(await search.due(10)).toEqual([]);
      expect(await search.size()).toEqual({ items: 1, pages: 2 });
      await search.clear();
      expect((await search.due(10)).length).toBe(1);
      expect((await pages("天地")).pages).toEqual([]);
      await search.put(item, KIEU);
      expect(places(await pages("天地"))).toEqual(["A/p2"]);
    });

    test("shows nothing of rows half made, and lets the later of two keepers win", async () => {
      const { ledger, search } = catalogue;
      const item = await publishItem(ledger, { item: "A", pages: [] });
      const later = await publishItem(ledger, { item: "A", pages: [], edition: "2" });
      const many = Array.from({ length: 40 }, (_, index) => pageOf(`old${index}`, ["天地"]));
      async function* interrupted() {
        for (const page of many.slice(0, 20)) yield page;
        expect((await pages("天地")).pages).toEqual([]);
        expect(await search.put(later, [pageOf("new", ["天地"])])).toBe(true);
        for (const page of many.slice(20)) yield page;
      }
      expect(await search.put(item, interrupted())).toBe(false);
      expect(places(await pages("天地"))).toEqual(["A/new"]);
    });

    test("finds items by title, person and shelfmark in any order of words, and by their text, best first", async () => {
      await shelve(catalogue, { item: "VNb.12", pages: KIEU });
      const other = { titles: [{ language: "vi", text: "Nhị độ mai" }], creators: [], subjects: [] };
      await shelve(catalogue, { item: "R.1", pages: [pageOf("q1", ["天地"]), pageOf("q2", ["天地"])], record: other });
      const ids = async (typed: string) => (await items(typed)).items.map(({ itemId }) => itemId);
      expect(await ids("nguyen du kieu")).toEqual(["VNb.12"]);
      expect(await ids("truyện Kiều")).toEqual(["VNb.12"]);
      expect(await ids("truyẽn Kiều")).toEqual([]);
      expect(await ids("金雲翹")).toEqual(["VNb.12"]);
      expect(await ids("金雲翘")).toEqual(["VNb.12"]);
      expect(await ids("vnb.12")).toEqual(["VNb.12"]);
      expect(await ids("天地")).toEqual(["R.1", "VNb.12"]);
      expect(await ids("")).toEqual(["R.1", "VNb.12"]);
      expect(await ids("nhi do")).toEqual(["R.1"]);
      const [first] = (await items("天地")).items;
      expect(first).toMatchObject({ pageCount: 2, isDescribedSo: false, first: { page: { page: "q1" } } });
      expect((await items("天地", { offset: 1, limit: 1 })).items.map(({ itemId }) => itemId)).toEqual(["VNb.12"]);
    });

    test("counts facets over what was found, each as if it were not chosen itself", async () => {
      const record = (holder: string, dateEdtf: string, scripts: string[]) => ({
        holder,
        dateEdtf,
        scripts,
        holdingClass: "rare",
      });
      await shelve(catalogue, { item: "A", pages: KIEU, record: record("Huế", "1866", ["nom"]) });
      await shelve(catalogue, { item: "B", pages: KIEU, record: record("Huế", "1795/1810", ["han", "nom"]) });
      await shelve(catalogue, { item: "C", pages: KIEU, record: record("Hà Nội", "18XX", ["han"]) });
      await shelve(catalogue, { item: "D", pages: [], record: record("Hà Nội", "1900", ["han"]) });
      const found = await items("天地", { choice: { holder: ["Huế"] } });
      expect(found.total).toBe(2);
      expect(found.facets).toEqual({
        holder: [
          { value: "Huế", count: 2 },
          { value: "Hà Nội", count: 1 },
        ],
        class: [{ value: "rare", count: 2 }],
        century: [
          { value: "19", count: 2 },
          { value: "18", count: 1 },
        ],
        script: [
          { value: "nom", count: 2 },
          { value: "han", count: 1 },
        ],
      });
      expect((await items("天地", { choice: { century: ["18"], script: ["han"] } })).items.map((each) => each.itemId)).toEqual([
        "B",
      ]);
    });

    test("proposes the characters that follow, and words with their marks", async () => {
      await shelve(catalogue, { item: "A", pages: [...KIEU, pageOf("p3", ["天地人", "天下"])] });
      const proposed = async (typed: string, item?: string) =>
        (await catalogue.search.completions(typed, { limit: 5, ...(item && { item }) })).map(({ text, pageCount }) => [
          text,
          pageCount,
        ]);
      expect(await proposed("天")).toEqual([
        ["天地", 2],
        ["天下", 1],
      ]);
      expect(await proposed("ngu", "A")).toContainEqual(["người", 1]);
      expect(await proposed("tram na")).toEqual([["trăm năm", 1]]);
      expect(await proposed("tram nam")).toEqual([
        ["trăm năm", 1],
        ["trăm năm trong", 1],
      ]);
      expect(await proposed("天", "nobody")).toEqual([]);
      expect(await proposed("")).toEqual([]);
    });

    test("proposes for one letter from some pages of many, and for a rare one from the page that has it", async () => {
      const page = (number: number) => pageOf(`p${number}`, [number === 399 ? "vô nam ngu nghi nhân" : "nam ngu nghi nhân nga"]);
      await shelve(catalogue, { item: "A", pages: Array.from({ length: 400 }, (_, index) => page(index)) });
      const proposed = (typed: string, limit: number) => catalogue.search.completions(typed, { limit });
      const common = await proposed("n", 3);
      expect(common.map(({ pageCount }) => pageCount)).toEqual([undefined, undefined, undefined]);
      for (const { text } of common) expect(text).toMatch(/^n/);
      expect(await proposed("v", 3)).toMatchObject([{ text: "vô", pageCount: 1 }]);
    });

    test("bears any text as a query", async () => {
      await shelve(catalogue, { item: "A", pages: KIEU });
      const odd = [
        "",
        " ",
        "\0",
        "天\0地",
        "\ud800",
        "天\udc00",
        "%",
        "_",
        "'",
        "''; drop table search_item; --",
        '"',
        '"天',
        "天 AND",
        "NEAR(天 地)",
        "天*",
        "^天",
        "tokens:天",
        "(天",
        "天 | 地 & !黃",
        ":*",
        "'天':*",
        "\\",
        "。、，",
        "a".repeat(10_000),
        "天".repeat(10_000),
        "a ".repeat(5_000),
        "((a+)+)+$",
        "天 ".repeat(2_000),
        "\u202e天地",
        "𠀀".repeat(500),
        "b_b",
        "é̂̃",
        "<script>",
        "$" + "{1}",
        "？",
      ];
      for (const typed of odd) {
        await pages(typed);
        await pages(typed, typed);
        await items(typed, { choice: { holder: [typed] } });
        await catalogue.search.completions(typed, { limit: 5 });
      }
      expect(texts(await pages("天\0地"))).toEqual(["天地"]);
      expect(texts(await pages("天 AND"))).toEqual([]);
      expect(texts(await pages("%"))).toEqual([]);
    });
  });
}
