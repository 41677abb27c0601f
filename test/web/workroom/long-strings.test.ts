import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPicture } from "../../fixtures/public-site.ts";
import { type ApiBrowser, openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const LENGTH = 100_000;
const long = (piece: string, end = ""): string => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH) + end;

/**
 * What patterns stumble over: runs that can be shared out in many ways, with an end that fits none of them. A pattern that tries all
 * ways would need hours for one of these; the time that a test may take is the bar.
 */
const STRINGS: readonly (readonly [what: string, text: string])[] = [
  ["one letter", long("a", "!")],
  ["blanks", long(" ", "x")],
  ["line ends", long("\r\n", "x")],
  ["words", long("a ", "!")],
  ["quotation marks", long('"')],
  ["brackets", long("(")],
  ["digits and dots", long("1.", "x")],
  ["hyphens", long("-", "!")],
  ["slashes and dots", long("../", "!")],
  ["marks without a letter", long("\u0301")],
  ["letters with marks", long("e\u0302\u0301", "!")],
  ["characters of the outer planes", long("𡨸")],
  ["variation selectors", long("葛\u{e0100}")],
  ["description characters without an end", long("⿰")],
  ["numbers of years", long("二十五", "年")],
  ["days", long("1820-", "x")],
];

let site: WorkroomSite;
let editor: ApiBrowser;

beforeAll(async () => {
  site = await openWorkroomSite();
  await site.add({ item: "AB.1", pages: [{ picture: await testPicture(60, 80) }] });
  editor = await site.as("editor");
});
afterAll(() => site?.close());

const QUESTIONS = [
  "/search?q=",
  "/iiif/search/2/items/AB.1?q=",
  "/iiif/search/2/collection?q=",
  "/iiif/search/2/collection/autocomplete?q=",
  "/oai?verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=",
  "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=",
  "/api/dates?text=",
  "/api/input-aid?q=",
  "/api/queue/estimate?checked=",
  "/api/items/",
  "/api/pages/",
  "/workroom/",
  "/sign-in?next=",
];

describe("a hundred thousand characters", () => {
  test.each(STRINGS)("of %s are answered in every place that takes a question", async (_what, text) => {
    for (const question of QUESTIONS) {
      const reply = await site.server.inject({
        url: `${question}${encodeURIComponent(text)}`,
        headers: { cookie: editor.cookieHeader },
      });
      expect([question, reply.statusCode < 500]).toEqual([question, true]);
    }
  });

  test.each(STRINGS)("of %s are answered in every field of a record, and in a column of a page", async (what, text) => {
    const { body } = await editor.get("/api/records/AB.1");
    const { number } = (body as { readonly desk: { readonly number: number } }).desk;
    const fields = ["summary", "dateAsWritten", "dateEdtf", "holder", "extent", "note", "paper"];
    for (const [at, field] of fields.entries()) {
      const save = {
        saveId: `long-${STRINGS.findIndex(([each]) => each === what)}-${at}-0000`,
        base: number,
        changes: { [field]: text },
      };
      const { status } = await editor.send("POST", "/api/records/AB.1/saves", save);
      expect([field, status < 500]).toEqual([field, true]);
    }
    const page = (await site.catalogue.ledger.pages("AB.1"))[0]?.id ?? "";
    const opened = (await editor.get(`/api/pages/${page}/text`)).body as {
      number: number;
      content: { columns: { text: string }[] };
    };
    const columns = opened.content.columns.map((column, at) => (at === 0 ? { ...column, text } : column));
    const save = {
      base: opened.number,
      saveId: `long-text-${opened.number}-${text.length}`,
      content: { ...opened.content, columns },
    };
    expect((await editor.send("PUT", `/api/pages/${page}/text`, save)).status).toBeLessThan(500);
    expect((await editor.get(`/api/pages/${page}/text`)).status).toBe(200);
  });
});
