import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { freePort } from "../fixtures/free-port.ts";
import { openPublicSite, type PublicSite } from "../fixtures/public-site.ts";
import { hasViewers, openViewerPages, type ViewerPages } from "../fixtures/viewer-pages.ts";

/** A book that is read from right to left, opened by viewers of other people; every page has a colour of its own. */
const ITEM = "AB.123";
const COLOURS = [
  [208, 32, 32],
  [32, 160, 32],
  [32, 48, 208],
  [192, 160, 16],
  [160, 32, 160],
] as const;

let site: PublicSite;
let viewers: ViewerPages | undefined;
let manifest: string;

beforeAll(async () => {
  const port = await freePort();
  site = await openPublicSite(`http://127.0.0.1:${port}`);
  await site.publish({ item: ITEM, pictures: await Promise.all(COLOURS.map(plainPage)) });
  await site.server.listen({ port, host: "127.0.0.1" });
  manifest = `${site.baseUrl}/iiif/3/items/${ITEM}/manifest`;
  if (hasViewers && hasBrowser) viewers = await openViewerPages();
}, 180_000);
afterAll(async () => {
  await viewers?.close();
  await site.close();
});

describe.skipIf(!hasBrowser)("Mirador on the library's own page", () => {
  const address = `/items/${ITEM}/mirador?lang=vi`;

  test("shows page 1 of an open book at the right, in Vietnamese, without a request elsewhere or a complaint", async () => {
    await inBrowser(`${site.baseUrl}${address}`, async (page) => {
      await page.until("document.querySelectorAll('.mirador-thumbnail-nav-canvas').length === 3");
      await page.until("document.body.innerText.includes('Ký hiệu kho')");
      await untilPagesInOrder(page, [1], MAIN);
      await untilPagesInOrder(page, [5, 4, 3, 2, 1], { top: 670, height: 90, left: 0, width: 1280 });
      await page.evaluate("document.querySelector('.mirador-next-canvas-button').click()");
      await untilPagesInOrder(page, [3, 2], MAIN);
      expect(page.requests.filter((url) => !/^(?:data|blob):/.test(url) && !url.startsWith(site.baseUrl))).toEqual([]);
      expect(page.complaints).toEqual([]);
    });
  }, 180_000);

  test("lists the columns as written and in Quốc ngữ, and calls the page at the right the right one", async () => {
    await inBrowser(`${site.baseUrl}${address}&page=p000000000002`, async (page) => {
      await page.until("!!document.querySelector('[role=tab][aria-label=\"Chú giải\"]')");
      await page.evaluate("document.querySelector('[role=tab][aria-label=\"Chú giải\"]').click()");
      await page.until("document.body.innerText.includes('𤾓𢆥𥪝𡎝𠊛些')");
      await page.until("document.body.innerText.includes('Trăm năm trong cõi người ta')");
      await page.until("/phải: \\[1b\\][^]*trái: \\[2a\\]/.test(document.body.innerText.toLowerCase())");
    });
  }, 180_000);

  test("finds a phrase, in Quốc ngữ, on the Hán-Nôm that it reads, and lights up its place", async () => {
    await inBrowser(`${site.baseUrl}${address}&q=${encodeURIComponent("trăm năm")}`, async (page) => {
      await page.until("document.body.innerText.includes('1 trong 5')");
      await page.until("document.body.innerText.includes('Trăm năm trong cõi')");
      // The first third of the column at the right edge of page 1.
      await untilLit(page, { left: 905, top: 110, width: 70, height: 150 });
      expect(page.complaints).toEqual([]);
    });
  }, 180_000);

  test("takes one page at a time on a phone", async () => {
    await inBrowser(
      `${site.baseUrl}${address}&page=p000000000002`,
      async (page) => {
        await page.until("!!document.querySelector('.mirador-osd-container, .openseadragon-container')");
        await untilPagesInOrder(page, [2], { top: 120, height: 500, left: 0, width: 390 });
        expect(page.complaints).toEqual([]);
      },
      [390, 844],
    );
  }, 180_000);
});

describe.skipIf(!hasBrowser || !hasViewers)("viewers of other people, on another server", () => {
  test("Universal Viewer shows an open book with the first page of a pair at the right", async () => {
    await inBrowser(viewers?.universalViewer(manifest) ?? "", async (page) => {
      await page.until("document.querySelectorAll('.thumb img').length >= 5");
      await untilPagesInOrder(page, [1], { top: 100, height: 500, left: 520, width: 500 });
      // "Next" stands at the left, where the next page lies.
      await page.evaluate("document.querySelector('button.paging.prev').click()");
      await untilPagesInOrder(page, [3, 2], { top: 100, height: 500, left: 290, width: 900 });
      await page.until("document.body.innerText.includes('Thư viện tỉnh, AB.123')");
      expect(page.requests.filter((url) => !/^(?:data|blob):|^http:\/\/127\.0\.0\.1:/.test(url))).toEqual([]);
    });
  }, 180_000);

  test("Universal Viewer finds a phrase in Nôm on every page that has it, and goes to its place", async () => {
    await inBrowser(viewers?.universalViewer(manifest) ?? "", async (page) => {
      await page.until("document.querySelectorAll('.thumb img').length >= 5");
      await page.evaluate("document.getElementById('searchWithinInput').value = '𤾓𢆥'");
      await page.evaluate("document.querySelector('.searchButton').click()");
      await page.until("document.body.innerText.includes('5 results found')");
      await page.until("document.querySelectorAll('.openseadragon-overlay-wrapper').length === 1");
    });
  }, 180_000);

  test("Clover finds a phrase that is typed without tone marks", async () => {
    await inBrowser(viewers?.clover(manifest) ?? "", async (page) => {
      await page.until("document.body.innerText.includes('Ký hiệu kho')");
      await page.until("[...document.querySelectorAll('[role=tab]')].some((each) => each.textContent === 'Search')");
      await page.evaluate(OPEN_CLOVER_SEARCH);
      await page.until("!!document.querySelector('input[name=searchTerms]')");
      await page.evaluate(SEARCH_IN_CLOVER);
      await page.until("document.body.innerText.split('Trăm năm').length >= 6");
      expect(page.requests.some((url) => url.startsWith(`${site.baseUrl}/iiif/search/2/`))).toBe(true);
    });
  }, 180_000);

  test("Clover shows page 1, its strip from right to left, and the library's description", async () => {
    await inBrowser(viewers?.clover(manifest) ?? "", async (page) => {
      await page.until("document.body.innerText.includes('Ký hiệu kho')");
      await untilPagesInOrder(page, [1], { top: 120, height: 400, left: 220, width: 350 });
      // The page that is shown, at the end of the strip, is shaded.
      await untilPagesInOrder(page, [4, 3, 2], { top: 640, height: 40, left: 120, width: 660 });
      expect(page.requests.filter((url) => !/^(?:data|blob):|^http:\/\/127\.0\.0\.1:/.test(url))).toEqual([]);
    });
  }, 180_000);
});

const OPEN_CLOVER_SEARCH = `{
  const tab = [...document.querySelectorAll('[role=tab]')].find((each) => each.textContent === 'Search');
  tab.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
}`;

/** React hears of a value only when its own setter was gone round. */
const SEARCH_IN_CLOVER = `{
  const input = document.querySelector('input[name=searchTerms]');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, 'tram nam');
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.form.requestSubmit();
}`;

interface Part {
  readonly top: number;
  readonly height: number;
  readonly left: number;
  readonly width: number;
}

/** Where Mirador shows the pages, without its controls. */
const MAIN: Part = { top: 120, height: 440, left: 330, width: 940 };

async function inBrowser(
  address: string,
  look: (page: BrowserPage) => Promise<void>,
  [width, height]: readonly [number, number] = [1280, 800],
): Promise<void> {
  const page = await openBrowser(width, height);
  try {
    await page.open(address);
    await look(page);
  } finally {
    await page.close();
  }
}

/** Wait until exactly these pages are seen in that part of the window, from left to right. */
async function untilPagesInOrder(page: BrowserPage, wanted: readonly number[], part: Part): Promise<void> {
  await expect.poll(async () => await pagesSeen(await page.screenshot(), part)).toEqual(wanted);
}

/** Wait until a part of page 1 is seen in a colour that no page has. */
async function untilLit(page: BrowserPage, part: Part): Promise<void> {
  await untilPagesInOrder(page, [1], { ...MAIN, left: 600, width: 280 });
  await untilPagesInOrder(page, [], part);
}

async function pagesSeen(screenshot: Buffer, part: Part): Promise<readonly number[]> {
  const raw = sharp(screenshot).extract(part).removeAlpha().raw();
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  const places = COLOURS.map((): number[] => []);
  for (let at = 0; at < data.length; at += 3) {
    const nearest = COLOURS.findIndex((colour) =>
      colour.every((value, channel) => Math.abs((data[at + channel] ?? 0) - value) < 8),
    );
    places[nearest]?.push((at / 3) % info.width);
  }
  const isSeen = (place: readonly number[]): boolean => place.length > data.length / 3 / 100;
  const middle = (place: readonly number[]): number => place.reduce((sum, x) => sum + x, 0) / place.length;
  return places
    .map((place, index) => ({ place, number: index + 1 }))
    .filter(({ place }) => isSeen(place))
    .sort((a, b) => middle(a.place) - middle(b.place))
    .map(({ number }) => number);
}

function plainPage([r, g, b]: (typeof COLOURS)[number]): Promise<Buffer> {
  return sharp({ create: { width: 900, height: 1300, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
}
