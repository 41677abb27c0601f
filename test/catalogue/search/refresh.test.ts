import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Catalogue, openCatalogue } from "../../../catalogue/open.ts";
import { parseQuery } from "../../../catalogue/search/query.ts";
import { keepSearchFresh, type Refresher, refreshSearch } from "../../../catalogue/search/refresh.ts";
import type { Artifact } from "../../../pipeline/artifact.ts";
import { digestOfText } from "../../../pipeline/derive.ts";
import { IntegrityError } from "../../../pipeline/errors.ts";
import { type LogEvent, silentLog } from "../../../pipeline/log.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import type { RecordInput } from "../../../pipeline/record.ts";
import { pageOf, pointAt } from "../../contracts/search-values.ts";
import { recordOf } from "../../fixtures/book.ts";

let catalogue: Catalogue;
let objects: Map<string, string>;
let refresher: Refresher;
let warnings: LogEvent[];
beforeEach(async () => {
  catalogue = await openCatalogue({ file: ":memory:" }, () => new Date("2026-01-01T00:00:00Z"));
  objects = new Map();
  warnings = [];
  refresher = {
    search: catalogue.search,
    log: { ...silentLog, warn: (event) => void warnings.push(event) },
    async readObject(digest) {
      const text = objects.get(digest);
      if (text === undefined) throw new IntegrityError({ code: "STORE-MISSING", subject: digest });
      return text;
    },
  };
});
afterEach(() => catalogue.close());

function keep(content: object | string): Artifact {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  objects.set(digestOfText(text), text);
  return { digest: digestOfText(text), sizeBytes: text.length, mediaType: "application/json" };
}

/** Publish an item whose pages have these texts. */
async function publish(item: string, texts: readonly string[], access: RecordInput["access"] = "public"): Promise<void> {
  const record = keep(recordOf({ shelfmark: item, access }));
  const search = keep(texts.map((text, index) => `${JSON.stringify(pageOf(`p${index}`, [text]))}\n`).join(""));
  const any = "0".repeat(64);
  const publication: Publication = {
    v: 1,
    item,
    shelfmark: item,
    access: access ?? "public",
    titles: [{ language: "vi", text: item }],
    isReviewed: false,
    structureVersion: 1,
    viewingDirection: "right-to-left",
    manifest: any,
    annotations: any,
    search: search.digest,
    pdf: any,
    aip: any,
    record: record.digest,
    pages: [{ id: "p0", label: "1", width: 10, height: 10, access: any, thumbnail: any, text: any }],
  };
  await pointAt(catalogue.ledger, item, [
    { subject: item, role: "publication", artifact: keep(publication) },
    { subject: item, role: "record", artifact: record },
  ]);
}

const itemsWith = async (typed: string) =>
  (await catalogue.search.items(parseQuery(typed), { offset: 0, limit: 10 })).items.map(({ itemId }) => itemId);

describe("refreshing the index", () => {
  test("makes the rows of what is published, hides what is not public, and then has nothing to do", async () => {
    await publish("A", ["天地", "玄黃"]);
    await publish("B", ["天人"], "restricted");
    expect(await refreshSearch(refresher)).toEqual({ indexed: 1, hidden: 1, failed: 0 });
    expect(await itemsWith("天")).toEqual(["A"]);
    expect(await refreshSearch(refresher)).toEqual({ indexed: 0, hidden: 0, failed: 0 });
    await publish("A", ["宇宙"]);
    expect(await refreshSearch(refresher)).toEqual({ indexed: 1, hidden: 0, failed: 0 });
    expect([await itemsWith("天"), await itemsWith("宙")]).toEqual([[], ["A"]]);
  });

  test("leaves an item that cannot be read, says so, and goes on with the others", async () => {
    await publish("A", ["天地"]);
    const [due] = await catalogue.search.due(1);
    objects.delete(due?.publication ?? "");
    await publish("B", ["天人"]);
    expect(await refreshSearch(refresher)).toEqual({ indexed: 1, hidden: 0, failed: 1 });
    expect(warnings).toEqual(["search-index-trouble"]);
    expect(await itemsWith("天")).toEqual(["B"]);
    expect((await catalogue.search.due(10)).map(({ itemId }) => itemId)).toEqual(["A"]);
  });

  test("reads documents from before there were places of characters", async () => {
    await publish("A", ["天地"]);
    const [due] = await catalogue.search.due(1);
    const publication = JSON.parse(objects.get(due?.publication ?? "") ?? "") as Publication;
    const old = { page: "p0", label: "1", lines: [{ id: "c1", text: "天地", box: { x: 0, y: 0, width: 10, height: 40 } }] };
    objects.set(publication.search, `${JSON.stringify(old)}\n`);
    await refreshSearch(refresher);
    const found = await catalogue.search.pages(parseQuery("地"), { hits: 5 });
    expect(found.pages[0]?.hits[0]?.parts[0]?.box).toEqual({ x: 0, y: 20, width: 10, height: 20 });
  });

  test("is done by one process at a time, until it is told to stop", async () => {
    await publish("A", ["天地"]);
    const stop = new AbortController();
    const keeper = { ...refresher, ledger: catalogue.ledger, owner: "one", everySeconds: 0.01 };
    expect(await catalogue.ledger.holdDuty("search-index", "another", 60)).toBe(true);
    const kept = keepSearchFresh(keeper, stop.signal);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await itemsWith("天")).toEqual([]);
    const mine = keepSearchFresh({ ...keeper, owner: "another" }, stop.signal);
    for (let tries = 0; tries < 200 && (await itemsWith("天")).length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await itemsWith("天")).toEqual(["A"]);
    stop.abort();
    await Promise.all([kept, mine]);
  });
});
