import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { openPublicSite, type PublicSite } from "../fixtures/public-site.ts";

const COLOURS = ["#c02020", "#20a020", "#2040c0", "#c0a020"];

const isLoaded = `document.querySelectorAll("#strip [aria-current]").length > 0 && document.querySelectorAll("#text .column").length > 0`;

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
    origin = await site.server.listen({ port: 0, host: "127.0.0.1" });
    page = await openBrowser(1280, 800);
  });
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

  async function waitFor(share: number, number: number): Promise<void> {
    for (let tries = 0; tries < 50 && (await pageAt(share)) !== number; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await pageAt(share)).toBe(number);
  }

  test("begins with page 1", async () => {
    await show("/items/rtl");
    await waitFor(0.5, 1);
  });

  test("shows the earlier of two pages at the right, and page 1 alone like a cover", async () => {
    await show("/items/rtl#page=2&two");
    await waitFor(0.75, 2);
    await waitFor(0.25, 3);
    await show("/items/rtl#page=1&two");
    await waitFor(0.5, 1);
    await show("/items/ltr#page=2&two");
    await waitFor(0.25, 2);
    await waitFor(0.75, 3);
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

  test("sets the text of a column vertically, beside the page and over its box", async () => {
    await show("/items/rtl#page=1&columns");
    await page.until(`document.querySelectorAll("svg.boxes rect").length === 4`);
    expect(await page.evaluate(`getComputedStyle(document.querySelector("#text .columns")).writingMode`)).toBe("vertical-rl");
    expect(await page.evaluate(`document.querySelector("svg.boxes text").textContent`)).toBe("𤾓𢆥𥪝𡎝𠊛些");
    expect(await page.evaluate(`document.querySelectorAll("svg.boxes g:first-child tspan").length`)).toBe(6);
    expect(await page.evaluate(`document.querySelector("#text .readings").textContent`)).toBe("Trăm năm trong cõi người ta");
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
