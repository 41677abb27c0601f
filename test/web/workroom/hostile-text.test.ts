import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordOf, textOf } from "../../fixtures/book.ts";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

/** Every screen there is: a new one is attacked without a word more. */
const table = await readFile(join(import.meta.dirname, "../../../web/workroom/screens.ts"), "utf8");
const SCREENS = [...table.matchAll(/path: "([^"]+)"/g)].map(([, path]) => path as string);

/** By where it would break out of: an element, an attribute, a script, an address, a template, a comment, a table of a sheet. */
const MARKUP = [
  `<script>window.wasRun=1</script>`,
  `<img src=x onerror=window.wasRun=1>`,
  `"><svg/onload=window.wasRun=1>`,
  `' onfocus='window.wasRun=1' autofocus='`,
  `</title></textarea></script><script>window.wasRun=1</script>`,
  `javascript:window.wasRun=1`,
  `{{constructor.constructor('window.wasRun=1')()}}\${window.wasRun=1}`,
  `--><!--<iframe srcdoc="<script>parent.wasRun=1</script>">`,
  `&lt;b&gt;&#60;u&#62;`,
  `=HYPERLINK("javascript:window.wasRun=1")`,
].join(" ");
const MARK = "Kẻ xấu";
const HOSTILE = `${MARK} ${MARKUP}`;

let site: WorkroomSite;
let pages: readonly string[];

beforeAll(async () => {
  site = await openWorkroomSite();
  const exif = { IFD0: { ImageDescription: MARKUP, Artist: MARKUP, Copyright: MARKUP } };
  const picture = await sharp(await testPicture(300, 420))
    .jpeg()
    .withExif(exif)
    .toBuffer();
  const layer = textOf({ width: 300, height: 420 });
  const lines = layer.lines.map((line) => ({ ...line, text: HOSTILE, phienAm: HOSTILE, translation: HOSTILE }));
  const record = recordOf({
    shelfmark: HOSTILE.slice(0, 60),
    titles: [{ language: "vi", text: HOSTILE }],
    creators: [HOSTILE],
    dateAsWritten: HOSTILE,
    holder: HOSTILE,
    holdingClass: HOSTILE,
    summary: HOSTILE,
    subjects: [HOSTILE],
    divisions: [{ title: HOSTILE, page: 1 }],
  });
  const page = { picture, label: HOSTILE, artifacts: { "text/machine": { ...layer, lines } } };
  pages = await site.add({ item: "AB.1", pages: [page, page], record });
  const { holdings, ledger, workLog } = site.catalogue;
  await holdings.importRows([{ shelfmark: "AB.1", title: HOSTILE, holder: HOSTILE, class: HOSTILE, extent: "2" }]);
  await holdings.setTarget({ name: HOSTILE.slice(0, 120), percentage: 70, deadline: "2040-12-31", source: HOSTILE });
  await ledger.holdDuty("reconciler", MARKUP, 3600);
  await workLog.logWork([{ account: "lan", itemId: "AB.1", kind: "text-review", seconds: 340 }]);
  const technician = await site.as("technician");
  await technician.send("POST", "/api/uploads", {
    folder: "Kẻ xấu <img src=x onerror=window.wasRun=1>",
    files: [{ name: "0001.tif", sizeBytes: 9 }],
  });
});
afterAll(() => site?.close());

const addressOf = (path: string): string => path.replace(":item", "AB.1").replace(":page", pages[0] ?? "");
/** What of it came to life. */
const ALIVE = `[
  ...(window.wasRun === undefined ? [] : ["a script has run"]),
  ...[...document.querySelectorAll("iframe, object, embed, base, [autofocus], [onerror], [onload], [onfocus]")].map((each) => each.outerHTML),
  ...[...document.querySelectorAll("a, form")].map((each) => each.href ?? each.action).filter((each) => /^javascript:/i.test(each)),
]`;

describe.skipIf(!hasBrowser)("markup in every text that people or files can bring", () => {
  let window: BrowserPage;

  beforeAll(async () => {
    window = await site.open("admin", "/workroom/batches");
  });

  const show = (address: string): Promise<void> =>
    window.leave(
      `location.assign(${JSON.stringify(address)})`,
      `document.readyState === "complete" && document.querySelector("main h1") !== null && document.querySelector(".waiting") === null`,
    );

  test.each(SCREENS)("is text on the screen %s, in both languages", async (path) => {
    for (const language of ["vi", "en"]) {
      await show(`/workroom${addressOf(path)}?lang=${language}`);
      expect(await window.evaluate(ALIVE)).toEqual([]);
    }
    expect(window.complaints).toEqual([]);
  });

  test.each([
    ["/items/:item/pages/:page/text", ".column-text .letters"],
    ["/items/:item/record", "#field-titles-0, [data-field=titles] input"],
    ["/items/:item", "main"],
    ["/batches", "main"],
    ["/targets", "main"],
    ["/upload", "main"],
  ])("is really there to be seen on %s", async (path, selector) => {
    await show(`/workroom${addressOf(path)}?lang=vi`);
    await window.until(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].some((each) => (each.value ?? each.textContent).includes("${MARK}"))`,
    );
  });

  test("is text in the lists behind the figures and in the printed report", async () => {
    await show("/workroom/targets?lang=vi");
    await window.evaluate(`document.querySelectorAll(".target-card button.figure")[1].click()`);
    await window.until(`document.querySelector("dialog tbody th") !== null`);
    expect(await window.evaluate(ALIVE)).toEqual([]);
    await window.leave(
      `location.assign("/api/progress/report.html?rows=1&lang=vi")`,
      `document.body?.textContent.includes("${MARK}") === true`,
    );
    expect(await window.evaluate(ALIVE)).toEqual([]);
    expect(window.complaints).toEqual([]);
  });
});
