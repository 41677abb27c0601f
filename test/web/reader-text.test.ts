import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordOf, textOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

let site: PublicSite;

beforeAll(async () => {
  site = await openPublicSite();
  const picture = await testPicture(400, 560);
  const [first, ...others] = textOf({ width: 400, height: 560 }).lines;
  const characters = [..."𤾓𢆥"].map((text, index) => ({
    text,
    box: { x: 322.6, y: 20 + index * 40, width: 30, height: 38.2 },
    confidence: 1,
    alternatives: [],
  }));
  const lines = [{ ...first!, text: "𤾓𢆥", characters }, ...others];
  await site.publish({ item: "VNb.12", pictures: [picture], text: { lines } });
  await site.publish({ item: "kin", pictures: [picture], firstPage: 40, record: { access: "restricted" } });
});
afterAll(() => site.close());

const get = (url: string, headers: Record<string, string> = {}) => site.server.inject({ url, headers });
const PAGE = "/items/VNb.12/pages/p000000000001";

describe("the text of a page for the reader", () => {
  test("has every line with the place of each of its characters, in whole pixels", async () => {
    const reply = await get(`${PAGE}/text.json`);
    expect(reply.statusCode).toBe(200);
    const told = reply.json();
    expect(told).toMatchObject({ status: "machine", writingMode: "vertical-rl", language: "vi-Hani" });
    expect(told.lines).toHaveLength(4);
    expect(told.lines[0]).toMatchObject({ id: "c1", kind: "body", text: "𤾓𢆥", phienAm: "Trăm năm trong cõi người ta" });
    expect(told.lines[0].characters).toEqual([
      { text: "𤾓", box: [323, 20, 30, 38] },
      { text: "𢆥", box: [323, 60, 30, 38] },
    ]);
    // Where only the line is known, its characters share it evenly.
    expect(told.lines[2].characters.map((each: { text: string }) => each.text).join("")).toBe(told.lines[2].text);
  });

  test("says which font has which character, and which no font has", async () => {
    const { lines, fonts, missing } = (await get(`${PAGE}/text.json`)).json();
    const all = new Set(lines.flatMap((line: { text: string }) => [...line.text]));
    const ranges = fonts.flatMap((font: { range: string }) => font.range.split(","));
    expect(ranges.length + [...missing].length).toBe(all.size);
    expect(missing).toContain("𤾓");
    expect(ranges).toContain("U+624d");
    const font = await get(`${PAGE}/han-0.woff`);
    expect([font.statusCode, font.headers["content-type"]]).toEqual([200, "font/woff"]);
    expect(font.rawPayload.subarray(0, 4).toString()).toBe("wOFF");
    expect(font.rawPayload.length).toBeLessThan(60_000);
  });

  test("is asked for again only when it has changed", async () => {
    for (const file of ["text.json", "han-0.woff"]) {
      const { headers } = await get(`${PAGE}/${file}`);
      expect((await get(`${PAGE}/${file}`, { "if-none-match": String(headers["etag"]) })).statusCode, file).toBe(304);
    }
  });

  test("is there for pages of public items only", async () => {
    for (const page of ["/items/kin/pages/p000000000028", "/items/none/pages/p000000000001", "/items/VNb.12/pages/p000000000028"])
      for (const file of ["text.json", "han-0.woff"])
        expect((await get(`${page}/${file}`)).statusCode, `${page}/${file}`).toBe(404);
    await site.publish({ item: "tam", pictures: [await testPicture(60, 80)], firstPage: 80 });
    expect((await get("/items/tam/pages/p000000000050/text.json")).statusCode).toBe(200);
    await site.setRecord("tam", recordOf({ access: "internal" }));
    expect((await get("/items/tam/pages/p000000000050/text.json")).statusCode).toBe(404);
  });
});

describe("fonts for the Hán-Nôm of a page", () => {
  test("come with every page that has some, and with no other", async () => {
    const home = (await get("/")).body;
    const [, sheet = ""] = /<link rel="stylesheet" href="(\/assets\/han\.css[^"]*)"/.exec(home) ?? [];
    expect(decodeURIComponent(sheet)).toContain("金雲翹新傳"[0]);
    const faces = (await get(sheet)).body;
    expect(faces).toMatch(/^@font-face\{font-family:"Sohoa Han";src:url\("han-0\.woff\?text=/);
    const [, font = ""] = /url\("([^"]*)"\)/.exec(faces) ?? [];
    expect((await get(`/assets/${font}`)).headers["content-type"]).toBe("font/woff");
    expect((await get("/items/absent")).body).not.toContain("han.css");
  });

  test.each([
    ["nothing", ""],
    ["an empty text", "?text="],
    ["a NUL", "?text=%00"],
    ["9,000 letters", `?text=${"a".repeat(9000)}`],
    ["half a character", "?text=%F0%A4"],
    ["two texts", "?text=1&text=2"],
  ])("answer something small and sound to %s", async (_name, query) => {
    const sheet = await get(`/assets/han.css${query}`);
    expect([200, 400]).toContain(sheet.statusCode);
    const font = await get(`/assets/han-0.woff${query}`);
    expect([200, 400]).toContain(font.statusCode);
    expect(font.rawPayload.length).toBeLessThan(5000);
  });

  test("are bounded, whatever is asked for", async () => {
    const many = Array.from({ length: 1200 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");
    const sheet = (await get(`/assets/han.css?text=${encodeURIComponent(many)}`)).body;
    expect(sheet.match(/U\+/g)).toHaveLength(400);
    for (const name of ["han-1.woff", "han-99.woff", "han-x.woff", "han--1.woff"])
      expect((await get(`/assets/${name}?text=%E6%89%8D`)).statusCode, name).toBe(404);
  });

  test("are the library's own before the one that is shipped; a file that is no font does no harm", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-fonts-"));
    const shipped = createRequire(import.meta.url).resolve(
      "@expo-google-fonts/cactus-classical-serif/400Regular/CactusClassicalSerif_400Regular.ttf",
    );
    await writeFile(join(folder, "a.ttf"), "no font");
    await copyFile(shipped, join(folder, "b.ttf"));
    const other = await openPublicSite("https://so.thuvien.vn", (services) => ({ ...services, fontFolder: folder }));
    const answer = (name: string) => other.server.inject({ url: `/assets/${name}?text=%E6%89%8D` });
    expect((await answer("han-0.woff")).statusCode).toBe(200);
    expect((await answer("han-1.woff")).statusCode).toBe(200);
    expect((await answer("han-2.woff")).statusCode).toBe(404);
    expect((await answer("han.css")).body).toMatch(/han-0\.woff/);
    await other.close();
    await rm(folder, { recursive: true });
  });
});
