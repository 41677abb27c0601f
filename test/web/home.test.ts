import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "../fixtures/book.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

let site: PublicSite;
const get = async (url: string): Promise<string> => (await site.server.inject({ url })).body;
/** Items in the order in which a page links to them. */
const itemsOn = (body: string): string[] => [
  ...new Set([...body.matchAll(/href="\/items\/([^?"/]+)\?/g)].map(([, item = ""]) => item)),
];

beforeAll(async () => {
  site = await openPublicSite();
  const pictures = [await testPicture(60, 80)];
  for (let number = 1; number <= 27; number += 1) {
    site.clock.time += 60_000;
    const record = {
      titles: [{ language: "vi", text: `Sách số ${number}` }],
      holder: number % 3 === 0 ? "Thư viện huyện" : "Thư viện tỉnh",
      dateEdtf: number % 2 === 0 ? "1866" : "1795",
    };
    await site.publish({ item: `S.${number}`, pictures, firstPage: number * 10, record });
  }
}, 120_000);
afterAll(() => site.close());

describe("the first page", () => {
  test("shows what was published last, first, in pages that follow each other", async () => {
    const first = await get("/?lang=vi");
    expect(first).toContain("27 tài liệu");
    expect(itemsOn(first)).toEqual(Array.from({ length: 24 }, (_, index) => `S.${27 - index}`));
    expect(first).toContain("Trang 1/2");
    expect(first).toContain('<a rel="next" href="/?lang=vi&amp;page=2">');
    const second = await get("/?lang=vi&page=2");
    expect(itemsOn(second)).toEqual(["S.3", "S.2", "S.1"]);
    expect(second).toContain('rel="prev"');
    expect(second).not.toContain('rel="next"');
    for (const page of ["0", "-1", "9999", "x", "1e99", ""]) {
      expect((await site.server.inject({ url: `/?page=${page}` })).statusCode, page).toBe(200);
    }
  });

  test("tells how many books each library, class, century and script has, and leads to them", async () => {
    const body = await get("/?lang=vi");
    const counts = [...body.matchAll(/<li><a href="([^"]*)">([^<]*) <span class="number">(\d+)<\/span>/g)].map(
      ([, href = "", name, count]) => ({ href: href.replaceAll("&amp;", "&"), name, count: Number(count) }),
    );
    expect(counts.map(({ name, count }) => `${name} ${count}`)).toEqual([
      "Thư viện tỉnh 18",
      "Thư viện huyện 9",
      "Tài liệu Hán Nôm 27",
      "Thế kỷ XVIII 14",
      "Thế kỷ XIX 13",
      "Chữ Nôm 27",
    ]);
    for (const { href, count, name } of counts) expect(await get(href), name).toContain(`${count} tài liệu`);
  });

  test("has a field that sends its search by an address, without a script", async () => {
    const body = await get("/?lang=en");
    expect(body).toMatch(/<form class="search-form" role="search" action="\/search">/);
    expect(body).toMatch(/<input id="q" name="q" type="search"/);
    expect(body).not.toMatch(/<script(?! type="application)/);
  });

  test("forgets at once what is taken back, and lists it anew when it comes again", async () => {
    await site.setRecord("S.27", recordOf({ access: "restricted" }));
    const without = await get("/?lang=vi");
    expect(without).toContain("26 tài liệu");
    expect(itemsOn(without)[0]).toBe("S.26");
    await site.setRecord("S.27", recordOf({ access: "public", titles: [{ language: "vi", text: "Sách số 27" }] }));
    expect(itemsOn(await get("/?lang=vi"))[0]).toBe("S.27");
  });
});

describe("the answers to a search", () => {
  test("lead right to the page with the hit, show the words around it, and the place cut from the page", async () => {
    const body = await get(`/search?lang=vi&q=${encodeURIComponent("trăm năm")}`);
    expect(body).toMatch(/href="\/items\/S\.\d+\?lang=vi#page=1&amp;q=tr%C4%83m%20n%C4%83m"/);
    expect(body).toMatch(/<mark>[^<]+<\/mark>/);
    const [, place = ""] = /<img class="place" src="([^"]+)"/.exec(body) ?? [];
    expect(place).toMatch(/^\/iiif\/image\/3\/p[0-9a-f]{12}\/\d+,\d+,\d+,\d+\//);
    const picture = await site.server.inject({ url: place });
    expect([picture.statusCode, picture.headers["content-type"]]).toEqual([200, "image/jpeg"]);
  });

  test("show what was typed as text, whatever it is", async () => {
    for (const query of [`"><script>alert(1)</script>`, "<img src=x onerror=alert(1)>", "</title>", "'\"&"]) {
      const body = await get(`/search?q=${encodeURIComponent(query)}`);
      expect(body).not.toContain("<script>alert");
      expect(body).not.toContain("<img src=x");
      expect(body.match(/<\/title>/g)).toHaveLength(1);
    }
  });
});
