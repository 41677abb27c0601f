import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../catalogue/users/roles.ts";
import { PATHS, type PathKind, pathOf } from "../../iiif/uri-paths.ts";
import type { Access } from "../../pipeline/publication-log.ts";
import { putUpGate } from "../../web/server/access/gate.ts";
import { ROUTE_RIGHTS } from "../../web/server/access/route-rights.ts";
import type { Site } from "../../web/server/site.ts";
import { recordOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";
import { Browser, PASSWORD } from "../fixtures/signed-in.ts";

/** Items of each kind, and one that is public by its publication and no longer by its record. */
const ITEMS = { public: "MO.1", restricted: "HC.1", internal: "NB.1", withdrawn: "RL.1" } as const;
const FIRST_PAGES = { public: 0x10, restricted: 0x20, internal: 0x30, withdrawn: 0x40 } as const;
type Kind = keyof typeof ITEMS;

const pageOf = (kind: Kind, index = 0): string => `p${(FIRST_PAGES[kind] + index).toString(16).padStart(12, "0")}`;
/** Routes of the staff are walked by themselves, over a server that has them (`workroom/rights.test.ts`). */
const isOfWorkroom = (line: string): boolean => / \/(api|workroom|assets\/workroom)(\/|$)/.test(line);
/** Words that stand in what is not public and nowhere else. */
const SECRETS = /HC\.1|NB\.1|RL\.1|p00000000002|p00000000003|p00000000004|Kín (?:HC|NB|RL)|kin-hc|kin-nb|kin-rl|Kho kín/;

const OF_SET = "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=holder:kho-kin-hc-1";
const NEVER_SHOWN = /HC\.1|NB\.1|p00000000002|p00000000003|p00000000004|Kín (?:HC|NB)|Kín RL\.1|kin-hc|kin-nb/;

let site: PublicSite;
let readers: ReadonlyMap<string, Browser>;

beforeAll(async () => {
  site = await openPublicSite();
  for (const kind of Object.keys(ITEMS) as Kind[]) {
    const item = ITEMS[kind];
    const access: Access = kind === "withdrawn" ? "public" : kind;
    const isOpen = kind === "public";
    await site.publish({
      item,
      pictures: [await testPicture(60, 80), await testPicture(60, 80)],
      firstPage: FIRST_PAGES[kind],
      record: {
        access,
        titles: [{ language: "vi", text: isOpen ? "Sách mở" : `Kín ${item}` }],
        holder: isOpen ? "Thư viện mở" : `Kho kín ${item}`,
        holdingClass: isOpen ? "Loại mở" : `Kín ${item.slice(0, 2)}`,
      },
    });
  }
  const restricted = recordOf({ access: "restricted", titles: [{ language: "vi", text: "Kín RL.1" }], divisions: [] });
  await site.setRecord(ITEMS.withdrawn, restricted);
  const browsers = new Map<string, Browser>();
  for (const [name, role] of [...ROLES.map((role) => [role, role] as const), ["granted", "reader"] as const]) {
    const { token } = await site.users.addAccount("test", name, role);
    await site.users.redeem(token, name, PASSWORD, "192.0.2.1");
    const browser = new Browser(site.server);
    await browser.signIn(name, PASSWORD);
    browsers.set(name, browser);
  }
  await site.users.setGrant("test", "granted", ITEMS.restricted, true);
  readers = browsers;
});
afterAll(() => site.close());

/** Names for every kind of public address; all about one item. */
const namesFor = (kind: Kind) => ({
  ...{ item: ITEMS[kind], page: pageOf(kind), layer: "phien-am", line: "l1", division: "0", version: "2", number: "0" },
  ...{ list: "0.xml", format: "jsonl", slug: "", part: "", file: "" },
});

const KINDS = Object.keys(PATHS) as readonly PathKind[];
const FILES = ["pdf", "text.txt", "mods.xml", "mets.xml", "dc.xml", "marc.xml"];
/** What stands behind an image service. */
const PICTURES = ["", "/info.json", "/full/max/0/default.jpg", "/0,0,30,30/max/0/default.png", "/nonsense"];
/** Addresses that the table of identifiers does not have. */
const FURTHER = (kind: Kind): readonly string[] => [
  `/items/${ITEMS[kind]}/thumbnails/${pageOf(kind)}`,
  `/items/${ITEMS[kind]}/pages/${pageOf(kind)}/text.json`,
  `/items/${ITEMS[kind]}/pages/${pageOf(kind)}/han-0.woff`,
];

/** Every public address that an item has a part in; each is made by the table of identifiers itself. */
function addressesOf(kind: Kind): readonly string[] {
  const all = KINDS.flatMap((path): readonly string[] => {
    const make = (more: object) => `/${pathOf(path, { ...namesFor(kind), ...more } as never)}`;
    if (path === "item-file") return FILES.map((file) => make({ file }));
    if (path.startsWith("image-service")) return PICTURES.map((rest) => make({}) + rest);
    if (path === "search" || path === "autocomplete") return ["1", "2"].map((version) => `${make({ version })}?q=a`);
    return isAboutItem(path) ? [make({})] : [];
  });
  return [...all, ...FURTHER(kind)];
}

function isAboutItem(path: PathKind): boolean {
  return /:(?:item|page)\b/.test(PATHS[path]);
}

/** Every address that tells of many items: home, search, collections, feeds, dumps, lists. */
function listsOf(): readonly string[] {
  const lists = KINDS.filter((path) => !isAboutItem(path));
  const addresses = lists.flatMap((path): readonly string[] => {
    const make = (more: object) => `/${pathOf(path, { ...namesFor("public"), ...more } as never)}`;
    if (path === "part-collection") {
      const slugs = ["kho-kin-hc-1", "kin-hc", "HC.1", "NB.1", "RL.1", "thu-vien-mo", "MO.1"];
      return ["holder", "class", "batch"].flatMap((part) => slugs.map((slug) => make({ part, slug })));
    }
    if (path === "open-data") return ["jsonl", "csv"].map((format) => make({ format }));
    if (/^collection-(search|autocomplete)$/.test(path)) {
      return ["1", "2"].flatMap((version) => ["k", "kin", "kho", "HC"].map((q) => `${make({ version })}?q=${q}`));
    }
    if (path === "activity-page") return ["0", "1"].map((number) => make({ number }));
    if (path === "search-page") return ["", "?q=kin", "?q=kho", "?q=mo"].map((q) => make({}) + q);
    return [make({})];
  });
  const oai = ["ListRecords", "ListIdentifiers"].flatMap((verb) =>
    ["oai_dc", "mods", "mets", "marc21"].map((prefix) => `/oai?verb=${verb}&metadataPrefix=${prefix}`),
  );
  const asked = [`/oai?verb=ListSets`, `/oai?verb=Identify`];
  return [...addresses, ...oai, ...asked, "/robots.txt", "/health", "/?page=2"];
}

/** The answer without what it repeats of the address that was asked for. */
const told = (body: string, url: string): string => body.replaceAll(url, "").replaceAll(encodeURI(url), "");

describe("what is not public", () => {
  const hidden = ["restricted", "internal", "withdrawn"] as const;

  test("is really there, and its addresses are those of a public item", async () => {
    expect(addressesOf("public").length).toBeGreaterThan(30);
    const found = await Promise.all(addressesOf("public").map((url) => site.server.inject({ url })));
    const statuses = found.map((reply, index) => [addressesOf("public")[index], reply.statusCode] as const);
    // Layers that the book does not have, parts that only its manifest tells of, and a malformed picture.
    const absent = statuses.filter(([, status]) => status >= 400).map(([url]) => url);
    expect(absent.filter((url) => !/phien-am|\/line\/|nonsense|han-0/.test(url ?? ""))).toEqual([]);
    expect(found.filter((reply) => reply.statusCode < 400).length).toBeGreaterThan(22);
  });

  test.each(hidden)("(%s) answers strangers at every address like an item that does not exist", async (kind) => {
    for (const url of addressesOf(kind)) {
      const unknown = url.replaceAll(ITEMS[kind], "KO.9").replaceAll(pageOf(kind), "p0000000000ff");
      const [reply, none] = [await site.server.inject({ url }), await site.server.inject({ url: unknown })];
      expect([url, reply.statusCode]).toEqual([url, 404]);
      const same = (body: string) => body.replaceAll(ITEMS[kind], "KO.9").replaceAll(pageOf(kind), "p0000000000ff");
      expect(same(reply.body)).toBe(none.body);
      const headers = ({ date: _date, "content-length": _length, ...rest }: Record<string, unknown>) => rest;
      expect(headers(reply.headers)).toEqual(headers(none.headers));
    }
  });

  test("is in no list, feed, dump, count or answer to a search, whoever asks", async () => {
    expect(listsOf().length).toBeGreaterThan(50);
    for (const browser of [new Browser(site.server), readers.get("admin")!]) {
      for (const url of listsOf()) {
        const { body } = await browser.get(url);
        // Harvesters must learn that what they were shown was taken back: by its identifier and sets alone.
        const secrets = /^.(?:oai|iiif.discovery)/.test(url) ? NEVER_SHOWN : SECRETS;
        expect([url, secrets.exec(told(body, url))?.[0]]).toEqual([url, undefined]);
      }
    }
    expect((await site.server.inject({ url: "/?lang=en" })).body).toContain("Items: 1");
    for (const asked of ["/search?q=HC.1", "/search?holder=Kho%20k%C3%ADn%20HC.1", OF_SET]) {
      const [found, none] = await Promise.all([asked, asked.replace(/hc/i, "KO")].map((url) => site.server.inject({ url })));
      expect(found?.body.replaceAll(/hc/gi, "KO")).toBe(none?.body.replaceAll(/hc/gi, "KO"));
    }
  });

  test("makes no collection of a library, a class or a batch", async () => {
    const collections = listsOf().filter((url) => url.includes("/collections/"));
    const there = await Promise.all(collections.map(async (url) => (await readers.get("admin")!.get(url)).statusCode === 200));
    expect(collections.filter((_url, index) => there[index])).toEqual([
      "/iiif/3/collections/holder/thu-vien-mo",
      "/iiif/3/collections/batch/MO.1",
    ]);
  });
});

/** Who may keep an answer, and which pages may read it. */
const keptBy = (headers: Readonly<Record<string, unknown>>): readonly unknown[] =>
  ["cache-control", "access-control-allow-origin", "cross-origin-resource-policy"].map((name) => headers[name]);

const MAY: Readonly<Record<string, readonly Kind[]>> = {
  reader: [],
  granted: ["restricted"],
  technician: ["internal"],
  editor: ["restricted", "internal", "withdrawn"],
  reviewer: ["restricted", "internal", "withdrawn"],
  manager: ["restricted", "internal", "withdrawn"],
  admin: ["restricted", "internal", "withdrawn"],
} satisfies Record<Role | "granted", readonly Kind[]>;

describe.each(Object.keys(MAY))("signed in as %s", (name) => {
  test.each(["restricted", "internal", "withdrawn"] as const)("an item that is %s is read, or is not there", async (kind) => {
    const may = MAY[name]?.includes(kind) ?? false;
    const open = addressesOf("public");
    // There is no search in the item: the index has what is public.
    const addresses = [...addressesOf(kind).entries()].filter(([, url]) => !url.startsWith("/iiif/search/"));
    for (const [index, url] of addresses) {
      const [reply, same] = [await readers.get(name)!.get(url), await site.server.inject({ url: open[index]! })];
      expect([url, reply.statusCode]).toEqual([url, may ? same.statusCode : 404]);
      if (!may) expect([url, /Kín|Kho/.test(reply.body)]).toEqual([url, false]);
      if (may && reply.statusCode < 400)
        expect([url, ...keptBy(reply.headers)]).toEqual([url, "private, no-store", undefined, "same-origin"]);
    }
  });

  test("what is public is the same as for everybody", async () => {
    for (const url of addressesOf("public")) {
      const [reply, same] = [await readers.get(name)!.get(url), await site.server.inject({ url })];
      expect([url, reply.statusCode, reply.headers["cache-control"]]).toEqual([
        url,
        same.statusCode,
        same.headers["cache-control"],
      ]);
      expect(reply.headers["access-control-allow-origin"]).toBe(same.headers["access-control-allow-origin"]);
    }
  });
});

describe("the right to read", () => {
  test("ends at once with the grant, the session and the account", async () => {
    const url = `/items/${ITEMS.restricted}`;
    const { token } = await site.users.addAccount("test", "khach", "reader");
    await site.users.redeem(token, "khach", PASSWORD, "192.0.2.1");
    await site.users.setGrant("test", "khach", ITEMS.restricted, true);
    const browser = new Browser(site.server);
    await browser.signIn("khach", PASSWORD);
    const picture = `/iiif/image/3/${pageOf("restricted")}/full/max/0/default.jpg`;
    expect([(await browser.get(url)).statusCode, (await browser.get(picture)).statusCode]).toEqual([200, 200]);
    await site.users.setGrant("test", "khach", ITEMS.restricted, false);
    expect([(await browser.get(url)).statusCode, (await browser.get(picture)).statusCode]).toEqual([404, 404]);
    await site.users.setGrant("test", "khach", "*", true);
    expect((await browser.get(url)).statusCode).toBe(200);
    await site.users.removeAccount("test", "khach");
    expect([(await browser.get(url)).statusCode, (await browser.get(picture)).statusCode]).toEqual([404, 404]);
  });

  test("is no stranger's after somebody who may has read", async () => {
    for (const url of addressesOf("restricted")) {
      await readers.get("admin")!.get(url);
      expect([url, (await site.server.inject({ url })).statusCode]).toEqual([url, 404]);
    }
  });

  test("is not had by a cookie that is forged, cut, doubled or of another name", async () => {
    const real = readers.get("admin")!.cookie("__Host-sohoa")!;
    const get = (cookie: string) => site.server.inject({ url: `/items/${ITEMS.restricted}`, headers: { cookie } });
    expect((await get(`__Host-sohoa=${real}`)).statusCode).toBe(200);
    for (const cookie of [
      `__Host-sohoa=${real.slice(0, -1)}`,
      `__Host-sohoa=${"A".repeat(43)}`,
      `__Host-sohoa=${real}; __Host-sohoa=${"A".repeat(43)}`,
      `sohoa=${real}`,
      `__host-sohoa=${real}`,
      `__Host-sohoa="${real}"`,
      `__Host-sohoa=${real}%00`,
      "__Host-sohoa=' or 1=1 --",
      `__Host-sohoa=${"x".repeat(8000)}`,
      ";;;===",
    ]) {
      expect([cookie.slice(0, 40), (await get(cookie)).statusCode]).toEqual([cookie.slice(0, 40), 404]);
    }
  });
});

describe("the table of rights", () => {
  test("has a line for every route, and no line without a route", async () => {
    for (const line of [...ROUTE_RIGHTS.keys()].filter((each) => !isOfWorkroom(each))) {
      const [method = "", url = ""] = line.split(" ");
      expect([line, site.server.hasRoute({ method: method as "GET", url })]).toEqual([line, true]);
    }
  });

  test("lets no server start with a route that it does not have", () => {
    const bare = Fastify();
    putUpGate(bare, { services: { baseUrl: "https://so.thuvien.vn" }, root: "" } as unknown as Site);
    expect(() => bare.get("/anything", async () => "x")).toThrow(/GET \/anything has no line/);
    expect(() => bare.post("/oai", async () => "x")).not.toThrow();
    expect(() => bare.delete("/oai", async () => "x")).toThrow(/DELETE \/oai has no line/);
  });

  test("demands a session and a form of ours of every route that changes something", async () => {
    const changing = [...ROUTE_RIGHTS].filter(
      ([line, right]) => !/^(GET|OPTIONS) /.test(line) && right !== "public" && !isOfWorkroom(line),
    );
    expect(changing.length).toBeGreaterThan(2);
    for (const [line] of changing) {
      const url = line.split(" ")[1]!;
      const headers = { cookie: readers.get("admin")!.cookieHeader, "content-type": "application/x-www-form-urlencoded" };
      const reply = await site.server.inject({ method: "POST", url, headers, payload: "name=admin" });
      expect([line, reply.statusCode]).toEqual([line, 403]);
    }
  });
});
