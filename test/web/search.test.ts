import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TextLine } from "../../pipeline/text-layer.ts";
import { recordOf, textOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

let site: PublicSite;
const BASE = "https://so.thuvien.vn";

/** A column whose characters are 40 pixels high from `top` on. */
function column(id: string, text: string, x: number, more: Partial<TextLine> = {}): TextLine {
  const characters = [...text].map((each, index) => ({
    text: each,
    box: { x: x + 2, y: 20.4 + index * 40, width: 30, height: 38.2 },
    confidence: 1,
    alternatives: [],
  }));
  return { id, kind: "body", box: { x, y: 20, width: 40, height: 500 }, text, confidence: 1, characters, ...more };
}

const KIEU = [
  column("c1", "𤾓𢆥𥪝𡎝𠊛些", 340, { phienAm: "Trăm năm trong cõi người ta" }),
  column("c2", "𡨸才𡨸命窖𱺵恄饒", 280),
  column("c3", "才命相妒", 220),
];

beforeAll(async () => {
  site = await openPublicSite(BASE);
  const picture = await testPicture(400, 560);
  await site.publish({ item: "VNb.12", pictures: [picture, picture], text: textOf({ lines: KIEU, width: 400, height: 560 }) });
  await site.publish({
    item: "R.7",
    firstPage: 90,
    pictures: [picture],
    record: { titles: [{ language: "lzh", text: "大越史記全書" }], language: "lzh", creators: ["吳士連"] },
    text: textOf({ lines: [column("c1", "大越史記", 300), column("c2", "全書才命", 200)], width: 400, height: 560 }),
  });
  await site.publish({
    item: "X.1",
    firstPage: 200,
    pictures: [picture],
    record: { access: "restricted", titles: [{ language: "vi", text: "Kín" }] },
    text: textOf({ lines: [column("c1", "秘密才命", 300)], width: 400, height: 560 }),
  });
}, 60_000);
afterAll(() => site.close());

interface Annotation {
  readonly id: string;
  readonly body: { readonly value: string; readonly language: string };
  readonly target: string | { readonly id: string; readonly partOf: { readonly id: string; readonly label: object } };
}
interface Reply2 {
  readonly "@context": string;
  readonly id: string;
  readonly type: string;
  readonly ignored?: readonly string[];
  readonly next?: { readonly id: string };
  readonly partOf?: { readonly first: { readonly id: string } };
  readonly items: readonly Annotation[];
  readonly annotations?: readonly {
    readonly items: readonly {
      readonly id: string;
      readonly motivation: string;
      readonly target: Specific | readonly Specific[];
    }[];
  }[];
}
interface Specific {
  readonly source: string;
  readonly selector: readonly {
    readonly type: string;
    readonly exact: string;
    readonly prefix: string;
    readonly suffix: string;
  }[];
}

const get = (path: string) => site.server.inject({ url: path });
const search2 = async (q: string, scope = "items/VNb.12", more = "") =>
  (await get(`/iiif/search/2/${scope}?q=${encodeURIComponent(q)}${more}`)).json() as Reply2;
const bodies = (reply: Reply2) => reply.items.map((each) => each.body.value);
const boxes = (reply: Reply2) => reply.items.map((each) => /#xywh=(.*)$/.exec(String(each.target))?.[1]);

describe("Content Search 2", () => {
  test("answers an AnnotationPage whose hits have the boxes of their characters", async () => {
    const response = await get(`/iiif/search/2/items/VNb.12?q=${encodeURIComponent("才命")}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers["access-control-allow-origin"]).toBe("*");
    expect(response.headers["content-type"]).toBe('application/ld+json;profile="http://iiif.io/api/search/2/context.json"');
    const reply = response.json() as Reply2;
    expect(reply).toMatchObject({
      "@context": "http://iiif.io/api/search/2/context.json",
      id: `${BASE}/iiif/search/2/items/VNb.12?q=${encodeURIComponent("才命")}`,
      type: "AnnotationPage",
    });
    expect(reply.items.map((each) => each.target)).toEqual([
      `${BASE}/iiif/3/items/VNb.12/canvas/p000000000001#xywh=220,20,40,79`,
      `${BASE}/iiif/3/items/VNb.12/canvas/p000000000002#xywh=220,20,40,79`,
    ]);
    expect(reply.items[0]?.body).toEqual({ type: "TextualBody", value: "才命", language: "vi-Hani", format: "text/plain" });
    expect(reply).not.toHaveProperty("next");
    expect(reply).not.toHaveProperty("ignored");
  });

  test("says what stands around each hit, of annotations in the same answer, and of both columns of a hit in two", async () => {
    const reply = await search2("饒才命");
    const ids = new Set(reply.items.map((each) => each.id));
    expect(ids.size).toBe(reply.items.length);
    const extended = reply.annotations?.flatMap((page) => page.items) ?? [];
    expect(extended.length).toBe(2);
    for (const { motivation, target } of extended) {
      expect(motivation).toBe("contextualizing");
      for (const each of [target].flat() as Specific[]) expect(ids).toContain(each.source);
    }
    expect([extended[0]?.target ?? []].flat().map((each) => (each as Specific).selector[0])).toEqual([
      { type: "TextQuoteSelector", prefix: "𢆥𥪝𡎝𠊛些𡨸才𡨸命窖𱺵恄", exact: "饒", suffix: "才命" },
      { type: "TextQuoteSelector", prefix: "饒", exact: "才命", suffix: "相妒" },
    ]);
    expect(boxes(reply).slice(0, 2)).toEqual(["280,300,40,39", "220,20,40,79"]);
  });

  test("finds Quốc ngữ in the phiên âm, with or without marks, on the characters read so", async () => {
    for (const q of ["năm trong", "nam trong", "NĂM TRONG", "năm trong".normalize("NFD")]) {
      const reply = await search2(q);
      expect(bodies(reply), q).toEqual(["năm trong", "năm trong"]);
      expect(boxes(reply)[0], q).toBe("340,60,40,79");
      expect(reply.items[0]?.id).toBe(`${BASE}/iiif/3/items/VNb.12/annotations/p000000000001/phien-am/line/c1#char=5,14`);
    }
    expect(bodies(await search2("nắm trong"))).toEqual([]);
    expect(bodies(await search2("nam trọng"))).toEqual([]);
    expect(bodies(await search2("nguoi ta"))).toEqual(["người ta", "người ta"]);
  });

  test("names the manifest of each hit when it searches the whole collection, and says nothing of restricted items", async () => {
    const reply = await search2("才命", "collection");
    expect(reply.items.map((each) => (each.target as { partOf: { id: string } }).partOf.id)).toEqual([
      `${BASE}/iiif/3/items/VNb.12/manifest`,
      `${BASE}/iiif/3/items/VNb.12/manifest`,
      `${BASE}/iiif/3/items/R.7/manifest`,
    ]);
    expect(bodies(await search2("秘密", "collection"))).toEqual([]);
    expect((await get("/iiif/search/2/items/X.1?q=x")).statusCode).toBe(404);
    expect((await get("/iiif/search/2/items/X.1/autocomplete?q=x")).statusCode).toBe(404);
    expect((await get("/search?q=K%C3%ADn")).body).not.toContain("X.1");
  });

  test("gives long answers in parts that together hold everything once", async () => {
    const picture = await testPicture(60, 80);
    const lines = Array.from({ length: 8 }, (_, index) => column(`c${index}`, "萬萬萬萬萬", 4));
    const book = { item: "LONG", firstPage: 1000, pictures: Array.from({ length: 9 }, () => picture) };
    await site.publish({ ...book, text: textOf({ lines, width: 60, height: 80 }) });
    const seen: string[] = [];
    let url: string | undefined = "/iiif/search/2/items/LONG?q=%E8%90%AC";
    for (let count = 0; url !== undefined && count < 20; count += 1) {
      const reply = (await get(url)).json() as Reply2;
      expect(reply.partOf?.first.id).toBe(`${BASE}/iiif/search/2/items/LONG?q=%E8%90%AC`);
      seen.push(...reply.items.map((each) => each.id));
      url = reply.next?.id.slice(BASE.length);
    }
    expect(seen.length).toBe(9 * 8 * 5);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("names parameters that it ignores, and answers an empty or missing query with nothing", async () => {
    expect((await search2("才命", "items/VNb.12", "&motivation=painting&date=x&user=y&foo=z")).ignored).toEqual([
      "motivation",
      "date",
      "user",
    ]);
    for (const query of ["", "?q=", "?q=%20", "?q=%E3%80%82"]) {
      const response = await get(`/iiif/search/2/items/VNb.12${query}`);
      expect(response.statusCode).toBe(200);
      expect((response.json() as Reply2).items).toEqual([]);
    }
  });

  test("proposes terms", async () => {
    const reply = (await get(`/iiif/search/2/items/VNb.12/autocomplete?q=${encodeURIComponent("才")}&min=2`)).json();
    expect(reply).toEqual({
      "@context": "http://iiif.io/api/search/2/context.json",
      id: `${BASE}/iiif/search/2/items/VNb.12/autocomplete?q=${encodeURIComponent("才")}`,
      type: "TermPage",
      ignored: ["min"],
      items: [
        { value: "才命", language: "vi-Hani", total: 2 },
        { value: "才𡨸", language: "vi-Hani", total: 2 },
      ],
    });
    const words = (await get("/iiif/search/2/collection/autocomplete?q=ngu")).json() as { items: { value: string }[] };
    expect(words.items.map((each) => each.value)).toContain("người");
  });
});

describe("Content Search 1", () => {
  test("answers the same hits as an AnnotationList", async () => {
    const q = encodeURIComponent("饒才命");
    const reply = (await get(`/iiif/search/1/items/VNb.12?q=${q}&user=x`)).json() as {
      readonly resources: readonly { readonly "@id": string; readonly on: string }[];
      readonly hits: readonly { readonly annotations: readonly string[] }[];
    };
    expect(reply).toMatchObject({
      "@context": ["http://iiif.io/api/presentation/2/context.json", "http://iiif.io/api/search/1/context.json"],
      "@id": `${BASE}/iiif/search/1/items/VNb.12?q=${q}`,
      "@type": "sc:AnnotationList",
      within: { "@type": "sc:Layer", total: 2, ignored: ["user"] },
      startIndex: 0,
    });
    expect(reply.resources[0]).toMatchObject({
      "@type": "oa:Annotation",
      motivation: "sc:painting",
      resource: { "@type": "cnt:ContentAsText", chars: "饒" },
      on: `${BASE}/iiif/3/items/VNb.12/canvas/p000000000001#xywh=280,300,40,39`,
    });
    const ids = reply.resources.map((each) => each["@id"]);
    expect(reply.hits[0]).toEqual({
      "@type": "search:Hit",
      annotations: ids.slice(0, 2),
      match: "饒才命",
      before: "𢆥𥪝𡎝𠊛些𡨸才𡨸命窖𱺵恄",
      after: "相妒",
    });
  });

  test("proposes terms with the address of their search", async () => {
    const reply = (await get(`/iiif/search/1/collection/autocomplete?q=${encodeURIComponent("大越")}`)).json();
    expect(reply).toEqual({
      "@context": "http://iiif.io/api/search/1/context.json",
      "@id": `${BASE}/iiif/search/1/collection/autocomplete?q=${encodeURIComponent("大越")}`,
      "@type": "search:TermList",
      terms: [{ match: "大越史", url: `${BASE}/iiif/search/1/collection?q=${encodeURIComponent("大越史")}`, count: 1 }],
    });
  });
});

describe("the search page", () => {
  test("finds by text, title, author and shelfmark, in both languages, and leads to the page of the book", async () => {
    const page = (await get(`/search?q=${encodeURIComponent("史記全書")}`)).body;
    expect(page).toContain('<html lang="vi">');
    expect(page).toContain(`href="/items/R.7?lang=vi#page=1&amp;q=${encodeURIComponent("史記全書")}"`);
    expect(page).toContain("<mark>史記全書</mark>");
    expect((await get("/search?q=ngo%20si%20lien&lang=en")).body).toContain('<html lang="en">');
    for (const q of ["kim van kieu", "Nguyễn Du", "VNb.12", "nguyen du truyện"]) {
      const found = (await get(`/search?q=${encodeURIComponent(q)}`)).body;
      expect(found, q).toContain('href="/items/VNb.12?lang=vi');
      expect(found, q).not.toContain('href="/items/R.7');
    }
  });

  test("narrows by facets that can be taken back", async () => {
    const page = (await get(`/search?q=${encodeURIComponent("才命")}&script=han`)).body;
    expect(page).toContain('href="/items/R.7');
    expect(page).not.toContain('href="/items/VNb.12?lang=vi#');
    expect(page).toContain('aria-current="true"');
    expect(page).toContain("Chữ Nôm");
  });

  test("forgets an item the moment its record makes it internal", async () => {
    const found = async () => (await get(`/search?q=${encodeURIComponent("大越")}`)).body.includes("/items/R.7");
    expect(await found()).toBe(true);
    const record = recordOf({ shelfmark: "R.7", titles: [{ language: "lzh", text: "大越史記全書" }] });
    await site.setRecord("R.7", { ...record, access: "internal" });
    expect(await found()).toBe(false);
    expect(bodies(await search2("大越", "collection"))).toEqual([]);
  });
});

describe("whatever is asked", () => {
  const ODD = [
    "a".repeat(10_000),
    "%E5%A4%A9".repeat(1000),
    "%00",
    "%ED%A0%80",
    "%ud800",
    "%",
    "%25",
    "_",
    "%22",
    "%27%20or%201%3D1%20--",
    "%22%E5%A4%A9%20AND%20%22",
    "tokens%3A%E5%A4%A9*",
    "%5E%28%28a%2B%29%2B%29%2B%24",
    "%E5%A4%A9%20%7C%20!%E5%9C%B0%3A*",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "x&q=y&q[]=z&__proto__=1",
    "x&after=-1",
    "x&after=1e999",
    "x&after=99999999999999999999",
    "x&page=-5&page=9",
    "x&holder=%00&century=%27",
  ];

  test("gets an answer without an error of the server, and without a script of its own", async () => {
    const paths = [1, 2].flatMap((version) =>
      ["items/VNb.12", "collection"].flatMap((scope) => [
        `/iiif/search/${version}/${scope}`,
        `/iiif/search/${version}/${scope}/autocomplete`,
      ]),
    );
    for (const path of [...paths, "/search"]) {
      for (const q of ODD) {
        const { statusCode, body } = await get(`${path}?q=${q}`);
        expect([200, 400], `${path} ${q.slice(0, 40)}`).toContain(statusCode);
        expect(body).not.toContain("<script>alert");
      }
    }
    expect((await get("/iiif/search/3/items/VNb.12?q=x")).statusCode).toBe(404);
    expect((await get("/iiif/search/2/items/nobody?q=x")).statusCode).toBe(404);
    expect((await get("/iiif/search/2/items/..%2f..%2fetc?q=x")).statusCode).toBe(404);
  });

  test("over a socket, however long, leaves the server alive", async () => {
    await site.server.listen({ port: 0, host: "127.0.0.1" });
    const address = site.server.server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.write(`GET /iiif/search/2/collection?q=${"%E5%A4%A9".repeat(10_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
      );
      socket.on("data", (chunk) => {
        resolve(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1] ?? "");
        socket.destroy();
      });
      socket.on("error", reject);
    });
    expect(status).toBe("431");
    expect((await get("/iiif/search/2/collection?q=x")).statusCode).toBe(200);
  });
});
