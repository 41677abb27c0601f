import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TextLayer } from "../../../../pipeline/text-layer.ts";
import { textOf } from "../../../fixtures/book.ts";
import { type BrowserPage, hasBrowser } from "../../../fixtures/browser.ts";
import { openWorkroomSite, type WorkroomSite } from "../../../fixtures/workroom-site.ts";

/** Six columns whose characters have places; the third of each is doubtful and the first alternative is 百. */
function layerOf(columns = 6): TextLayer {
  const layer = textOf({ width: 600, height: 800 }, columns);
  const lines = layer.lines.map((line) => ({
    ...line,
    characters: [...line.text].map((text, at) => ({
      text,
      box: { x: line.box.x, y: 30 + at * 60, width: 50, height: 56 },
      confidence: at === 2 ? 0.42 : 0.98,
      alternatives: [
        { text: "百", confidence: 0.3 },
        { text: "𨑜", confidence: 0.1 },
      ],
    })),
  }));
  return { ...layer, lines };
}

describe.skipIf(!hasBrowser)("reviewing a page in the browser", () => {
  let site: WorkroomSite;
  let pages: readonly string[];
  let window: BrowserPage;

  beforeAll(async () => {
    site = await openWorkroomSite();
    const picture = await sharp({ create: { width: 600, height: 800, channels: 3, background: "#efe6d0" } })
      .png()
      .toBuffer();
    const work = { picture, artifacts: { "text/machine": layerOf() } };
    pages = await site.add({ item: "AB.1", pages: [work, work, work, work] });
    window = await site.open("editor", address(0));
    await window.until(isReady);
  }, 120_000);
  afterAll(() => site?.close());

  const address = (index: number): string => `/workroom/items/AB.1/pages/${pages[index]}/text?lang=vi`;
  const isReady = `document.querySelectorAll(".column-text").length >= 2 && document.querySelector(".column-text textarea") !== null && document.querySelector("[data-save]") !== null`;
  const saved = (): Promise<void> => window.until(`document.querySelector("[data-save]")?.dataset.save === "saved"`);
  const field = `document.querySelector(".column-text textarea")`;
  const show = async (index: number): Promise<void> => {
    await saved();
    await load(address(index));
  };
  /** Load a page as somebody does who follows a link: the page that was there is left in the usual way. */
  const load = (path: string): Promise<void> => window.leave(`location.assign(${JSON.stringify(path)})`, isReady);
  /** What an input method or a keyboard does: text goes in at the selection. */
  const write = (text: string): Promise<unknown> =>
    window.evaluate(`{
      ${field}.focus();
      ${field}.setRangeText(${JSON.stringify(text)}, ${field}.selectionStart, ${field}.selectionEnd, "end");
      ${field}.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }`);
  const keptColumn = async (index: number, column = 0): Promise<string | undefined> =>
    (await site.catalogue.texts.latest(pages[index] ?? ""))?.content.columns[column]?.text;

  test("goes from doubt to doubt, takes a candidate and ends the page by keys alone", async () => {
    await window.evaluate(`${field}.focus()`);
    await window.press("Tab");
    await window.until(`document.querySelector(".candidates .this b").textContent === "𥪝"`);
    await window.press("Alt+1");
    await window.until(`${field}.value === "𤾓𢆥百𡎝𠊛些"`);
    await window.press("Tab");
    await window.until(`document.querySelector(".under-work textarea").getAttribute("aria-label").includes("2")`);
    await window.press("Control+Enter");
    await window.until(`location.pathname.includes("${pages[1]}")`);
    await expect.poll(() => keptColumn(0)).toBe("𤾓𢆥百𡎝𠊛些");
    await expect.poll(async () => (await site.catalogue.texts.pageText(pages[0] ?? "")).state).toBe("corrected");
    await expect.poll(() => site.catalogue.ledger.current(pages[0] ?? "", "text/reviewed")).toBeDefined();
    expect(await site.catalogue.ledger.current(pages[1] ?? "", "text/reviewed")).toBeUndefined();
  });

  test("saves by itself, and undoes and redoes character by character", async () => {
    await show(1);
    await window.evaluate(`${field}.focus(); ${field}.setSelectionRange(0, 0)`);
    await write("年");
    await write("𡎝");
    await window.until(`${field}.value.startsWith("年𡎝𤾓")`);
    await saved();
    await expect.poll(() => keptColumn(1)).toMatch(/^年𡎝𤾓/u);
    await window.press("Control+z");
    await window.until(`${field}.value.startsWith("年𤾓")`);
    await window.press("Control+z");
    await window.until(`${field}.value.startsWith("𤾓")`);
    await window.press("Control+y");
    await window.until(`${field}.value.startsWith("年𤾓")`);
    await window.press("Control+s");
    await saved();
    await expect.poll(() => keptColumn(1)).toMatch(/^年𤾓/u);
  });

  test("takes no key from an input method that composes", async () => {
    await show(1);
    const before = await window.evaluate(`${field}.value`);
    await window.evaluate(`{
      ${field}.focus();
      for (const key of ["Tab", "Enter", "1"]) {
        const event = new KeyboardEvent("keydown", { key, code: "Digit1", altKey: key === "1", ctrlKey: key === "Enter", isComposing: true, bubbles: true, cancelable: true });
        window.wasTaken = (window.wasTaken ?? false) || !${field}.dispatchEvent(event);
      }
    }`);
    expect(await window.evaluate("window.wasTaken")).toBe(false);
    expect(await window.evaluate(`${field}.value`)).toBe(before);
  });

  test("keeps what is typed while the server is away, and sends it when it is back", async () => {
    await show(2);
    await window.evaluate(`{
      window.realFetch = window.fetch;
      window.fetch = (address, init) => (init?.method === "PUT" ? Promise.reject(new TypeError("away")) : window.realFetch(address, init));
      ${field}.setSelectionRange(0, 0);
    }`);
    await write("離");
    await window.press("Control+s");
    await window.until(`document.querySelector("[data-save]").dataset.save === "unsaved"`);
    await window.until(`document.querySelector("[data-save]").textContent.includes("đã giữ ở máy này")`);
    expect(await keptColumn(2)).toBeUndefined();
    await window.evaluate(`{ window.fetch = window.realFetch; dispatchEvent(new Event("online")); }`);
    await saved();
    await expect.poll(() => keptColumn(2)).toMatch(/^離/u);
  });

  test("brings a draft back that a closed page had left, and sends it", async () => {
    await window.evaluate(`{
      window.realFetch = window.fetch;
      window.fetch = (address, init) => (init?.method === "PUT" ? Promise.reject(new TypeError("away")) : window.realFetch(address, init));
      ${field}.setSelectionRange(0, 0);
    }`);
    await write("留");
    await window.press("Control+s");
    await window.until(`document.querySelector("[data-save]").dataset.save === "unsaved"`);
    await load(address(2));
    await saved();
    await window.until(`${field}.value.startsWith("留離")`);
    await expect.poll(() => keptColumn(2)).toMatch(/^留離/u);
  });

  test("brings two people's changes together where they do not meet, and asks where they do", async () => {
    await show(3);
    const editor = await site.as("manager");
    const path = `/api/pages/${pages[3]}/text`;
    const { body } = await editor.get(path);
    const { content, number } = body as { content: { columns: { text: string }[] }; number: number };
    const other = {
      ...content,
      columns: content.columns.map((column, index) => (index === 1 ? { ...column, text: "他人" } : column)),
    };
    expect((await editor.send("PUT", path, { base: number, saveId: "other-save-1", content: other })).status).toBe(200);
    await window.evaluate(`${field}.setSelectionRange(0, 0)`);
    await write("我");
    await window.press("Control+s");
    await window.until(`document.querySelectorAll(".column-text")[1].textContent.includes("他人")`);
    await saved();
    await expect.poll(() => keptColumn(3, 0)).toMatch(/^我/u);
    await expect.poll(() => keptColumn(3, 1)).toBe("他人");

    const now = (await editor.get(path)).body as { content: typeof content; number: number };
    const again = {
      ...now.content,
      columns: now.content.columns.map((column, index) => (index === 0 ? { ...column, text: "他人之文" } : column)),
    };
    expect((await editor.send("PUT", path, { base: now.number, saveId: "other-save-2", content: again })).status).toBe(200);
    await write("又");
    await window.press("Control+s");
    await window.until(`document.querySelector("dialog table.conflicts") !== null`);
    const told = String(await window.evaluate(`document.querySelector("dialog table.conflicts").textContent`));
    expect(told).toContain("他人之文");
    expect(told).toContain("我又");
    expect(await window.evaluate(`document.querySelector("dialog .actions button.main").disabled`)).toBe(true);
    await window.evaluate(`document.querySelectorAll("dialog table.conflicts input")[1].click()`);
    await window.until(`document.querySelector("dialog .actions button.main").disabled === false`);
    await window.evaluate(`document.querySelector("dialog .actions button.main").click()`);
    await saved();
    await expect.poll(() => keptColumn(3, 0)).toMatch(/^我又/u);
  });

  test("breaks no rule of the content policy, and asks nobody else for anything", async () => {
    expect(window.complaints).toEqual([]);
    const origin = String(await window.evaluate("location.origin"));
    expect(window.requests.filter((url) => !url.startsWith(origin) && !url.startsWith("data:") && url !== "about:blank")).toEqual(
      [],
    );
  });
});
