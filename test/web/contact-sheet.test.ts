import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp, { type Region } from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readDecisions } from "../../catalogue/quality/decisions.ts";
import { writeContactSheet } from "../../cli/contact-sheet.ts";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { HOSTILE_NAME, PLANTED, type SheetItem, sheetItem } from "../fixtures/sheet-item.ts";

const isLoaded = `document.querySelectorAll("#choice option").length > 0 && [...document.querySelectorAll("#pictures img")].every((each) => each.complete && each.naturalWidth > 0)`;

describe.skipIf(!hasBrowser)("the contact sheet in a browser, opened from disk", () => {
  let item: SheetItem;
  let folder: string;
  let page: BrowserPage;

  beforeAll(async () => {
    item = await sheetItem();
    folder = await mkdtemp(join(tmpdir(), "sohoa kiểm ảnh "));
    await writeContactSheet(item.context(), item.services, item.quality, folder);
    page = await openBrowser(1280, 800);
  });
  afterAll(async () => {
    await page?.close();
    await item?.remove();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await show();
    await page.evaluate("localStorage.clear()");
    await show();
  });

  /** Load the sheet anew: an address without a fragment does, whatever fragment the page gave itself. */
  async function show(number = 1): Promise<void> {
    await page.open(pathToFileURL(join(folder, "index.html")).href);
    await page.until(`document.readyState === "complete" && ${isLoaded}`);
    if (number > 1) await page.evaluate(`location.hash = "#page=${number}"`);
  }
  const text = async (id: string) => String(await page.evaluate(`document.getElementById("${id}").textContent`));
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.press(key);
  };
  const choose = (id: string, value: string) =>
    page.evaluate(
      `(() => { const field = document.getElementById("${id}"); field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event(field.tagName === "TEXTAREA" ? "input" : "change", { bubbles: true })); })()`,
    );
  /** The table that the button saves, taken at the moment when the browser is handed it. */
  const saved = async () =>
    String(
      await page.evaluate(`(async () => {
        let blob; const make = URL.createObjectURL; const click = HTMLAnchorElement.prototype.click;
        URL.createObjectURL = (given) => { blob = given; return make.call(URL, given); };
        HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
        document.getElementById("save").click();
        URL.createObjectURL = make; HTMLAnchorElement.prototype.click = click;
        return "\\uFEFF" + await blob.text();
      })()`),
    );

  test("asks for nothing but its own files and breaks no rule of its policy", async () => {
    expect(page.complaints).toEqual([]);
    const own = `${pathToFileURL(folder).href}/`;
    expect(page.requests.filter((each) => !each.startsWith(own) && !each.startsWith("about:"))).toEqual([]);
  });

  test("moves the bar by keys, and the cleaned picture begins where the bar stands", async () => {
    const clip = () => page.evaluate(`document.querySelector(".layer.after").style.clipPath`);
    const value = () => page.evaluate(`Number(document.getElementById("bar").value)`);
    expect(await value()).toBe(50);
    await press("ArrowLeft", "ArrowLeft");
    expect(await value()).toBe(40);
    expect(await clip()).toContain("40%");
    await press("ArrowRight");
    expect(await value()).toBe(45);
    expect(await page.evaluate(`document.getElementById("bar").getAttribute("aria-valuetext")`)).toBe("45 % bản gốc");
  });

  test("lays both pictures ink on ink: moving the bar moves no stroke", async () => {
    const strip = async (share: number) => {
      await page.evaluate(
        `(() => { const bar = document.getElementById("bar"); bar.value = ${share}; bar.dispatchEvent(new Event("input")); document.querySelector(".divider").style.display = "none"; })()`,
      );
      await press("m");
      const shot = await page.screenshot();
      await press("m");
      const box = (await page.evaluate(`document.querySelector(".frame").getBoundingClientRect().toJSON()`)) as {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      const inner = {
        left: box.x + box.width * 0.25,
        top: box.y + box.height * 0.25,
        width: box.width * 0.5,
        height: box.height * 0.5,
      };
      const whole = Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, Math.round(each)])) as unknown as Region;
      return await sharp(shot).extract(whole).greyscale().raw().toBuffer();
    };
    const [before, after] = [await strip(100), await strip(0)];
    const isInk = (pixels: Buffer) => [...pixels].map((each) => (each < 120 ? 1 : 0));
    const [one, other] = [isInk(before), isInk(after)];
    const both = one.filter((each, at) => each === 1 && other[at] === 1).length;
    const either = one.filter((each, at) => each === 1 || other[at] === 1).length;
    expect(either).toBeGreaterThan(300);
    expect(both / either).toBeGreaterThan(0.75);
  });

  test("draws a finding on the picture and lights it up when its line has the focus", async () => {
    const points = String(await page.evaluate(`document.querySelector("#pictures .found").getAttribute("points")`))
      .split(" ")
      .map(Number);
    expect(points).toHaveLength(8);
    expect(Math.abs((points[2] ?? 0) - (points[0] ?? 0))).toBeCloseTo(PLANTED.width * Math.cos((3 * Math.PI) / 180), 0);
    await page.evaluate(`document.querySelector("#findings .placed").focus()`);
    expect(await page.evaluate(`document.querySelector("#pictures .found").classList.contains("marked")`)).toBe(true);
    expect(await text("findings")).toContain("Cần quét lại");
  });

  test("keeps decisions over a reload, counts them truly, and hands them over as a table that the command understands", async () => {
    expect(await text("standing")).toContain("Đã quyết 1/4 trang: 1 đạt, 0 quét lại. Còn 3.");
    await press("r");
    expect(await text("standing")).toContain("chưa có lý do");
    expect(await text("standing")).toContain("Đã quyết 1/4");
    await choose("reason", "blur");
    await choose("note", '=HYPERLINK("x"), nhòe ở góc\nphải');
    await page.evaluate("document.activeElement.blur()");
    await press("j", "a");
    await show();
    expect(await text("standing")).toContain("Đã quyết 3/4 trang: 2 đạt, 1 quét lại. Còn 1.");
    expect(await text("saving")).toContain("2 thay đổi chưa lưu");
    expect(await page.evaluate(`document.getElementById("note").value`)).toContain("nhòe ở góc");
    const table = await saved();
    expect(await page.evaluate("window.savedAs")).toBe("AB.1-decisions.csv");
    const { verdicts, problems } = readDecisions(Buffer.from(table), item.quality.pages);
    expect(problems).toEqual([]);
    expect(verdicts).toEqual([
      { subject: "p1", master: item.masters[0], verdict: "rescan", reason: "blur", note: '=HYPERLINK("x"), nhòe ở góc phải' },
      { subject: "p2", master: item.masters[1], verdict: "accept", reason: "", note: "" },
    ]);
    expect(table).not.toMatch(/(^|,)"?=/m);
    expect(await text("saving")).toContain("đã lưu ra tệp");
    await press("u");
    expect(await text("saving")).toContain("1 thay đổi chưa lưu");
  });

  test("warns before unsaved decisions are left behind, and not otherwise", async () => {
    const warnings = page.dialogs.length;
    await show();
    expect(page.dialogs.length).toBe(warnings);
    await press("a");
    await show();
    expect(page.dialogs.slice(warnings)).toEqual(["beforeunload"]);
    await saved();
    await show();
    expect(page.dialogs.length).toBe(warnings + 1);
  });

  test("uses no decision about a picture that was replaced, and says so", async () => {
    await page.evaluate(
      `localStorage.setItem("sohoa-contact-sheet/AB.1", JSON.stringify({ pages: { p1: { master: "0".repeat(64), verdict: "accept", reason: "", note: "" } }, saved: "" }))`,
    );
    await show();
    expect(await text("standing")).toContain("Đã quyết 1/4");
    expect(await text("standing")).toContain("1 quyết định cũ");
  });

  test("lets nobody decide about a page without a picture", async () => {
    await show(4);
    await page.until(`document.getElementById("title").textContent.includes("0004")`);
    expect(await text("pictures")).toContain("chưa có ảnh");
    await press("a", "r");
    expect(await text("standing")).toContain("Đã quyết 1/4");
    expect(await page.evaluate(`getComputedStyle(document.getElementById("decide")).display`)).toBe("none");
  });

  test("goes through pages with findings only, and still counts all of them", async () => {
    await press("f");
    expect(await text("shown")).toContain("1/4");
    await press("j");
    expect(await text("title")).toContain("Trang 1");
    await press("f", "j");
    expect(await text("title")).toContain("Trang 2");
    expect(await text("title")).toContain(HOSTILE_NAME);
  });

  test("takes letters as text while something is written, and as keys elsewhere", async () => {
    await page.evaluate(`document.getElementById("note").focus()`);
    await press("j", "a", "2");
    expect(await text("title")).toContain("Trang 1");
    expect(await page.evaluate(`document.getElementById("accept").getAttribute("aria-pressed")`)).toBe("false");
  });

  test("shows both pictures side by side, each with its marks", async () => {
    await press("2");
    await page.until(`document.querySelectorAll("#pictures figure").length === 2 && ${isLoaded}`);
    expect(await page.evaluate(`document.querySelectorAll("#pictures figure .found").length`)).toBe(2);
    const first = await page.evaluate(`document.querySelector("#pictures .found").getAttribute("points")`);
    expect(String(first).startsWith(`${PLANTED.x} ${PLANTED.y}`)).toBe(true);
  });

  test("says all of it in English when asked, also after a reload", async () => {
    await page.evaluate(`document.getElementById("language").click()`);
    await show();
    expect(await text("standing")).toContain("Decided 1 of 4 pages");
    expect(await page.evaluate("document.documentElement.lang")).toBe("en");
    const shown = String(await page.evaluate("document.body.innerText"));
    expect(shown.replaceAll("Tiếng Việt", "")).not.toMatch(/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/i);
  });

  test("needs no scrolling sideways on a telephone", async () => {
    const small = await openBrowser(390, 844);
    await small.open(pathToFileURL(join(folder, "index.html")).href);
    await small.until(`document.readyState === "complete" && ${isLoaded}`);
    expect(await small.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(small.complaints).toEqual([]);
    await small.close();
  });

  test("has its words as they stand in the page's own HTML, for those without a script", async () => {
    const html = await readFile(join(folder, "index.html"), "utf8");
    expect(html).toContain("<noscript>");
    expect(html).toContain('<img class="sheet" src="sheet-001.jpg"');
  });
});
