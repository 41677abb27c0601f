import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

let site: WorkroomSite;
let page: BrowserPage;
let scans: readonly string[];

beforeAll(async () => {
  if (!hasBrowser) return;
  site = await openWorkroomSite();
  scans = await Promise.all(
    [1, 2, 3].map(async (seed) => {
      // The last is larger than the first piece that is sent of a file.
      const [width, height] = seed === 3 ? [1000, 1200] : [400, 560];
      const scan = sharp(await testPicture(width, height, seed)).withMetadata({ density: 300 });
      return (await scan.tiff({ compression: "none" }).toBuffer()).toString("base64");
    }),
  );
  page = await site.open("technician", "/workroom/upload?lang=vi");
  await page.until(`document.querySelector(".drop-place input") !== null`);
});
afterAll(() => site?.close());

/** Choose a folder as a person does: the browser hands the screen its files with their paths. */
async function choose(selector: string, folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(`{
    const files = Object.entries(${JSON.stringify(files)}).map(([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
      const file = new File([bytes], name);
      Object.defineProperty(file, "webkitRelativePath", { value: ${JSON.stringify(folder)} + "/" + name });
      return file;
    });
    const input = document.querySelector(${JSON.stringify(selector)});
    Object.defineProperty(input, "files", { value: files, configurable: true });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }`);
}

const press = (words: string) =>
  page.evaluate(
    `[...document.querySelectorAll("main button, dialog button")].find((each) => each.textContent === "${words}").click()`,
  );
const text = (selector: string) => page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`);

describe.skipIf(!hasBrowser)("the screen where scans are handed in", () => {
  test("sends a folder, counts every file and says of each refused one why", async () => {
    const [one = "", two = ""] = scans;
    await shot(page, "upload-empty-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await choose(".drop-place input", "HN.21", {
      "0001.tif": one,
      "0002.tif": two,
      "0004.tif": btoa("no picture"),
      "Thumbs.db": btoa("x"),
    });
    await page.until(`document.querySelector("[name=shelfmark]")?.value === "HN.21"`);
    await shot(page, "upload-chosen-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`document.querySelector("form.upload-card").requestSubmit()`);
    await page.until(`document.querySelector(".counts") !== null`);
    expect(await text(".counts")).toBe("Đã tìm thấy 3 tệp = 2 mới + 0 thay thế + 0 đã có + 1 bị loại");
    expect(await text(".upload-card table tbody")).toContain("0004.tif");
    expect((await site.catalogue.ledger.pages("HN.21")).map(({ sourceName }) => sourceName)).toEqual(["0001.tif", "0002.tif"]);
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, "upload-done-vi");
    expect(page.complaints).toEqual([]);
  });

  test("goes on after the page was loaded again in the middle of a file", async () => {
    const [, , three = ""] = scans;
    // Every piece after the first never gets through.
    await page.evaluate(`{
      const real = window.fetch;
      let pieces = 0;
      window.fetch = (url, init) => {
        if (init?.method !== "PUT") return real(url, init);
        pieces += 1;
        return pieces === 1 ? real(url, { ...init }) : new Promise(() => {});
      };
    }`);
    const files = { "0001.tif": three, "0002.tif": scans[0] ?? "" };
    await choose(".drop-place input", "HN.22", files);
    await page.until(`document.querySelector("[name=shelfmark]")?.value === "HN.22"`);
    await page.evaluate(`document.querySelector("form.upload-card").requestSubmit()`);
    await page.until(`document.querySelector("main")?.textContent.includes("0/2 tệp, 2,1 MB") === true`);
    await shot(page, "upload-sending-vi");
    expect(await seriousFindings(page)).toEqual([]);
    await page.leave(
      "location.assign(location.pathname + '?lang=en')",
      `document.querySelector("article .choose-folder input") !== null && document.documentElement.lang === "en"`,
    );
    await expect.poll(() => text("article .upload-card, article.upload-card")).toContain("0 of 2 files, 2.1 MB");
    await shot(page, "upload-left-en");
    await choose("article .choose-folder input", "elsewhere", { "0001.tif": three });
    await page.until(`document.querySelector(".toast.is-bad") !== null`);
    await choose("article .choose-folder input", "HN.22", files);
    await page.until(`[...document.querySelectorAll(".counts")].length === 2`);
    expect(await text(".counts")).toBe("Found 2 files = 2 new + 0 replaced + 0 already there + 0 rejected");
    await shot(page, "upload-done-en");
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("drops an upload by a yes only", async () => {
    const technician = await site.as("technician");
    const uploads = async () => ((await technician.get("/api/uploads")).body as { uploads: unknown[] }).uploads;
    await technician.send("POST", "/api/uploads", { folder: "HN.23", files: [{ name: "0001.tif", sizeBytes: 9 }] });
    await page.leave("location.reload()", `document.querySelector("article .choose-folder input") !== null`);
    await press("Drop this upload");
    await page.until(`document.querySelector("dialog[open]") !== null`);
    await shot(page, "upload-drop-en");
    await press("Cancel");
    await page.until(`document.querySelector("dialog") === null`);
    expect(await uploads()).toHaveLength(3);
    await press("Drop this upload");
    await page.until(`document.querySelector("dialog[open]") !== null`);
    await press("Drop");
    await page.until(`document.querySelector("article .choose-folder input") === null`);
    await expect.poll(uploads).toHaveLength(2);
  });
});
