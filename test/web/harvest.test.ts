import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { childrenOf, type ReadElement, readXml, textOf } from "../../formats/xml-read.ts";
import { recordOf, textOf as textLayerOf } from "../fixtures/book.ts";
import { openHarvestPool } from "../fixtures/harvest-pool.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";

const HOSTILE = `</script><script>alert("1")</script>`;

let site: PublicSite;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-records-"));
  site = await openPublicSite();
  const pictures = await Promise.all([testPicture(300, 420), testPicture(2001, 2801, 1)]);
  await site.publish({ item: "AB.123", shelfmark: "AB.123/ĐT", pictures, record: { divisions: [{ title: "卷一", page: 1 }] } });
  const record = { titles: [{ language: "vi", text: HOSTILE }], subjects: ["=1+1", 'a "b", c'], consentNote: "chờ trưởng tộc" };
  await site.publish({ item: "evil", pictures, firstPage: 20, record });
  await site.publish({ item: "secret", pictures, firstPage: 40, record: { access: "restricted" } });
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) => site.server.inject({ url, headers });
const FILES = ["mods.xml", "dc.xml", "marc.xml", "mets.xml", "pages/p000000000001/alto.xml"];

function read(xml: string): ReadElement {
  const { root, problem } = readXml(xml);
  if (!root) throw new Error(problem.detail);
  return root;
}

describe("the descriptions of a book", () => {
  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined)("are valid in every format", async () => {
    for (const file of FILES) {
      const reply = await get(`/items/AB.123/${file}`);
      expect([reply.statusCode, reply.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
      expect(reply.headers["content-type"]).toMatch(/^(application|text)\/xml/);
      const path = join(folder, "record.xml");
      await writeFile(path, reply.body);
      const schema = ["--nonet", "--noout", "--schema", `${SCHEMAS}/all.xsd`, path];
      runTool("env", `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`, "xmllint", ...schema);
    }
  });

  test("name only addresses that this server answers", async () => {
    const mets = (await get("/items/AB.123/mets.xml")).body;
    const links = [...mets.matchAll(/xlink:href="(https:\/\/so\.thuvien\.vn[^"]*)"/g)].map((match) =>
      match[1]!.replaceAll("&amp;", "&"),
    );
    expect(links.length).toBe(2 * 4 + 1);
    for (const link of links)
      expect([link, (await get(link.slice("https://so.thuvien.vn".length))).statusCode]).toEqual([link, 200]);
  });

  test("do not exist for a restricted book, for none, and for a page of another book", async () => {
    for (const item of ["secret", "none", "..%2f..", "%00"]) {
      for (const file of [...FILES, "text.txt"]) {
        expect([400, 404]).toContain((await get(`/items/${item}/${file}`)).statusCode);
      }
    }
    expect((await get("/items/AB.123/pages/p000000000014/alto.xml")).statusCode).toBe(404);
    expect((await get("/items/AB.123/pages/p000000000028/alto.xml")).statusCode).toBe(404);
  });

  test("are not sent again to those who have them", async () => {
    const first = await get("/items/AB.123/mods.xml");
    const again = await get("/items/AB.123/mods.xml", { "if-none-match": String(first.headers["etag"]) });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  test("give the text as published, page by page", async () => {
    const text = (await get("/items/AB.123/text.txt")).body;
    const page = textLayerOf()
      .lines.map((line) => line.text)
      .join("\n");
    expect(text).toBe(`${page}\n\f${page}\n\f`);
    const alto = read((await get("/items/AB.123/pages/p000000000002/alto.xml")).body);
    expect(JSON.stringify(alto)).toContain("https://so.thuvien.vn/iiif/3/items/AB.123/canvas/p000000000002");
  });
});

describe("what search engines read", () => {
  test("the page of a book says in its head what the book is", async () => {
    const page = (await get("/items/AB.123")).body;
    const [, json] = /<head>[\s\S]*<script type="application\/ld\+json">([\s\S]*?)<\/script>[\s\S]*<\/head>/.exec(page) ?? [];
    const data = JSON.parse(json ?? "") as Record<string, unknown>;
    expect(data).toMatchObject({
      "@type": "Book",
      "@id": "https://so.thuvien.vn/items/AB.123",
      name: "金雲翹新傳",
      alternateName: ["Kim Vân Kiều tân truyện", "The Tale of Kiều"],
      dateCreated: "1866",
      numberOfPages: 2,
      image: { "@type": "ImageObject", width: 300, height: 420 },
    });
    for (const each of [data["image"], ...(data["encoding"] as object[])] as { contentUrl: string }[]) {
      expect((await get(each.contentUrl.slice("https://so.thuvien.vn".length))).statusCode).toBe(200);
    }
  });

  test("a title cannot end the block, nor start a script", async () => {
    const page = (await get("/items/evil")).body;
    expect(page).not.toContain("<script>alert");
    const [, json] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page) ?? [];
    expect((JSON.parse(json ?? "") as { name: string }).name).toBe(HOSTILE);
  });

  test("the list of pages names public books with the time of their last change, and is named by robots.txt", async () => {
    const robots = (await get("/robots.txt")).body;
    expect(robots).toContain("Sitemap: https://so.thuvien.vn/sitemap.xml\n");
    const [part] = childrenOf(read((await get("/sitemap.xml")).body), "sitemap");
    const address = textOf(childrenOf(part!, "loc")[0]!);
    const pages = childrenOf(read((await get(address.slice("https://so.thuvien.vn".length))).body), "url");
    expect(pages.map((page) => textOf(childrenOf(page, "loc")[0]!))).toEqual([
      "https://so.thuvien.vn/items/AB.123",
      "https://so.thuvien.vn/items/evil",
    ]);
    expect(textOf(childrenOf(pages[0]!, "lastmod")[0]!)).toBe("2026-11-20T08:00:00Z");
    expect((await get("/sitemap/1.xml")).statusCode).toBe(404);
    expect((await get("/sitemap/x.xml")).statusCode).toBe(404);
  });
});

describe("open data", () => {
  test("is a line of JSON a public book, without what concerns nobody", async () => {
    const reply = await get("/data/items.jsonl");
    expect(reply.headers["link"]).toContain('rel="describedby"');
    const lines = reply.body
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line["id"])).toEqual(["AB.123", "evil"]);
    expect(lines[0]).toMatchObject({
      shelfmark: "AB.123/ĐT",
      pageCount: 2,
      manifest: "https://so.thuvien.vn/iiif/3/items/AB.123/manifest",
    });
    expect(reply.body).not.toMatch(/consent|trưởng tộc|"access"/);
  });

  test("is a table that a spreadsheet opens as UTF-8 and calculates nothing of", async () => {
    const reply = await get("/data/items.csv");
    const text = reply.rawPayload.toString("utf8");
    expect(reply.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = text.slice(1).split("\r\n").slice(0, -1);
    expect(rows).toHaveLength(3);
    expect(rows[2]).toContain(`"'=1+1; a ""b"", c"`);
    expect(rows[1]).toContain("金雲翹新傳");
  });

  test("is described by a catalogue whose addresses are answered", async () => {
    const reply = await get("/data/catalog.jsonld");
    const catalogue = reply.json() as {
      "dcat:dataset": { "dcat:distribution": object[]; "void:entities": number };
      "dcat:service": object[];
    };
    expect(catalogue["dcat:dataset"]["void:entities"]).toBe(2);
    const addresses = [
      ...JSON.stringify(catalogue).matchAll(/"dcat:(?:downloadURL|endpointURL)":\{"@id":"https:\/\/so\.thuvien\.vn([^"]*)"/g),
    ];
    expect(addresses).toHaveLength(5);
    for (const [, path] of addresses) expect([path, (await get(path!)).statusCode]).toEqual([path, 200]);
  });

  test("lists of everything leave out a book at once when it is taken back", async () => {
    const pool = await openHarvestPool((clock) => openCatalogue({ file: ":memory:" }, clock));
    for (const item of ["A.1", "A.2", "A.3"]) await pool.publish(item, recordOf());
    await pool.describe("A.2", recordOf({ access: "internal" }));
    for (const url of ["/data/items.jsonl", "/data/items.csv", "/sitemap/0.xml"]) {
      const { body } = await pool.server.inject({ url });
      expect(body).toContain("A.3");
      expect(body).not.toContain("A.2");
    }
    await pool.close();
  });
});
