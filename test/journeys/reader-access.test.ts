import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { seriousFindings } from "../fixtures/looks.ts";
import { openPublicSite, type PublicSite, testPicture } from "../fixtures/public-site.ts";

const SCREENS = [
  ["a desk", 1280, 800],
  ["a phone", 390, 844],
  ["a desk at 200 %", 640, 400],
] as const;
const READING = ["#page=1", "#page=2&view=two&text", "#page=1&view=scroll", "#page=1&q=tram%20nam", "#page=1&column=c2"];
const PLACES = [
  "/",
  "/?page=2",
  "/search?q=tram+nam",
  "/search?q=khong-co",
  "/items/absent",
  ...READING.map((hash) => `/items/kieu${hash}`),
];
const isReady = `document.readyState === "complete" && (!document.querySelector(".reader") || document.documentElement.dataset.isReady === "true" && document.querySelectorAll("#text .line").length > 0)`;

describe.skipIf(!hasBrowser).each(SCREENS)("the public pages on %s", (_name, width, height) => {
  let site: PublicSite;
  let origin: string;
  let page: BrowserPage;

  beforeAll(async () => {
    site = await openPublicSite();
    const pictures = await Promise.all([testPicture(400, 560), testPicture(400, 560, 1), testPicture(400, 560, 2)]);
    await site.publish({ item: "kieu", pictures });
    origin = await site.server.listen({ port: 0, host: "127.0.0.1" });
    page = await openBrowser(width, height);
  }, 120_000);
  afterAll(async () => {
    await page?.close();
    await site?.close();
  });

  async function show(place: string, language: string): Promise<void> {
    const [path = "", hash = ""] = place.split("#");
    await page.open("about:blank");
    await page.open(`${origin}${path}${path.includes("?") ? "&" : "?"}lang=${language}${hash && `#${hash}`}`);
    await page.until(isReady);
  }

  test.each(PLACES)("are without a serious barrier, and fit the width, at %s in both languages", async (place) => {
    for (const language of ["vi", "en"]) {
      await show(place, language);
      expect(await seriousFindings(page), language).toEqual([]);
      await page.until(`document.documentElement.scrollWidth - document.documentElement.clientWidth === 0`);
    }
  });

  test("are without a serious barrier in the parts of the reader that open on demand", async () => {
    await show("/items/kieu", "vi");
    for (const part of ["search", "about"]) {
      await page.evaluate(`document.getElementById("tab-${part}").click()`);
      await page.until(`!document.getElementById("panel-${part}").hidden`);
      expect(await seriousFindings(page), part).toEqual([]);
    }
    await page.press("?");
    await page.until(`document.getElementById("keys").open`);
    expect(await seriousFindings(page), "keys").toEqual([]);
  });

  test("can be gone through with the tabulator, in the order in which it is read", async () => {
    await show("/items/kieu", "vi");
    const stops = (await page.evaluate(`[...document.querySelectorAll("a[href], button, select, input, [tabindex]")]
      .filter((each) => each.tabIndex >= 0 && !each.disabled && each.offsetParent && !each.closest("[hidden], dialog"))
      .map((each) => each.id || each.className)`)) as string[];
    const order = [
      "skip",
      "site-name",
      "language",
      "page-choice",
      "previous",
      "mode-one",
      "text-toggle",
      "copy-link",
      "tab-text",
    ];
    const places = order.filter((each) => stops.includes(each)).map((each) => stops.indexOf(each));
    expect(places.length).toBeGreaterThan(6);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("are looked at by eyes that find a barrier which is planted", async () => {
    await show("/", "vi");
    await page.evaluate(
      `document.querySelector("#q").removeAttribute("id"), document.querySelector("html").removeAttribute("lang")`,
    );
    expect((await seriousFindings(page)).join()).toMatch(/label.*html-has-lang|html-has-lang.*label/);
  });

  test("ask nobody else for anything, and break no rule of their own policy", async () => {
    expect(page.requests.length).toBeGreaterThan(50);
    expect(page.requests.filter((url) => !url.startsWith(origin) && !/^(data|blob|about):/.test(url))).toEqual([]);
    expect(page.complaints.filter((each) => !each.includes("404"))).toEqual([]);
  });
});
