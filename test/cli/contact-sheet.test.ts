import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSheetFolder } from "../../cli/contact-sheet/folder.ts";
import { writeContactSheet } from "../../cli/contact-sheet.ts";
import { HOSTILE_NAME, PLANTED, type SheetItem, sheetItem } from "../fixtures/sheet-item.ts";

let item: SheetItem;
let place: string;
let folder: string;

beforeAll(async () => {
  item = await sheetItem();
  place = await mkdtemp(join(tmpdir(), "sohoa-contact-"));
  folder = join(place, "tờ kiểm ảnh");
  await writeContactSheet(item.context(), item.services, item.quality, folder);
});
afterAll(async () => {
  await item?.remove();
  await rm(place, { recursive: true, force: true });
});

/** What the page's script is told. */
async function told(at = folder) {
  const html = await readFile(join(at, "index.html"), "utf8");
  const json = /<script type="application\/json" id="sheet">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  return { html, markup: html.replace(json, ""), data: JSON.parse(json) };
}

test("every page is on the sheet, with the pictures that there are and a word about those that there are not", async () => {
  const { data } = await told();
  expect(data.pages.map((page: { before: unknown; after: unknown }) => [page.before !== null, page.after !== null])).toEqual([
    [true, true],
    [true, true],
    [true, true],
    [false, false],
  ]);
  for (const { before, after } of data.pages.slice(0, 3)) {
    for (const picture of [before, after]) {
      const { width = 0, height = 0 } = await sharp(join(folder, picture.src)).metadata();
      expect(width / height).toBeCloseTo(picture.width / picture.height, 2);
    }
  }
  expect(data.pages[3].facts.vi).toContain("Chưa đo");
  expect(data.pages[2].verdict.text).toEqual({ vi: "chấp nhận (Lan)", en: expect.stringContaining("Lan") });
});

test("a finding's place lies on the same ink of the cleaned picture", async () => {
  const [page] = (await told()).data.pages;
  const [finding] = page.findings;
  expect(finding.onMaster.slice(0, 2)).toEqual([PLANTED.x, PLANTED.y]);
  const [a, b, c, d, e, f] = page.toClean;
  expect(finding.onClean[0]).toBeCloseTo(a * PLANTED.x + c * PLANTED.y + e, 0);
  expect(finding.onClean[1]).toBeCloseTo(b * PLANTED.x + d * PLANTED.y + f, 0);
  expect(Math.abs(finding.onClean[1] - finding.onClean[3])).toBeGreaterThan(2);
});

test("names of files cannot become markup or script, and the page fetches nothing from elsewhere", async () => {
  const { html, markup, data } = await told();
  expect(data.pages[1].name).toBe(HOSTILE_NAME);
  expect(html).not.toContain("<img src=x");
  expect(html).toContain("AB.1 &lt;b&gt;");
  expect(html.match(/<script(?! type="application\/json")/g)).toHaveLength(4);
  expect(markup).not.toMatch(/<script(?![^>]* src=)(?! type="application\/json")|<style|\son\w+=|https?:|\sstyle=/);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  expect(policy).toContain("default-src &#39;none&#39;");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  for (const name of (await readdir(folder)).filter((each) => /\.(js|css)$/.test(each)))
    expect(await readFile(join(folder, name), "utf8")).not.toMatch(
      /innerHTML|\beval\(|https?:\/\/(?!www\.w3\.org)|@import|fetch\(/,
    );
});

test("the same item again gives the same bytes, and interrupted work is taken up", async () => {
  const other = join(place, "again");
  const stop = new AbortController();
  stop.abort();
  await expect(writeContactSheet(item.context("vi", stop.signal), item.services, item.quality, other)).rejects.toThrow();
  expect(await readdir(other)).not.toContain("index.html");
  await writeContactSheet(item.context(), item.services, item.quality, other);
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();
  expect((await readdir(other, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort()).toEqual(names);
  for (const name of names)
    expect((await readFile(join(other, name))).equals(await readFile(join(folder, name))), name).toBe(true);
});

test("an earlier sheet is replaced, its outdated pictures go, and what a person put beside them stays", async () => {
  const other = join(place, "renewed");
  await writeContactSheet(item.context(), item.services, item.quality, other);
  await writeFile(join(other, "AB.1-decisions.csv"), "page,verdict\r\n");
  await writeFile(join(other, "pictures", "mine.jpg"), "x");
  const [first] = item.quality.pages;
  const fewer = { ...item.quality, pages: first ? [first] : [] };
  await writeContactSheet(item.context(), item.services, fewer, other);
  expect(await readdir(join(other, "pictures"))).toHaveLength(3);
  expect(await readdir(join(other, "pictures"))).toContain("mine.jpg");
  expect(await readdir(other)).toContain("AB.1-decisions.csv");
  expect((await told(other)).data.pages).toHaveLength(1);
});

test("a folder with other things, with another item's sheet, or with a link for its pictures is refused and left alone", async () => {
  const [full, foreign, linked] = ["full", "foreign", "linked"].map((name) => join(place, name)) as [string, string, string];
  await mkdir(full);
  await writeFile(join(full, "luận án.docx"), "x");
  await expect(openSheetFolder(full, "AB.1")).rejects.toMatchObject({ code: "SHEET-FOLDER", exit: "usage" });
  expect(await readdir(full)).toEqual(["luận án.docx"]);
  await openSheetFolder(foreign, "AB.2");
  await expect(openSheetFolder(foreign, "AB.1")).rejects.toMatchObject({
    code: "SHEET-OTHER",
    facts: { item: "AB.1", other: "AB.2" },
  });
  await openSheetFolder(linked, "AB.1");
  await rm(join(linked, "pictures"), { recursive: true });
  await symlink(full, join(linked, "pictures"));
  await expect(openSheetFolder(linked, "AB.1")).rejects.toMatchObject({ code: "SHEET-FOLDER" });
  await expect(openSheetFolder(join(full, "luận án.docx"), "AB.1")).rejects.toMatchObject({ code: "OUT-WRITE" });
});

test("the picture sheet is in the language of the caller, wide enough to be read at its own size", async () => {
  const { width = 0, height = 0 } = await sharp(join(folder, "sheet-001.jpg")).metadata();
  expect(width).toBe(2000);
  expect(height).toBeGreaterThan(1000);
  const english = join(place, "english");
  const { text } = await writeContactSheet(item.context("en"), item.services, item.quality, english);
  expect(text[0]).toContain("4 pages");
  expect(text[1]).toContain("1 page not measured");
  expect((await readFile(join(english, "sheet-001.jpg"))).equals(await readFile(join(folder, "sheet-001.jpg")))).toBe(false);
});
