import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserPage, hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { PAGE_SIZE, rareBook } from "../formats/pdf/rare-book.ts";
import { writeBook } from "../formats/pdf/write-book.ts";

const require = createRequire(import.meta.url);
const PDFJS = dirname(require.resolve("pdfjs-dist/package.json"));
const TYPES: Readonly<Record<string, string>> = { ".mjs": "text/javascript", ".css": "text/css", ".pdf": "application/pdf" };

/** The viewer of pdf.js with its find controller, the same parts that Firefox has. */
const VIEWER = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/web/pdf_viewer.css">
<style>#container{position:absolute;inset:0;overflow:auto}</style><div id="container"><div id="viewer" class="pdfViewer"></div></div>
<script type="module">
import * as pdfjs from "/build/pdf.mjs";
globalThis.pdfjsLib = pdfjs;
const { EventBus, PDFFindController, PDFLinkService, PDFViewer } = await import("/web/pdf_viewer.mjs");
pdfjs.GlobalWorkerOptions.workerSrc = "/build/pdf.worker.mjs";
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const findController = new PDFFindController({ eventBus, linkService });
const container = document.getElementById("container");
const viewer = new PDFViewer({ container, eventBus, linkService, findController });
linkService.setViewer(viewer);
const pdf = await pdfjs.getDocument("/book.pdf").promise;
viewer.setDocument(pdf);
linkService.setDocument(pdf);
await viewer.pagesPromise;
viewer.currentScale = 1;
let settled;
eventBus.on("updatefindcontrolstate", ({ state, rawQuery }) => { if (state !== 3) settled = rawQuery; });
globalThis.find = (query) => {
  settled = undefined;
  eventBus.dispatch("find", { type: "", query, caseSensitive: false, entireWord: false, highlightAll: true, matchDiacritics: false });
};
globalThis.found = (query) => {
  const { pageMatches } = findController;
  if (settled !== query || pageMatches.length < pdf.numPages) return undefined;
  return pageMatches.flat().length;
};
globalThis.book = { labels: await pdf.getPageLabels(), outline: (await pdf.getOutline()).map(({ title }) => title) };
</script>`;

describe.skipIf(!hasBrowser)("a PDF in the viewer of a browser", () => {
  const layers = rareBook();
  let folder: string;
  let server: Server;
  let page: BrowserPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pdf-browser-"));
    const book = await readFile(await writeBook(folder, layers));
    server = createServer(async (request, response) => {
      const path = request.url ?? "/";
      const body = path === "/" ? VIEWER : path === "/book.pdf" ? book : await readFile(join(PDFJS, path)).catch(() => "");
      response.setHeader("content-type", TYPES[extname(path)] ?? "text/html").end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    page = await openBrowser(1000, 1200);
    await page.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.until("globalThis.book !== undefined");
  });
  afterAll(async () => {
    await page?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function find(phrase: string): Promise<number> {
    const query = JSON.stringify(phrase);
    await page.evaluate(`find(${query})`);
    await page.until(`found(${query}) !== undefined`);
    return Number(await page.evaluate(`found(${query})`));
  }

  test("shows the labels of the leaves and the outline as they are written", async () => {
    expect(await page.evaluate("book")).toEqual({
      labels: ["tờ 1a", "tờ 1b", "tờ 2a", "tờ 2b", "tờ 3a"],
      outline: ["第一回 𡨸喃", "Hồi thứ hai"],
    });
  });

  test.each([
    ["𪜀𫜴𫝀", "Extensions C and D"],
    ["\u{3134A}\u{31350}", "Extensions G and H"],
    ["日月盈昃辰宿列張", "a small column beside another"],
    ["huyền hoàng vũ trụ", "a reading"],
  ])("finds %s (%s)", async (phrase) => {
    expect(await find(phrase)).toBe(1);
  });

  test("finds nothing that is not there", async () => {
    expect(await find("𠀀𠀁")).toBe(0);
  });

  test("marks a phrase on its characters", async () => {
    const line = layers[0]?.lines.find(({ text }) => text === "山河南帝居");
    const characters = line?.characters.slice(1, 3) ?? [];
    expect(await find("河南")).toBe(1);
    await page.until(`document.querySelector(".page[data-page-number='1'] .highlight") !== null`);
    const marks = `[...document.querySelectorAll(".page[data-page-number='1'] .highlight")].map((each) => each.getBoundingClientRect())`;
    const shown = (await page.evaluate(`(() => {
      const sheet = document.querySelector(".page[data-page-number='1'] .canvasWrapper").getBoundingClientRect();
      const marks = ${marks};
      return { sheet: { x: sheet.x, y: sheet.y, width: sheet.width },
        left: Math.min(...marks.map((each) => each.left)), right: Math.max(...marks.map((each) => each.right)),
        top: Math.min(...marks.map((each) => each.top)), bottom: Math.max(...marks.map((each) => each.bottom)) };
    })()`)) as { sheet: { x: number; y: number; width: number }; left: number; right: number; top: number; bottom: number };
    const pixels = shown.sheet.width / PAGE_SIZE.width;
    const em = (line?.box.width ?? 0) * pixels;
    const [first, last] = [characters[0]?.box, characters[1]?.box];
    // The viewer spreads the letters of its own font evenly over the column, so its marks are less exact than our boxes.
    expect(Math.abs(shown.top - shown.sheet.y - (first?.y ?? 0) * pixels) / em).toBeLessThan(0.25);
    expect(Math.abs(shown.bottom - shown.sheet.y - ((last?.y ?? 0) + (last?.height ?? 0)) * pixels) / em).toBeLessThan(0.25);
    const middle = (shown.left + shown.right) / 2 - shown.sheet.x;
    expect(Math.abs(middle - ((line?.box.x ?? 0) + (line?.box.width ?? 0) / 2) * pixels) / em).toBeLessThan(0.2);
  });

  test("has nothing to complain of, and asks nobody else", () => {
    expect(page.complaints.filter((each) => !each.includes("favicon"))).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith("http://127.0.0.1:") && !/^(data|blob|about):/.test(url))).toEqual([]);
  });
});
