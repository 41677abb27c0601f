import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { measuredPage, tellOfSteps } from "../../fixtures/measured-pages.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

describe.skipIf(!hasBrowser)("the quality desk in a browser", () => {
  let site: WorkroomSite;
  let page: BrowserPage;
  let ids: readonly string[];

  beforeAll(async () => {
    site = await openWorkroomSite();
    const pages = [await measuredPage(11), await measuredPage(12), await measuredPage(13)];
    const profile = { sample: { share: 0.3, least: 1, tolerated: 0 } };
    ids = await site.add({ item: "LO.2", pages, profile });
    tellOfSteps(site.catalogue);
    page = await site.open("technician", "/workroom/quality?lang=vi");
  });
  afterAll(() => site?.close());

  const click = (words: string): Promise<unknown> =>
    page.evaluate(
      `[...document.querySelectorAll("main button")].find((each) => each.textContent.includes(${JSON.stringify(words)})).click()`,
    );
  const pictures = `[...document.querySelectorAll(".plane img")].length > 0 && [...document.querySelectorAll(".plane img")].every((each) => each.complete && each.naturalWidth > 0)`;

  test("lists what waits for somebody, and leads there", async () => {
    await page.until(`document.querySelector("main table tbody a") !== null`);
    expect(await page.evaluate(`document.querySelector("main tbody tr").textContent`)).toContain("cần bốc mẫu");
    await shot(page, "open-items-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`document.querySelector("main tbody a").click()`);
    await page.until(`location.pathname.endsWith("/items/LO.2/quality") && ${pictures}`);
    expect(await page.evaluate(`document.querySelector(".lot").textContent`)).toContain("Cần bốc mẫu");
  });

  test("draws a sample and says what it tells when it was judged", async () => {
    await click("Bốc mẫu");
    await page.until(`document.querySelector(".lot.is-open") !== null`);
    await shot(page, "lot-open-vi");
    const [drawn] = (await site.catalogue.ledger.samples("LO.2"))[0]?.pages ?? [];
    const at = ids.indexOf(drawn?.subject ?? "");
    for (let step = 0; step < at; step++) await page.press("j");
    await page.until(`document.querySelector("h2").textContent.includes("${at + 1}/3")`);
    await page.until(`document.querySelector("b.drawn") !== null`);
    await page.press("a");
    await page.until(`document.querySelector(".lot.is-accepted") !== null`);
    expect(await page.evaluate(`document.querySelector(".lot").textContent`)).toContain("từ 0 đến 2 trang hỏng");
    await shot(page, "lot-accepted-vi");
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("shows both pictures pixel for pixel under the magnifier, and moves it by buttons", async () => {
    await page.press("z");
    const parts = `[...document.querySelectorAll(".magnifier img")].length === 2 && [...document.querySelectorAll(".magnifier img")].every((each) => each.complete && each.naturalWidth > 0)`;
    await page.until(parts);
    const before = await page.evaluate(`document.querySelector(".magnifier img").src`);
    await page.evaluate(`document.querySelector('.magnifier button[aria-label="lên trên"]').click()`);
    await page.until(`document.querySelector(".magnifier img").src !== ${JSON.stringify(before)} && ${parts}`);
    await shot(page, "magnifier-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.press("z");
    await page.until(`document.querySelector(".magnifier") === null`);
  });

  test("takes a rectangle drawn with the pointer, and lets it be taken back", async () => {
    await page.press("c");
    await page.until(`document.querySelector(".frame-editor img")?.naturalWidth > 0`);
    const sheet = (await page.evaluate(`(() => {
      const { left, top, width, height } = document.querySelector(".drawable").getBoundingClientRect();
      return [left, top, width, height];
    })()`)) as readonly [number, number, number, number];
    const [left, top, width, height] = sheet;
    await page.drag([left + 0.1 * width, top + 0.2 * height], [left + 0.9 * width, top + 0.8 * height]);
    await page.until(`Math.abs(document.querySelector("[name=x]").valueAsNumber - 50) <= 2`);
    await shot(page, "frame-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`document.querySelector(".frame-editor").requestSubmit()`);
    await page.until(`document.querySelector(".treatment b")?.textContent === "khung vẽ tay"`);
    expect(await page.evaluate(`document.querySelector(".treatment").textContent`)).toContain("đang làm lại");
    await shot(page, "framed-vi");
    await page.press("m");
    await page.until(`document.querySelector(".treatment b")?.textContent === "theo máy đo"`);
    await page.press("g");
    await page.until(`document.querySelector(".treatment b")?.textContent === "ảnh gốc, không xử lý"`);
  });

  test("says all of it in English when it is chosen", async () => {
    await page.evaluate(`document.querySelector('.top-bar button[lang="en"]').click()`);
    await page.until(`document.querySelector(".treatment b")?.textContent === "the original, no clean-up" && ${pictures}`);
    await page.press("z");
    await page.until(
      `[...document.querySelectorAll(".magnifier img")].filter((each) => each.complete && each.naturalWidth > 0).length === 2`,
    );
    await shot(page, "desk-en");
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });
});
