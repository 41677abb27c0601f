/**
 * How quick the workroom is for the person in front of it, measured in Chromium over a real server: a grid of 2,000 pages, moving and
 * choosing in it, opening a page for review, keys in it, and the weight of the first load.
 * Run: npm run workroom && npx tsx bench/web.ts [pages=2000] [rounds=30]
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import type { TextLayer } from "../pipeline/text-layer.ts";
import { textOf } from "../test/fixtures/book.ts";
import type { BrowserPage } from "../test/fixtures/browser.ts";
import { openWorkroomHouse } from "../test/fixtures/workroom-house.ts";

const PAGES = join(import.meta.dirname, "../dist/workroom");
const [count = 2000, ROUNDS = 30] = process.argv.slice(2).map(Number);

/** Twenty columns of twenty characters, every tenth of them doubtful. */
function denseLayer(): TextLayer {
  const layer = textOf({ width: 1600, height: 1100 }, 20);
  const lines = layer.lines.map((line, column) => {
    const text = "𤾓年𥪝𡎝𠊛些字才命窖恄饒𣦆過沒局𣷭橷仍調";
    const characters = [...text].map((each, at) => ({
      text: each,
      box: { x: line.box.x, y: 30 + at * 50, width: 40, height: 46 },
      confidence: (column + at) % 10 === 0 ? 0.4 : 0.99,
      alternatives: ["百", "𨑜", "字", "之", "也"].map((other) => ({ text: other, confidence: 0.1 })),
    }));
    return { ...line, text, characters };
  });
  return { ...layer, lines };
}

function line(name: string, milliseconds: readonly number[], aim: number): void {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  console.log(`${name.padEnd(52)} median ${at(0.5).padStart(5)} ms   95 % ${at(0.95).padStart(5)} ms   aim ${aim} ms`);
}

/** Milliseconds from doing something until a condition holds and the browser has painted it. */
async function timed(window: BrowserPage, act: string, until: string): Promise<number> {
  return Number(
    await window.evaluate(`new Promise((resolve) => {
      const begun = performance.now();
      ${act};
      const look = () => (${until}) ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun))) : requestAnimationFrame(look);
      look();
    })`),
  );
}

const rounds = async (measure: (round: number) => Promise<number>): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) found.push(await measure(round));
  return found.slice(3);
};

function firstLoad(): void {
  const files = readdirSync(PAGES).filter((name) => /\.(js|css)$/.test(name));
  const weight = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(PAGES, name))).length, 0) / 1000;
  const common = files.filter((name) => /^(main|refusal-box|han-fonts)-/.test(name));
  const review = files.filter((name) => /^text-review-/.test(name));
  console.log(`${"all scripts and styles, gzip".padEnd(52)} ${weight(files).toFixed(0)} kB`);
  console.log(`${"frame and first screen, gzip".padEnd(52)} ${weight(common).toFixed(0)} kB`);
  console.log(`${"frame and review room, gzip".padEnd(52)} ${weight([...common, ...review]).toFixed(0)} kB   aim 250 kB`);
}

const house = await openWorkroomHouse(PAGES);
try {
  const picture = await sharp({ create: { width: 1600, height: 1100, channels: 3, background: "#efe6d0" } })
    .png()
    .toBuffer();
  const page = { picture, artifacts: { "text/machine": denseLayer() } };
  const ids = await house.add({ item: "LON.1", pages: Array.from({ length: count }, () => page) });
  const window = await house.open("editor", "/workroom/batches?lang=vi");
  await window.until(`document.querySelector("table.list a") !== null`);

  console.log(`${count} pages; ${ROUNDS - 3} rounds each, milliseconds until painted, server in the same process`);
  const goTo = (path: string) =>
    `history.pushState(null, "", ${JSON.stringify(`/workroom${path}`)}); dispatchEvent(new Event("sohoa-moved"))`;
  const grid = `document.querySelectorAll(".virtual-grid .cell").length > 5`;
  const opened = await rounds(async () => {
    await timed(window, goTo("/batches"), `document.querySelector("table.list a") !== null`);
    return await timed(window, goTo("/items/LON.1"), grid);
  });
  line("grid usable", opened, 1000);
  const key = (name: string) =>
    `document.querySelector(".virtual-grid").dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`;
  const active = `document.querySelector(".cell.is-active")?.getAttribute("aria-posinset")`;
  line(
    "move in the grid",
    await rounds(async (round) => await timed(window, key("ArrowLeft"), `${active} === "${round + 2}"`)),
    100,
  );
  const chosen = `document.querySelector(".cell.is-active")?.getAttribute("aria-selected")`;
  line(
    "choose in the grid",
    await rounds(async (round) => await timed(window, key(" "), `${chosen} === "${round % 2 === 0}"`)),
    100,
  );
  const jump = await rounds(
    async (round) => await timed(window, key(round % 2 === 0 ? "End" : "Home"), `${active} === "${round % 2 === 0 ? count : 1}"`),
  );
  line("jump to the other end", jump, 100);

  // The crop of the column under work names the page: what is left of the page before does not count.
  const ready = (id: string | undefined) =>
    `document.querySelectorAll(".column-text").length === 20 && document.querySelector(".crop")?.src.includes("${id}")`;
  const pages = await rounds(
    async (round) => await timed(window, goTo(`/items/LON.1/pages/${ids[round]}/text`), ready(ids[round])),
  );
  line("open a page for review", pages, 300);
  const field = `document.querySelector(".column-text textarea")`;
  const typed = await rounds(
    async (round) =>
      await timed(
        window,
        `${field}.setRangeText("年", 0, 0, "end"); ${field}.dispatchEvent(new InputEvent("input", { bubbles: true }))`,
        `document.querySelector(".column-text.is-active > span.letters").textContent.startsWith("${"年".repeat(round + 1)}")`,
      ),
  );
  line("a key in the column", typed, 50);
  const tab = `${field}.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", code: "Tab", bubbles: true, cancelable: true }))`;
  // To the first doubt; from there on each step changes the count.
  await window.evaluate(tab);
  const doubts = await rounds(async () => {
    const at = String(await window.evaluate(`document.querySelector(".doubt-count").textContent`));
    return await timed(window, tab, `document.querySelector(".doubt-count").textContent !== ${JSON.stringify(at)}`);
  });
  line("to the next doubt", doubts, 100);
  firstLoad();
} finally {
  await house.close();
}
