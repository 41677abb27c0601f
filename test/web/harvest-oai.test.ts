import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Catalogue, openCatalogue } from "../../catalogue/open.ts";
import { childrenOf, type ReadElement, readXml, textOf } from "../../formats/xml-read.ts";
import { type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { type HarvestPool, openHarvestPool } from "../fixtures/harvest-pool.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { variedRecords } from "../fixtures/varied-records.ts";
import { hasPostgres } from "../services.ts";

const ITEMS = 230;
const TAKEN = [3, 30, 207];
const HOLDERS = ["Thư viện tỉnh Nam Định", "Chùa Keo", "圖書館"];
const RECORDS = variedRecords(ITEMS).map((record, at) =>
  recordSchema.parse({
    ...record,
    creators: [],
    shelfmark: `NĐ.${at}`,
    access: "public",
    holder: HOLDERS[at % 3],
    holdingClass: at % 2 === 0 ? "rare" : "ancient",
    divisions: [],
  }),
);
const idOf = (at: number): string => `ND.${String(at).padStart(4, "0")}`;

type Open = (clock: () => Date) => Promise<Catalogue>;

const onPostgres: Open = async (clock) => {
  const { databaseUrl, drop } = await freshSchema();
  const catalogue = await openCatalogue({ databaseUrl }, clock);
  return {
    ...catalogue,
    async close() {
      await catalogue.close();
      await drop();
    },
  };
};

const databases: readonly (readonly [string, boolean, Open])[] = [
  ["SQLite", true, (clock) => openCatalogue({ file: ":memory:" }, clock)],
  ["PostgreSQL", hasPostgres, onPostgres],
];

for (const [name, isThere, open] of databases) {
  describe.skipIf(!isThere)(`OAI-PMH over ${name}`, () => {
    let pool: HarvestPool;
    let folder: string;
    const taken: ItemRecord[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "sohoa-oai-"));
      pool = await openHarvestPool(open, { library: "Thư viện <tỉnh> & phố", adminEmail: "so@thuvien.vn" });
      for (const [at, record] of RECORDS.entries()) {
        await pool.publish(idOf(at), record, at === 5 ? 1500 : 1);
        // Several in one second, and one second after another.
        if (at % 7 === 6) pool.clock.time += 1000;
      }
      pool.clock.time += 60_000;
      for (const at of TAKEN) {
        taken.push(RECORDS[at]!);
        await pool.describe(idOf(at), { ...RECORDS[at]!, access: "internal" });
      }
      await pool.publish("secret", { ...RECORDS[0]!, shelfmark: "mật", access: "restricted" });
      pool.clock.time += 60_000;
    }, 120_000);
    afterAll(async () => {
      await pool.close();
      await rm(folder, { recursive: true });
    });

    const valid = hasTool("xmllint") && SCHEMAS !== undefined;
    let answers = 0;

    /** Ask, and have the answer checked against the schemas with what is in it. */
    async function ask(query: string, method: "GET" | "POST" = "GET"): Promise<ReadElement> {
      const form = { "content-type": "application/x-www-form-urlencoded" };
      const reply = await pool.server.inject(
        method === "GET" ? { url: `/oai?${query}` } : { method, url: "/oai", headers: form, payload: query },
      );
      expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "text/xml; charset=utf-8"]);
      if (valid) {
        answers += 1;
        await writeFile(join(folder, `${answers}.xml`), reply.body);
      }
      const { root, problem } = readXml(reply.body);
      if (!root) throw new Error(`${problem.detail}: ${reply.body.slice(0, 300)}`);
      return root;
    }

    const errorsOf = (root: ReadElement) => childrenOf(root, "error").map((error) => error.attributes["code"]);
    const childText = (parent: ReadElement | undefined, name: string) => parent && childrenOf(parent, name).map(textOf).join(" ");

    /** Follow a list to its end, as a harvester does. */
    async function harvest(verb: string, first: string) {
      const parts: ReadElement[] = [];
      let query: string | undefined = `verb=${verb}&${first}`;
      while (query !== undefined) {
        const root = await ask(query);
        expect(errorsOf(root)).toEqual([]);
        const [list] = childrenOf(root, verb);
        parts.push(list!);
        const token = tokenOf(list!);
        query = token && textOf(token) !== "" ? `verb=${verb}&resumptionToken=${encodeURIComponent(textOf(token))}` : undefined;
      }
      const records = parts.flatMap((part) => childrenOf(part, "record"));
      const headers =
        verb === "ListRecords"
          ? records.flatMap((record) => childrenOf(record, "header"))
          : parts.flatMap((part) => childrenOf(part, "header"));
      const deleted = headers.filter((header) => header.attributes["status"] === "deleted");
      return {
        ids: headers.map(identifierOf),
        deleted: deleted.map(identifierOf),
        metadata: records.flatMap((record) => childrenOf(record, "metadata")),
        sizes: parts.map((part) => tokenOf(part)?.attributes["completeListSize"]),
        cursors: parts.map((part) => tokenOf(part)?.attributes["cursor"]),
      };
    }

    const tokenOf = (list: ReadElement) => childrenOf(list, "resumptionToken")[0];
    const identifierOf = (header: ReadElement) => childText(header, "identifier") ?? "";

    test("says who it is", async () => {
      const identify = childrenOf(await ask("verb=Identify"), "Identify")[0]!;
      expect(childText(identify, "repositoryName")).toBe("Thư viện <tỉnh> & phố");
      expect(childText(identify, "adminEmail")).toBe("so@thuvien.vn");
      expect(childText(identify, "baseURL")).toBe("https://so.thuvien.vn/oai");
      expect(childText(identify, "earliestDatestamp")).toBe("2026-11-20T08:00:00Z");
      expect([childText(identify, "deletedRecord"), childText(identify, "granularity")]).toEqual([
        "persistent",
        "YYYY-MM-DDThh:mm:ssZ",
      ]);
    });

    test.each(["oai_dc", "mods", "marc21", "mets"])(
      "gives every record as %s exactly once, the deleted ones without metadata",
      async (prefix) => {
        const { ids, deleted, metadata, sizes, cursors } = await harvest("ListRecords", `metadataPrefix=${prefix}`);
        expect(new Set(ids).size).toBe(ids.length);
        expect([...ids].sort()).toEqual(RECORDS.map((_, at) => `oai:so.thuvien.vn:${idOf(at)}`));
        expect([...deleted].sort()).toEqual(TAKEN.map((at) => `oai:so.thuvien.vn:${idOf(at)}`));
        expect(metadata).toHaveLength(ITEMS - 3);
        expect(new Set(sizes)).toEqual(new Set([String(ITEMS)]));
        // Item 5 has 1,500 pages and comes alone; before it stand four, since item 3 was deleted later.
        const begins = prefix === "mets" ? [0, 4, 5, 55, 105, 155, 205] : [0, 100, 200];
        expect(cursors).toEqual(begins.map(String));
      },
    );

    test("lists headers like records", async () => {
      const { ids, deleted } = await harvest("ListIdentifiers", "metadataPrefix=mods");
      expect([ids.length, deleted.length]).toEqual([ITEMS, 3]);
    });

    test("harvests by set, and names the sets in headers and in the list of sets", async () => {
      const root = await ask("verb=ListSets");
      const specs = childrenOf(childrenOf(root, "ListSets")[0]!, "set").map((set) => childText(set, "setSpec"));
      expect(specs.slice(0, 3)).toEqual(["holder", "class", "batch"]);
      const { ids } = await harvest("ListIdentifiers", "metadataPrefix=oai_dc&set=holder:chua-keo");
      expect(ids).toHaveLength(RECORDS.filter(({ holder }) => holder === "Chùa Keo").length);
      const all = await harvest("ListIdentifiers", "metadataPrefix=oai_dc&set=class");
      expect(all.ids).toHaveLength(ITEMS);
      const library = await harvest("ListIdentifiers", "metadataPrefix=oai_dc&set=holder:~5716~~66f8~~9928~");
      expect(library.ids).toHaveLength(RECORDS.filter(({ holder }) => holder === "圖書館").length);
      const record = await ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:so.thuvien.vn:${idOf(1)}`);
      const header = childrenOf(childrenOf(childrenOf(record, "GetRecord")[0]!, "record")[0]!, "header")[0]!;
      expect(childrenOf(header, "setSpec").map(textOf)).toEqual(["holder:chua-keo", "class:ancient", `batch:${idOf(1)}`]);
    });

    test("goes through the list of sets in parts, each set once", async () => {
      const specs: string[] = [];
      let query = "verb=ListSets";
      for (;;) {
        const list = childrenOf(await ask(query), "ListSets")[0]!;
        specs.push(...childrenOf(list, "set").map((set) => childText(set, "setSpec") ?? ""));
        const token = childrenOf(list, "resumptionToken")[0];
        if (!token || textOf(token) === "") break;
        query = `verb=ListSets&resumptionToken=${textOf(token)}`;
      }
      expect(new Set(specs).size).toBe(specs.length);
      expect(specs).toHaveLength(3 + 3 + 2 + ITEMS);
    });

    test("bounds are inclusive, to the second and to the day", async () => {
      const ids = async (bounds: string) => (await harvest("ListIdentifiers", `metadataPrefix=oai_dc&${bounds}`)).ids.length;
      expect(await ids("from=2026-11-20T08:00:01Z&until=2026-11-20T08:00:01Z")).toBe(7);
      expect(await ids("until=2026-11-20T08:00:01Z")).toBe(13);
      expect(await ids("from=2026-11-20&until=2026-11-20")).toBe(ITEMS);
      expect(await ids("from=2026-11-20T08:01:30Z")).toBe(3);
      expect(errorsOf(await ask("verb=ListRecords&metadataPrefix=oai_dc&until=2026-11-19"))).toEqual(["noRecordsMatch"]);
    });

    test("a record that is changed while a harvest runs is met again at its new time, and none is missed", async () => {
      const first = childrenOf(await ask("verb=ListIdentifiers&metadataPrefix=oai_dc&set=class:rare"), "ListIdentifiers")[0]!;
      const seen = new Set(childrenOf(first, "header").map((header) => childText(header, "identifier")));
      expect(seen.size).toBe(115);
      const records = await ask("verb=ListRecords&metadataPrefix=oai_dc");
      const begun = childrenOf(records, "ListRecords")[0]!;
      const met = childrenOf(begun, "record").map((record) => childText(childrenOf(record, "header")[0], "identifier")!);
      pool.clock.time += 1000;
      await pool.publish(idOf(200), { ...RECORDS[200]!, summary: "mới" });
      pool.clock.time += 1000;
      await pool.publish(idOf(10), { ...RECORDS[10]!, summary: "mới" });
      const rest = await harvest("ListRecords", `resumptionToken=${textOf(childrenOf(begun, "resumptionToken")[0]!)}`);
      expect(met).toContain(`oai:so.thuvien.vn:${idOf(10)}`);
      expect(rest.ids.slice(-2)).toEqual([`oai:so.thuvien.vn:${idOf(200)}`, `oai:so.thuvien.vn:${idOf(10)}`]);
      expect(new Set([...met, ...rest.ids]).size).toBe(ITEMS);
    });

    test("answers the same to POST", async () => {
      const query = "verb=ListIdentifiers&metadataPrefix=mets&set=holder:chua-keo";
      const [get, post] = [await ask(query), await ask(query, "POST")];
      expect(childrenOf(post, "ListIdentifiers")).toEqual(childrenOf(get, "ListIdentifiers"));
    });

    const ID = `oai:so.thuvien.vn:${idOf(0)}`;
    const LIST = "verb=ListRecords&metadataPrefix=oai_dc";
    test.each([
      ["", ["badVerb"]],
      ["verb=", ["badVerb"]],
      ["verb=listrecords", ["badVerb"]],
      ["verb=Identify&verb=Identify", ["badVerb"]],
      ["verb=Identify&from=2026-01-01", ["badArgument"]],
      ["verb=ListRecords", ["badArgument"]],
      ["verb=GetRecord", ["badArgument", "badArgument"]],
      [`verb=GetRecord&identifier=${ID}&identifier=${ID}&metadataPrefix=oai_dc`, ["badArgument"]],
      [`verb=GetRecord&identifier=${ID}&metadataPrefix=ese`, ["cannotDisseminateFormat"]],
      ["verb=GetRecord&identifier=oai:so.thuvien.vn:none&metadataPrefix=oai_dc", ["idDoesNotExist"]],
      ["verb=GetRecord&identifier=oai:so.thuvien.vn:secret&metadataPrefix=oai_dc", ["idDoesNotExist"]],
      ["verb=GetRecord&identifier=oai:other.vn:ND.0000&metadataPrefix=oai_dc", ["idDoesNotExist"]],
      ["verb=GetRecord&identifier=oai:so.thuvien.vn:%252500&metadataPrefix=oai_dc", ["idDoesNotExist"]],
      ["verb=GetRecord&identifier=%00%ff%ed%a0%80&metadataPrefix=oai_dc", ["badArgument"]],
      ["verb=GetRecord&identifier=http://[&metadataPrefix=oai_dc", ["badArgument"]],
      ["verb=GetRecord&identifier=http://x%20y&metadataPrefix=oai_dc", ["badArgument"]],
      ["verb=GetRecord&identifier=oai:so.thuvien.vn:%25&metadataPrefix=oai_dc", ["badArgument"]],
      ["verb=GetRecord&identifier=http://a/b?c=d&metadataPrefix=oai_dc", ["idDoesNotExist"]],
      ["verb=ListRecords&metadataPrefix=%00%3Cx", ["badArgument"]],
      ["verb=ListMetadataFormats&identifier=oai:so.thuvien.vn:none", ["idDoesNotExist"]],
      [`verb=ListMetadataFormats&identifier=oai:so.thuvien.vn:${idOf(3)}`, ["noMetadataFormats"]],
      ["verb=ListRecords&metadataPrefix=nope", ["cannotDisseminateFormat"]],
      [`${LIST}&from=2026-02-30`, ["badArgument"]],
      [`${LIST}&from=2026`, ["badArgument"]],
      [`${LIST}&from=2026-01-01T00:00Z`, ["badArgument"]],
      [`${LIST}&until=2026-01-01T25:00:00Z`, ["badArgument"]],
      [`${LIST}&from=2026-01-01&until=2026-12-31T00:00:00Z`, ["badArgument"]],
      [`${LIST}&from=2026-12-31&until=2026-01-01`, ["badArgument"]],
      [`${LIST}&from=2026-01-01&from=2026-01-01`, ["badArgument"]],
      [`${LIST}&until=0001-01-01`, ["noRecordsMatch"]],
      [`${LIST}&from=9999-12-31`, ["noRecordsMatch"]],
      [`${LIST}&set=holder:nowhere`, ["noRecordsMatch"]],
      [`${LIST}&set=%00:x:y`, ["badArgument"]],
      [`${LIST}&set=a:b:c`, ["noRecordsMatch"]],
      [`${LIST}&set=holder:~0~`, ["noRecordsMatch"]],
      [`${LIST}&resumptionToken=x`, ["badArgument"]],
      ["verb=ListRecords&resumptionToken=x", ["badResumptionToken"]],
      ["verb=ListRecords&resumptionToken=", ["badResumptionToken"]],
      ["verb=ListSets&resumptionToken=%00", ["badResumptionToken"]],
      ["verb=ListSets&metadataPrefix=oai_dc", ["badArgument"]],
      [`verb=ListRecords&resumptionToken=${"A".repeat(8000)}`, ["badResumptionToken"]],
      [`verb=GetRecord&metadataPrefix=oai_dc&identifier=${"%F0%A0%8A%9B".repeat(600)}`, ["badArgument"]],
      [`verb=Identify&${"x".repeat(7000)}=1`, ["badArgument"]],
      [`verb=${"Identify".repeat(900)}`, ["badVerb"]],
    ])("what is wrong with %.60s is said by the code of the protocol", async (query, codes) => {
      const root = await ask(query);
      expect(errorsOf(root)).toEqual(codes);
      const request = childrenOf(root, "request")[0];
      if (codes.includes("badVerb") || codes.includes("badArgument")) expect(request?.attributes).toEqual({});
    });

    test("a token that was changed, cut off or belongs to another list is refused", async () => {
      const list = childrenOf(await ask(LIST), "ListRecords")[0]!;
      const token = textOf(childrenOf(list, "resumptionToken")[0]!);
      const middle = token[20] === "A" ? "B" : "A";
      for (const other of [
        token.slice(0, -1),
        token.slice(1),
        `${token.slice(0, 20)}${middle}${token.slice(21)}`,
        `${token}.${token}`,
      ]) {
        expect(errorsOf(await ask(`verb=ListRecords&resumptionToken=${other}`))).toEqual(["badResumptionToken"]);
      }
      expect(errorsOf(await ask(`verb=ListIdentifiers&resumptionToken=${token}`))).toEqual(["badResumptionToken"]);
      expect(errorsOf(await ask(`verb=ListRecords&resumptionToken=${token}`))).toEqual([]);
    });

    test("what is longer than a request may be is refused, and the server goes on", async () => {
      const payload = `verb=Identify&x=${"a".repeat(40_000)}`;
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const reply = await pool.server.inject({ method: "POST", url: "/oai", headers, payload });
      expect(reply.statusCode).toBe(413);
      expect(errorsOf(await ask("verb=Identify"))).toEqual([]);
    });

    test("nothing of what is not public is said, but that it once was", async () => {
      const { metadata } = await harvest("ListRecords", "metadataPrefix=mods");
      const all = JSON.stringify(metadata);
      expect(all).not.toContain("mật");
      for (const record of taken) expect(all).not.toContain(`>${record.shelfmark}<`);
    });

    test.skipIf(!valid)("every answer of these tests is valid with the records in it, and a planted fault is found", async () => {
      expect(answers).toBeGreaterThan(80);
      const files = Array.from({ length: answers }, (_, at) => join(folder, `${at + 1}.xml`));
      const check = (...paths: readonly string[]) => {
        const schema = ["--nonet", "--noout", "--schema", `${SCHEMAS}/all.xsd`];
        return runTool("env", `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`, "xmllint", ...schema, ...paths);
      };
      check(...files);
      const planted = join(folder, "planted.xml");
      const answer = await pool.server.inject({ url: `/oai?${LIST}` });
      await writeFile(planted, answer.body.replace("<dc:title", "<dc:titel").replace("</dc:title>", "</dc:titel>"));
      expect(() => check(planted)).toThrow(/titel/);
    });
  });
}

describe("OAI-PMH of an empty repository", () => {
  test("has no sets and no records, and still says who it is", async () => {
    const pool = await openHarvestPool((clock) => openCatalogue({ file: ":memory:" }, clock), {
      baseUrl: "http://127.0.0.1:4747",
    });
    const get = async (query: string) => (await pool.server.inject({ url: `/oai?${query}` })).body;
    expect(await get("verb=ListSets")).toContain('code="noSetHierarchy"');
    expect(await get("verb=ListRecords&metadataPrefix=oai_dc")).toContain('code="noRecordsMatch"');
    const identify = await get("verb=Identify");
    expect(identify).toContain("<adminEmail>postmaster@host-127-0-0-1.invalid</adminEmail>");
    expect(identify).toContain("<sampleIdentifier>oai:host-127-0-0-1.invalid:VNb.12</sampleIdentifier>");
    await pool.close();
  });
});
