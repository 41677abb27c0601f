import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../fixtures/book.ts";
import { type BrowserPage, hasBrowser } from "../../fixtures/browser.ts";
import { seriousFindings, shot } from "../../fixtures/looks.ts";
import { testPicture } from "../../fixtures/public-site.ts";
import { openWorkroomSite, type WorkroomSite } from "../../fixtures/workroom-site.ts";

const table = await readFile(join(import.meta.dirname, "../../../web/workroom/screens.ts"), "utf8");
/** Every screen there is: a new one is looked at without a word more. */
const SCREENS = [...table.matchAll(/path: "([^"]+)"/g)].map(([, path]) => path as string);

/** A laptop's window, and the same at twice the size of letters: half as many pixels of CSS each way. */
const WINDOWS = [
  ["of a laptop", { width: 1280, height: 720 }],
  ["at 200 percent", { width: 640, height: 360 }],
] as const;

describe.skipIf(!hasBrowser).each(WINDOWS)("every screen of the workroom in a window %s", (name, size) => {
  let site: WorkroomSite;
  let window: BrowserPage;
  let pages: readonly string[];

  beforeAll(async () => {
    site = await openWorkroomSite();
    const layer = textOf({ width: 300, height: 420 });
    const lines = layer.lines.map((line) => ({
      ...line,
      characters: [...line.text].map((text, at) => ({
        text,
        box: { x: line.box.x, y: 20 + at * 30, width: 30, height: 28 },
        confidence: at === 1 ? 0.3 : 0.97,
        alternatives: [{ text: "百", confidence: 0.2 }],
      })),
    }));
    const page = { picture: await testPicture(300, 420), artifacts: { "text/machine": { ...layer, lines } } };
    pages = await site.add({ item: "AB.1", pages: [page, page] });
    window = await site.open("admin", "/workroom/batches", size);
  }, 120_000);
  afterAll(() => site?.close());

  const addressOf = (path: string): string => path.replace(":item", "AB.1").replace(":page", pages[0] ?? "");

  async function show(path: string, language: string): Promise<void> {
    const address = `/workroom${addressOf(path)}?lang=${language}`;
    await window.leave(
      `location.assign(${JSON.stringify(address)})`,
      `document.querySelector("main h1") !== null && document.querySelector(".waiting") === null`,
    );
  }

  test("is in the table that this test reads", () => {
    expect(SCREENS.length).toBeGreaterThanOrEqual(9);
  });

  test.each(SCREENS)("%s fits and holds nothing that assistive programs stumble over, in both languages", async (path) => {
    for (const language of ["vi", "en"] as const) {
      await show(path, language);
      expect(await window.evaluate("document.documentElement.lang"), path).toBe(language);
      expect(await seriousFindings(window), `${path} ${language}`).toEqual([]);
      expect(await window.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${path} ${language} fits`).toBe(true);
      await shot(window, `screen${path}-${language}-${name}`);
    }
  });

  test("is left without a complaint of the content policy or of a script", () => {
    expect(window.complaints).toEqual([]);
  });
});
