import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { checkAnnotationPages, checkCollection, checkManifest } from "../../iiif/check.ts";
import { hasBrowser, openBrowser } from "../fixtures/browser.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { openStaticServer, type StaticServer } from "../fixtures/static-server.ts";
import { hasPresentationSchema, schemaErrors } from "../iiif/presentation-schema.ts";

/** A folder of files, hosted by a web server that knows nothing of us, and read by a viewer. */
const ITEM = "HN.tinh";

let root: { readonly home: string; remove(): Promise<void> };
let home: string;
let edition: string;
let host: StaticServer;

const exportTo = (folder: string, ...more: readonly string[]) =>
  sohoa(["export", "--static", ...more, "--to", folder, "--base-url", host.address, "--json", "--home", home]);
// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes is looked into
const fetchJson = async (url: string): Promise<any> => {
  const reply = await fetch(url);
  expect([url, reply.status, reply.headers.get("content-type")]).toEqual([url, 200, "application/json"]);
  return reply.json();
};

beforeAll(async () => {
  root = await temporaryHome();
  home = join(root.home, "home");
  edition = join(root.home, "edition");
  const folder = join(root.home, ITEM);
  await makeSampleBook(folder, { pages: 2, width: 1300, height: 1700 });
  expect((await sohoa(["add", folder, "--wait", "--json", "--home", home])).envelope.ok).toBe(true);
  host = await openStaticServer(edition);
  expect((await exportTo(edition, "--all")).envelope).toMatchObject({ ok: true, counts: { items: 1, pages: 2 } });
}, 240_000);
afterAll(async () => {
  await host?.close();
  await root.remove();
});

describe("a static edition", () => {
  test("has collection, manifest and texts that pass our own check and lead to files that are there", async () => {
    const collection = await fetchJson(`${host.address}/iiif/3/collection.json`);
    expect(checkCollection(collection)).toEqual([]);
    const manifest = await fetchJson(collection.items.find((each: { type: string }) => each.type === "Manifest").id);
    expect(checkManifest(manifest)).toEqual([]);
    expect(manifest).not.toHaveProperty("service");
    const pages = await Promise.all(manifest.items.map((canvas: Linking) => fetchJson(canvas.annotations?.[0]?.id ?? "")));
    expect(checkAnnotationPages(pages, manifest)).toEqual([]);
    const links = [manifest, ...manifest.items].flatMap(({ rendering = [], seeAlso = [], homepage = [], thumbnail = [] }) =>
      [...rendering, ...seeAlso, ...homepage, ...thumbnail].map(({ id }) => id),
    );
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) expect([link, (await fetch(link)).status]).toEqual([link, 200]);
  });

  test.skipIf(!hasPresentationSchema)("is valid by the IIIF schema", async () => {
    for (const path of ["collection.json", `items/${ITEM}/manifest.json`])
      expect(schemaErrors(await fetchJson(`${host.address}/iiif/3/${path}`))).toEqual([]);
  });

  test("has every picture that level 0 promises, in the size that its name says", async () => {
    const manifest = await fetchJson(`${host.address}/iiif/3/items/${ITEM}/manifest.json`);
    for (const canvas of manifest.items) {
      const { id } = canvas.items[0].items[0].body.service[0];
      const info = await fetchJson(`${id}/info.json`);
      expect(info).toMatchObject({ id, type: "ImageService3", profile: "level0", width: canvas.width, height: canvas.height });
      const whole = await picture(`${id}/full/max/0/default.jpg`);
      expect(whole).toEqual([canvas.width, canvas.height]);
      expect(info.sizes.length).toBeGreaterThan(1);
      for (const { width, height } of info.sizes)
        expect(await picture(`${id}/full/${width},${height}/0/default.jpg`)).toEqual([width, height]);
      const tiles = tilesOf(info);
      expect(tiles.length).toBeGreaterThan(6);
      for (const { name, size } of tiles) expect([name, await picture(`${id}/${name}`)]).toEqual([name, size]);
    }
  });

  test("is the same folder, byte for byte, when it is made again elsewhere", async () => {
    const again = join(root.home, "again");
    await exportTo(again, ITEM);
    expect(await bytesOf(again)).toEqual(await bytesOf(edition));
  });

  test("goes on where it was interrupted: pictures that are there are not made again, lost ones are", async () => {
    const images = join(edition, "iiif/image/3");
    const [first = "", second = ""] = (await readdir(images)).sort();
    const before = await stat(join(images, first, "info.json"));
    const state = JSON.parse(await readFile(join(edition, ".sohoa-edition.json"), "utf8"));
    delete state.sources[`iiif/image/3/${second}`];
    await writeFile(join(edition, ".sohoa-edition.json"), JSON.stringify(state));
    const lost = await stat(join(images, second, "info.json"));
    await exportTo(edition, "--all");
    expect((await stat(join(images, first, "info.json"))).mtimeMs).toBe(before.mtimeMs);
    expect((await stat(join(images, second, "info.json"))).mtimeMs).toBeGreaterThan(lost.mtimeMs);
    expect((await readdir(images)).sort()).toEqual([first, second]);
  });

  test.skipIf(!hasBrowser)(
    "is read in a viewer, without a request to another server",
    async () => {
      const page = await openBrowser(1280, 800);
      try {
        await page.open(`${host.address}/`);
        await page.until("document.querySelectorAll('li img').length === 1 && document.querySelector('li img').naturalWidth > 0");
        await page.leave("document.querySelector('h2 a').click()", "!!document.querySelector('.openseadragon-container')");
        await page.until(`performance.getEntriesByType('resource').some((each) => /\\/full\\/|\\d,\\d+,/.test(each.name))`);
        await page.until("document.body.innerText.includes('HN.tinh')");
        await expect.poll(async () => await inkOf(await page.screenshot())).toBeGreaterThan(0.005);
        expect(page.complaints.filter((each) => !each.includes("favicon"))).toEqual([]);
        expect(page.requests.filter((url) => !/^(?:data|blob):/.test(url) && !url.startsWith(host.address))).toEqual([]);
      } finally {
        await page.close();
      }
    },
    180_000,
  );

  test("refuses a folder that holds something else, an address that is none, and to export nothing", async () => {
    const other = join(root.home, ITEM);
    expect((await exportTo(other, "--all")).envelope.errors[0]).toMatchObject({ code: "EDITION-FOLDER" });
    const bad = ["export", "--static", "--all", "--to", edition, "--base-url", "ftp://x", "--json", "--home", home];
    expect((await sohoa(bad)).envelope.errors[0]).toMatchObject({ code: "EDITION-BASE" });
    expect((await exportTo(edition)).envelope.errors[0]).toMatchObject({ code: "EDITION-ITEMS" });
    expect((await sohoa(["export", "--all", "--to", other, "--json", "--home", home])).envelope.errors[0]?.code).toBe(
      "EXPORT-ONE",
    );
  });

  test("never has an item that is not public, and loses one that no longer is, whatever is asked for", async () => {
    const table = join(root.home, "record.json");
    const record = { v: 1, shelfmark: ITEM, titles: [{ language: "vi", text: "Kín" }], access: "restricted" };
    await writeFile(table, JSON.stringify(record));
    await sohoa(["describe", ITEM, "--from", table, "--agent", "Lan", "--home", home]);
    const fresh = join(root.home, "fresh");
    const refused = await exportTo(fresh, ITEM);
    expect(refused.envelope.errors[0]).toMatchObject({ code: "EDITION-EMPTY" });
    expect((await exportTo(edition, "--all")).envelope).toMatchObject({ ok: true, counts: { items: 0, removed: 1 } });
    const left = Object.keys(await bytesOf(edition));
    expect(left.filter((path) => /HN\.tinh|image\/3|collections/.test(path))).toEqual([]);
    expect(await readFile(join(edition, "index.html"), "utf8")).not.toContain(ITEM);
    expect(await readFile(join(edition, ".sohoa-edition.json"), "utf8")).not.toContain(ITEM);
  });
});

interface Linking {
  readonly annotations?: readonly { readonly id: string }[];
}

interface Info {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly [{ readonly width: number; readonly height: number; readonly scaleFactors: readonly number[] }];
}

/** The tiles that a viewer asks for by the rules of Image API 3.0, section 5.4 and the implementation notes. */
function tilesOf({ width, height, tiles: [{ width: side, scaleFactors }] }: Info) {
  return scaleFactors.flatMap((factor) => {
    const step = side * factor;
    const found: { readonly name: string; readonly size: readonly number[] }[] = [];
    for (let y = 0; y < height; y += step) {
      for (let x = 0; x < width; x += step) {
        const [w, h] = [Math.min(step, width - x), Math.min(step, height - y)];
        const size = [Math.ceil(w / factor), Math.ceil(h / factor)];
        const region = w === width && h === height ? "full" : `${x},${y},${w},${h}`;
        const isMax = region === "full" && factor === 1;
        found.push({ name: `${region}/${isMax ? "max" : size.join()}/0/default.jpg`, size });
      }
    }
    return found;
  });
}

async function picture(url: string): Promise<readonly number[]> {
  const reply = await fetch(url);
  expect([url, reply.status]).toEqual([url, 200]);
  const { width, height } = await sharp(Buffer.from(await reply.arrayBuffer())).metadata();
  return [width, height];
}

/** How much of the middle of a screenshot is dark. */
async function inkOf(screenshot: Buffer): Promise<number> {
  const part = { left: 600, top: 150, width: 400, height: 400 };
  const data = await sharp(screenshot).extract(part).greyscale().raw().toBuffer();
  return data.filter((value) => value < 110).length / data.length;
}

async function bytesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const paths = names.map((each) => join(each.parentPath, each.name)).sort();
  const entries = paths.map(async (path) => [path.slice(folder.length), (await readFile(path)).toString("latin1")] as const);
  return Object.fromEntries(await Promise.all(entries));
}
