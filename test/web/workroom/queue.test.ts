import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Character, TextLayer } from "../../../pipeline/text-layer.ts";
import { writeDictionaryFile } from "../../../web/server/workroom/input-aid/dictionaries.ts";
import { recordOf } from "../../fixtures/book.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

let site: WorkroomSite;
let pages: readonly string[];

const SIZE = { width: 300, height: 420 };

/** One column; 吏 is doubtful and may be 史. */
function layerOf(text: string, more: Partial<TextLayer> = {}): TextLayer {
  const characters = [...text].map((each, at): Character => {
    const box = { x: 100, y: 20 + 40 * at, width: 36, height: 36 };
    const isDoubtful = each === "吏";
    const alternatives = isDoubtful ? [{ text: "史", confidence: 0.4 }] : [];
    return { text: each, box, confidence: isDoubtful ? 0.5 : 0.99, alternatives };
  });
  const line = {
    id: "c1",
    kind: "body" as const,
    box: { x: 95, y: 10, width: 50, height: 400 },
    text,
    confidence: 0.9,
    characters,
  };
  return {
    v: 1,
    status: "machine",
    ...SIZE,
    script: "han-nom",
    writingMode: "vertical-rl",
    engine: { name: "hannom", version: "1" },
    isWithoutText: false,
    lines: [line],
    ...more,
  };
}

/** A cross in a frame for 吏, a bar for all else. */
function isInk(text: string, x: number, y: number): boolean {
  if (text !== "吏") return y > 14 && y < 20;
  return Math.min(x, y, 35 - x, 35 - y) < 4 || Math.abs(x - y) < 3 || Math.abs(x + y - 35) < 3;
}

/** The glyphs of a text in the boxes of `layerOf`. */
async function pictureOf(text: string): Promise<Buffer> {
  const pixels = Buffer.alloc(SIZE.width * SIZE.height, 250);
  for (const [at, each] of [...text].entries()) {
    for (let i = 0; i < 36 * 36; i++) {
      const [x, y] = [i % 36, Math.floor(i / 36)];
      if (isInk(each, x, y)) pixels[(20 + 40 * at + y) * SIZE.width + 100 + x] = 20;
    }
  }
  return await sharp(pixels, { raw: { ...SIZE, channels: 1 } })
    .png()
    .toBuffer();
}

beforeAll(async () => {
  site = await openWorkroomSite();
  const texts = ["大越大越大越", "大越吏記吏記", "大吏大越大越"];
  const made = await Promise.all(
    texts.map(async (text) => ({ picture: await pictureOf(text), artifacts: { "text/machine": layerOf(text) } })),
  );
  const reviewed = layerOf("大越史記全書", { status: "reviewed" });
  const picture = await testPicture(SIZE.width, SIZE.height);
  pages = await site.add({
    item: "AB.1",
    pages: [...made, { picture, artifacts: { "text/machine": layerOf("吏吏吏"), "text/reviewed": reviewed } }],
  });
  const closed = recordOf({ access: "restricted", shelfmark: "KIN.1", divisions: [] });
  await site.add({
    item: "KIN.1",
    firstPage: 500,
    record: closed,
    pages: [{ picture, artifacts: { "text/machine": layerOf("吏") } }],
  });
  const { holdings } = site.catalogue;
  await holdings.importRows([
    { shelfmark: "KIN.1", title: "Kín", class: "quý" },
    { shelfmark: "AB.1", title: "Mở", class: "thường" },
  ] as never);
  await holdings.setTarget({ name: "Quý hiếm", classes: ["quý"], percentage: 100, deadline: "2030-12-31" });
});
afterAll(() => site?.close());

const get = async (url: string, role: "editor" | "technician" | "reviewer" = "editor") => await (await site.as(role)).get(url);

describe("the queue", () => {
  test("gives pages that wait, the most doubtful first, with reasons, and none that was reviewed", async () => {
    const { status, body } = await get("/api/queue?item=AB.1");
    expect(status).toBe(200);
    expect(body).toMatchObject({ waiting: 3, notLookedAt: 0, characters: 18, expectedErrors: 2 });
    const listed = (body as { pages: { page: string; shelfmark: string; reasons: { code: string }[] }[] }).pages;
    expect(listed.map(({ page }) => page)).toEqual([pages[1], pages[2], pages[0]]);
    expect(listed[0]?.shelfmark).toBe("AB.1");
    expect(listed[0]?.reasons.map(({ code }) => code)).toEqual(["doubt", "almost-complete"]);
  });

  test("ranks the items that a target counts above others, however doubtful those are, and names the target", async () => {
    const { body } = await get("/api/queue");
    const listed = (body as { waiting: number; pages: { item: string; reasons: { code: string; name?: string }[] }[] }).pages;
    expect(listed).toHaveLength(4);
    expect(listed[0]?.item).toBe("KIN.1");
    expect(listed[0]?.reasons.find(({ code }) => code === "target")?.name).toBe("Quý hiếm");
    expect(listed[1]?.reasons.some(({ code }) => code === "target")).toBe(false);
  });

  test("gives the most doubtful characters with their boxes and alternatives", async () => {
    const { body } = await get("/api/queue/places?item=AB.1&limit=2");
    const { places } = body as { places: { text: string; box: object; alternatives: { text: string }[]; doubt: number }[] };
    expect(places).toHaveLength(2);
    expect(places[0]).toMatchObject({ text: "吏", doubt: 0.5, box: { x: 100, width: 36 } });
    expect(places[0]?.alternatives[0]?.text).toBe("史");
  });

  test("draws a sample of what was reviewed and estimates what is left of it", async () => {
    const editor = await site.as("editor");
    const drawn = await editor.send("POST", "/api/queue/sample", { item: "AB.1", size: 4, seed: 7 });
    expect(drawn.status).toBe(200);
    const { places, strata } = drawn.body as { places: { text: string; page: string }[]; strata: { characters: number }[] };
    expect(strata).toMatchObject([{ pages: 1, characters: 6 }]);
    expect(new Set(places.map(({ page }) => page))).toEqual(new Set([pages[3]]));
    expect(places.every(({ text }) => "大越史記全書".includes(text))).toBe(true);
    expect((await editor.send("POST", "/api/queue/sample", { item: "AB.1", size: 4, seed: 7 })).body).toEqual(drawn.body);
    const estimate = await get("/api/queue/estimate?checked=9000:90:3:văn%20xuôi&checked=1000:10:1:thơ");
    expect(estimate.body).toMatchObject({ characters: 10_000, unknown: [] });
    expect((estimate.body as { share: number }).share).toBeCloseTo(0.04);
  });

  test("refuses what makes no sense, and shows nobody what they may not see", async () => {
    for (const url of [
      "/api/queue?limit=100000",
      "/api/queue?offset=-1",
      "/api/queue/estimate?checked=1:2:3:x",
      "/api/queue/estimate?checked=abc",
      "/api/queue/estimate?checked=10:0:0:x",
      "/api/queue/estimate",
    ]) {
      expect((await get(url)).status, url).toBe(422);
    }
    expect((await get("/api/queue", "technician")).status).toBe(403);
    expect((await (await site.as("editor")).send("POST", "/api/queue/sample", { size: 1e9, seed: 1 })).status).toBe(422);
    expect((await get("/api/queue?item=nothing")).status).toBe(404);
  });
});

describe("fix once, propose everywhere", () => {
  test("proposes the look-alikes on other pages that wait, with their boxes, and changes nothing", async () => {
    const { status, body } = await get(`/api/items/AB.1/look-alikes?page=${pages[1]}&line=c1&at=2&typed=%E5%8F%B2`);
    expect(status).toBe(200);
    const { read, proposals } = body as { read: string; proposals: { page: string; at: number; text: string; box: object }[] };
    expect(read).toBe("吏");
    expect(proposals.map(({ page, at }) => [page, at]).sort()).toEqual([
      [pages[1], 4],
      [pages[2], 1],
    ]);
    expect(proposals[0]?.box).toMatchObject({ x: 100, width: 36 });
    expect(await site.catalogue.texts.latest(pages[2] ?? "")).toBeUndefined();
  });

  test("proposes nothing for a character that the machine never thought of", async () => {
    const { body } = await get(`/api/items/AB.1/look-alikes?page=${pages[1]}&line=c1&at=2&typed=%E9%87%91`);
    expect((body as { proposals: unknown[] }).proposals).toEqual([]);
  });

  test("knows no character that is not there, nor a page of another item", async () => {
    for (const query of [
      `page=${pages[1]}&line=c1&at=99&typed=x`,
      `page=${pages[1]}&line=nothing&at=0&typed=x`,
      "page=p0000000001f4&line=c1&at=0&typed=x",
      "page=..%2F..&line=c1&at=0&typed=x",
    ]) {
      expect((await get(`/api/items/AB.1/look-alikes?${query}`)).status, query).toBe(404);
    }
    expect((await get(`/api/items/AB.1/look-alikes?page=${pages[1]}&line=c1&at=0`)).status).toBe(422);
  });
});

describe("the input aid", () => {
  const offered = async (query: string) => {
    const { status, body } = await get(`/api/input-aid?${query}`);
    return { status, texts: ((body as { suggestions?: { text: string }[] }).suggestions ?? []).map(({ text }) => text) };
  };

  test("offers what the library's own texts have first", async () => {
    expect((await offered("by=reading&q=su&limit=3")).texts[0]).toBe("史");
    expect((await offered("by=code-point&q=U%2B20B9B")).texts).toEqual(["𠮛"]);
    expect((await offered(`by=components&q=${encodeURIComponent("南年")}`)).texts[0]).toBe("𢆥");
  });

  test("takes a dictionary up as soon as it lies there", async () => {
    expect((await offered(`by=reading&q=${encodeURIComponent("chăng hề")}`)).texts).toEqual([]);
    await writeDictionaryFile(site.workroom.home, "nha", [{ text: "庄兮", reading: "chăng hề" }]);
    expect((await offered(`by=reading&q=${encodeURIComponent("chăng hề")}`)).texts).toEqual(["庄兮"]);
  });

  test("answers anything typed, and refuses ways and amounts that there are not", async () => {
    for (const q of ["", "%00", "%F0%A0%8A%9B".repeat(60), "(((((", "..%2f"]) {
      for (const by of ["reading", "components", "radical", "code-point", "character"])
        expect((await offered(`by=${by}&q=${q}`)).status, `${by} ${q}`).toBe(200);
    }
    for (const query of ["by=nothing&q=a", "by=reading", "by=reading&q=a&limit=100000", `by=reading&q=${"a".repeat(500)}`]) {
      expect((await offered(query)).status, query).toBe(422);
    }
  });
});
