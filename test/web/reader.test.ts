import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../fixtures/book.ts";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { openPublicSite, type PublicSite } from "../fixtures/public-site.ts";

const COLOURS = ["#c02020", "#20a020", "#2040c0", "#c0a020"];

const isLoaded = `document.documentElement.dataset.isReady === "true" && document.querySelectorAll("#text .line").length > 0`;

describe.skipIf(!hasBrowser)("the reader in a browser", () => {
  let site: PublicSite;
  let origin: string;
  let page: BrowserPage;

  beforeAll(async () => {
    // Another base URL than the one the browser uses: the reader must stay on the server it came from.
    site = await openPublicSite("https://so.thuvien.vn");
    const pictures = await Promise.all(
      COLOURS.map((background) =>
        sharp({ create: { width: 400, height: 560, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    await site.publish({ item: "rtl", pictures });
    await site.publish({ item: "ltr", pictures, firstPage: 50, direction: "left-to-right" });
    const translated = textOf({ width: 400, height: 560 });
    const lines = translated.lines.map((line, index) => (index === 0 ? { ...line, translation: "Đời người trăm năm" } : line));
    await site.publish({ item: "dich", pictures: pictures.slice(0, 1), firstPage: 90, text: { lines } });
    origin = await site.server.listen({ port: 0, host: "127.0.0.1" });
    page = await openBrowser(1280, 800);
  }, 120_000);
  afterAll(async () => {
    await page?.close();
    await site?.close();
  });

  async function show(address: string): Promise<void> {
    // A change of the fragment alone would not load the page anew.
    await page.open("about:blank");
    await page.open(`${origin}${address}`);
    await page.until(isLoaded);
  }

  /** The nearest colour of the test pictures at a share of the viewer's width, half way down. */
  async function pageAt(share: number): Promise<number> {
    const box = (await page.evaluate(`document.getElementById("viewer").getBoundingClientRect().toJSON()`)) as DOMRectLike;
    const point = { left: Math.round(box.x + box.width * share), top: Math.round(box.y + box.height / 2), width: 1, height: 1 };
    const [r = 0, g = 0, b = 0] = await sharp(await page.screenshot())
      .extract(point)
      .removeAlpha()
      .raw()
      .toBuffer();
    const near = COLOURS.map((colour) => {
      const [cr = 0, cg = 0, cb = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      return Math.abs(r - cr) + Math.abs(g - cg) + Math.abs(b - cb);
    });
    const best = Math.min(...near);
    return best < 40 ? near.indexOf(best) + 1 : 0;
  }

  const waitFor = (share: number, number: number): Promise<void> => expect.poll(() => pageAt(share)).toBe(number);

  /** The picture glides to its place: it is there when it has not moved for some frames. */
  const cameToRest = (selector: string): Promise<void> =>
    page.until(`new Promise((resolve) => {
      const place = () => JSON.stringify(document.querySelector("${selector}").getBoundingClientRect());
      const begun = place();
      let frames = 10;
      const look = () => (place() !== begun ? resolve(false) : frames-- > 0 ? requestAnimationFrame(look) : resolve(true));
      look();
    })`);

  test("begins with page 1", async () => {
    await show("/items/rtl");
    await waitFor(0.5, 1);
  });

  test("shows the earlier of two pages at the right, and page 1 alone like a cover", async () => {
    await show("/items/rtl#page=2&view=two");
    await waitFor(0.7, 2);
    await waitFor(0.3, 3);
    await show("/items/rtl#page=1&view=two");
    await waitFor(0.5, 1);
    await show("/items/ltr#page=2&view=two");
    await waitFor(0.3, 2);
    await waitFor(0.7, 3);
  });

  test("turns pages with the arrow that points to where the next page lies", async () => {
    await show("/items/rtl#page=2");
    await page.press("ArrowLeft");
    await page.until(`location.hash === "#page=3"`);
    await page.press("ArrowRight");
    await page.until(`location.hash === "#page=2"`);
    await show("/items/ltr#page=2");
    await page.press("ArrowRight");
    await page.until(`location.hash === "#page=3"`);
  });

  test("lays all pages below each other, and says which of them is read while they are scrolled", async () => {
    await show("/items/rtl#page=1&view=scroll");
    await page.until(`document.querySelectorAll("#scroller .sheet img").length >= 2`);
    await page.evaluate(`document.querySelectorAll(".sheet")[2].scrollIntoView()`);
    await page.until(`location.hash.startsWith("#page=3")`);
    await page.until(`document.querySelector("#strip [aria-current]").textContent === "2a"`);
    await page.press("1");
    await page.until(`!document.getElementById("viewer").hidden && location.hash === "#page=3"`);
  });

  test("remembers how somebody reads, but an address that says otherwise is right", async () => {
    await show("/items/rtl#page=2");
    await page.press("2");
    await page.until(`location.hash.includes("view=two")`);
    await show("/items/ltr");
    await page.until(`document.getElementById("mode-two").getAttribute("aria-pressed") === "true"`);
    await show("/items/ltr#page=2");
    await page.until(`document.getElementById("mode-one").getAttribute("aria-pressed") === "true"`);
    await page.press("1");
    await page.evaluate(`localStorage.clear()`);
  });

  test("lays each character of a column on its glyph, to be selected code point by code point", async () => {
    await show("/items/rtl#page=1&text");
    await page.until(`document.querySelectorAll("svg.layer .line").length === 4`);
    const column = `document.querySelector("svg.layer .line text")`;
    expect(await page.evaluate(`${column}.textContent`)).toBe("𤾓𢆥𥪝𡎝𠊛些");
    const places = (await page.evaluate(
      `[...${column}.children].map((each) => [Number(each.getAttribute("x")), Number(each.getAttribute("y"))])`,
    )) as [number, number][];
    // The column's box is 320,20,74,500: six characters, each a sixth of it below the one before.
    expect(places.map(([x]) => x)).toEqual(Array(6).fill(357));
    const steps = places.slice(1).map(([, y], index) => y - (places[index]?.[1] ?? 0));
    for (const step of steps) expect(Math.abs(step - 500 / 6)).toBeLessThan(1);
    expect(await page.evaluate(`getSelection().selectAllChildren(${column}), String(getSelection())`)).toBe("𤾓𢆥𥪝𡎝𠊛些");
    await page.press("t");
    await page.until(`document.querySelectorAll("svg.layer .line").length === 0`);
  });

  test("lets the mouse select text on the page, and move the page beside it", async () => {
    await show("/items/rtl#page=1&text");
    await page.until(`document.querySelectorAll("svg.layer .line").length === 4`);
    await cameToRest("svg.layer");
    const middles = (await page.evaluate(
      `[...document.querySelectorAll("svg.layer .line text")[2].children].map((each) => { const box = each.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })`,
    )) as [number, number][];
    const before = await page.evaluate(`document.querySelector("svg.layer").getBoundingClientRect().x`);
    await page.drag([middles[0]![0], middles[0]![1] - 5], [middles[2]![0] + 2, middles[2]![1] + 5]);
    const selected = String(await page.evaluate(`String(getSelection())`));
    expect(selected.length).toBeGreaterThan(1);
    expect("𣦆過沒局𣷭橷").toContain(selected);
    expect(await page.evaluate(`document.querySelector("svg.layer").getBoundingClientRect().x`)).toBe(before);
    await page.evaluate(`getSelection().removeAllRanges()`);
    const box = (await page.evaluate(`document.getElementById("viewer").getBoundingClientRect().toJSON()`)) as DOMRectLike;
    await page.drag([box.x + 40, box.y + 300], [box.x + 100, box.y + 300]);
    await page.until(`document.querySelector("svg.layer").getBoundingClientRect().x > ${before}`);
  });

  test("shows Hán-Nôm and phiên âm side by side, and a translation where there is one", async () => {
    await show("/items/dich");
    const boxes = (await page.evaluate(
      `["written", "phien-am", "translation"].map((each) => document.querySelector("#text .line ." + each).getBoundingClientRect().toJSON())`,
    )) as DOMRectLike[];
    const [written, read, meant] = boxes;
    expect(read?.y).toBe(written?.y);
    expect(read?.x).toBeGreaterThan((written?.x ?? 0) + (written?.width ?? 0) - 1);
    expect(meant?.y).toBeGreaterThan((written?.y ?? 0) + 10);
    expect(await page.evaluate(`document.querySelector("#text .phien-am").textContent`)).toBe("Trăm năm trong cõi người ta");
  });

  test("shows characters that no font has as cuts of the page with their code point, and copies them as text", async () => {
    await show("/items/rtl#page=1");
    // 𤾓 is not in the font that is shipped; 些 is.
    await page.until(`document.querySelector("#text .written").innerHTML.includes("U+24F93")`);
    const [first, last] = (await page.evaluate(
      `(() => { const all = [...document.querySelector("#text .written").childNodes]; return [all[0], all.at(-1)].map((each) => each.outerHTML ?? each.textContent); })()`,
    )) as string[];
    expect(first).toContain("U+24F93");
    expect(first).toMatch(/viewBox="[\d. -]+"/);
    expect(first).toContain("/iiif/image/3/p000000000001/full/max/0/default.jpg");
    expect(last).toBe("些");
    expect(
      await page.evaluate(`getSelection().selectAllChildren(document.querySelector("#text .written")), String(getSelection())`),
    ).toBe("𤾓𢆥𥪝𡎝𠊛些");
    await page.until(`[...document.fonts].some((font) => font.family.includes("Sohoa Han") && font.status === "loaded")`);
    await page.evaluate(`getSelection().removeAllRanges()`);
  });

  test("finds a phrase in Quốc ngữ without marks, marks it on its glyphs, and goes from hit to hit", async () => {
    await show("/items/rtl#page=1");
    await page.press("/");
    await page.until(`document.activeElement.id === "q"`);
    await page.evaluate(
      `document.getElementById("q").value = "tram nam", document.getElementById("search-form").requestSubmit()`,
    );
    await page.until(`document.querySelectorAll("#hits li").length === 4`);
    await page.until(`document.querySelectorAll("svg.layer .hit.current").length === 1`);
    const hit = `document.querySelector("svg.layer .hit.current")`;
    const place = (await page.evaluate(
      `["x", "y", "width", "height"].map((each) => Number(${hit}.getAttribute(each)))`,
    )) as number[];
    // Two of the six characters, in the first column, with three pixels around them.
    expect(place).toEqual([317, 17, 80, expect.closeTo(172, -1)]);
    await page.until(`/Trăm năm|𤾓|𢆥/.test(document.querySelector("#text mark")?.textContent)`);
    await page.evaluate(`document.activeElement.blur()`);
    await page.press("n");
    await page.until(`location.hash.startsWith("#page=2")`);
    await page.press("N");
    await page.until(`location.hash.startsWith("#page=1")`);
    await page.until(`document.getElementById("hit-place").textContent === "1/4"`);
  });

  test("opens at the page, the column and the phrase that an address names", async () => {
    await show("/items/rtl#page=3&column=c2");
    await page.until(`document.querySelectorAll("svg.layer .chosen rect").length === 1`);
    await page.until(`document.querySelector("#text .line.chosen")?.dataset.line === "c2"`);
    await show("/items/rtl#page=p000000000004&column=c1");
    await page.until(`document.getElementById("page-choice").value === "3"`);
    await show(`/items/rtl#page=2&q=${encodeURIComponent("才命")}`);
    await page.until(
      `(document.querySelectorAll("#hits li").length > 0 || document.getElementById("hit-count").textContent.length > 20) && !document.getElementById("panel-search").hidden`,
    );
  });

  test("gives a link that stays right when pages are added before: by the page's identifier", async () => {
    await show("/items/rtl?lang=vi#page=3&column=c2");
    await page.evaluate(`window.asked = [], window.prompt = (_, text) => asked.push(text),
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { asked.push(text); } } })`);
    await page.press("l");
    await page.until(`asked.length === 1`);
    expect(await page.evaluate(`asked[0]`)).toBe(`${origin}/items/rtl#page=p000000000003&column=c2`);
    await page.until(`document.getElementById("status").textContent === "Đã chép liên kết."`);
  });

  test("lists its keys on a sheet", async () => {
    await show("/items/rtl");
    await page.press("?");
    await page.until(`document.getElementById("keys").open`);
    expect(await page.evaluate(`document.querySelectorAll("#keys dt").length`)).toBeGreaterThan(7);
  });

  test("leads to everything that can be taken along, and each of it is there", async () => {
    await show("/items/rtl#page=2");
    await page.until(`document.querySelector("#panel-about a[href*='p000000000002']") !== null`);
    const links = (await page.evaluate(
      `[...document.querySelectorAll("#panel-about a")].map((each) => each.getAttribute("href"))`,
    )) as string[];
    expect(links.length).toBeGreaterThan(9);
    for (const link of links)
      expect((await site.server.inject({ url: new URL(link, origin).pathname })).statusCode, link).toBe(200);
    expect(links).toContain("/items/rtl/pages/p000000000002/alto.xml");
  });

  test("asks no other server for anything, and breaks no rule of its own policy", () => {
    expect(page.requests.length).toBeGreaterThan(20);
    expect(page.requests.filter((url) => !url.startsWith(origin) && !/^(data|blob|about):/.test(url))).toEqual([]);
    expect(page.complaints).toEqual([]);
  });
});

interface DOMRectLike {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
