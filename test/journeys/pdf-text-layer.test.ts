import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { PAGE_DPI, rareBook } from "../formats/pdf/rare-book.ts";
import { writeBook } from "../formats/pdf/write-book.ts";

const POINTS = 72 / PAGE_DPI;
const layers = rareBook();
const columnsOf = (layer: TextLayer) => layer.lines.map(({ text }) => text);
const lines = (text: string) => text.split(/[\r\n]+/).filter((line) => line !== "");
const pages = (text: string) => text.split("\f").slice(0, layers.length).map(lines);

let folder: string;
let book: string;
let without: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pdf-book-"));
  book = await writeBook(folder, layers);
  without = await writeBook(folder, layers, false);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What poppler or MuPDF say of a page, in pixels of the page. */
interface Place {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function popplerWords(page: number): readonly Place[] {
  const found = runTool("pdftotext", "-bbox", "-f", String(page), "-l", String(page), book, "-");
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g;
  return [...found.matchAll(word)].map(([, left, top, right, bottom, text = ""]) => ({
    text,
    ...{ left: Number(left) / POINTS, top: Number(top) / POINTS, right: Number(right) / POINTS, bottom: Number(bottom) / POINTS },
  }));
}

function mupdfCharacters(page: number): readonly Place[] {
  const found = runTool("mutool", "draw", "-q", "-F", "stext", book, String(page));
  return [...found.matchAll(/<char quad="([^"]+)"[^>]* c="(?:&#x([^"]+);|([^"]+))"/g)].map(([, quad = "", point = "", plain]) => {
    const numbers = quad.split(" ").map((each) => Number(each) / POINTS);
    const [xs, ys] = [numbers.filter((_, at) => at % 2 === 0), numbers.filter((_, at) => at % 2 === 1)];
    const edges = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
    return { text: plain ?? String.fromCodePoint(Number.parseInt(point, 16)), ...edges };
  });
}

describe("the text layer of a book of rare characters", () => {
  test.skipIf(!hasTool("pdftotext"))("is read by poppler column by column, no code point changed", () => {
    expect(pages(runTool("pdftotext", "-raw", book, "-"))).toEqual(layers.map(columnsOf));
  });

  test.skipIf(!hasTool("mutool"))("is read by MuPDF column by column, with the readings at the end of the page", () => {
    const readings = (layer: TextLayer) => layer.lines.flatMap(({ phienAm }) => phienAm ?? []);
    const expected = layers.map((layer) => [...columnsOf(layer), ...readings(layer)]);
    expect(pages(runTool("mutool", "draw", "-q", "-F", "txt", book))).toEqual(expected);
  });

  test.skipIf(!hasTool("pdfgrep")).each([
    "𪜀𫜴", // Extension C
    "\u{3134A}\u{31350}", // G and H
    "\u{F0073}\u{FFFFD}", // private use, plane 15
    "⿰氵㐬⿱",
    "葛\u{E0101}邊",
    "又小注", // the left one of two small columns
    "宿列張",
  ])("lets pdfgrep find %s", (phrase) => {
    expect(runTool("pdfgrep", "-c", "-F", phrase, book).trim()).toBe("1");
  });

  test.skipIf(!hasTool("pdftotext"))("stands on the columns for poppler, within a tenth of a character", () => {
    for (const [at, layer] of layers.entries()) {
      const words = popplerWords(at + 1);
      expect(words.map(({ text }) => text)).toEqual(columnsOf(layer));
      for (const [index, { box, characters }] of layer.lines.entries()) {
        const [first, last] = [characters[0]?.box, characters.at(-1)?.box];
        const em = Math.min(box.width, box.height / characters.length);
        const place = words[index];
        const wanted = [box.x, first?.y ?? 0, box.x + box.width, (last?.y ?? 0) + (last?.height ?? 0)];
        const found = [place?.left ?? 0, place?.top ?? 0, place?.right ?? 0, place?.bottom ?? 0];
        expect(Math.max(...wanted.map((each, side) => Math.abs(each - (found[side] ?? 0)))) / em).toBeLessThan(0.1);
      }
    }
  });

  test.skipIf(!hasTool("mutool"))("stands on each single character for MuPDF, within a tenth of it", () => {
    const plain = layers.map((layer) => ({ ...layer, lines: layer.lines.filter(({ text }) => !SELECTORS.test(text)) }));
    let compared = 0;
    for (const [at, layer] of plain.entries()) {
      const places = mupdfCharacters(at + 1).filter(({ text }) => text !== " ");
      let from = 0;
      for (const { characters, text } of layer.lines) {
        from = indexOfRun(places, [...text], from);
        for (const [index, { box }] of characters.entries()) {
          const { top = 0, bottom = 0, left = 0, right = 0 } = places[from + index] ?? {};
          const em = box.height + 4;
          // Characters touch each other halfway across the gap that print leaves, so their middles are compared.
          expect(Math.abs((top + bottom) / 2 - box.y - box.height / 2) / em).toBeLessThan(0.1);
          expect(Math.abs((left + right) / 2 - box.x - box.width / 2) / em).toBeLessThan(0.1);
          expect(Math.abs(bottom - top - em) / em).toBeLessThan(0.2);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  test.skipIf(!hasTool("pdftoppm"))("changes no pixel of any page", async () => {
    const render = async (path: string) => {
      runTool("pdftoppm", "-r", "75", path, `${path}-page`);
      const names = (await readdir(folder)).filter((name) => join(folder, name).startsWith(`${path}-page`)).sort();
      return Promise.all(names.map((name) => readFile(join(folder, name))));
    };
    const [one, other] = [await render(book), await render(without)];
    expect(one).toHaveLength(layers.length);
    one.forEach((picture, at) => {
      expect(picture.length).toBeGreaterThan(100_000);
      expect(picture.equals(other[at] ?? Buffer.alloc(0))).toBe(true);
    });
  });

  test.skipIf(!hasTool("qpdf"))("makes a file that qpdf has nothing to say about", () => {
    expect(runTool("qpdf", "--check", book)).toContain("No syntax or stream encoding errors found");
  });

  test.skipIf(!hasTool("pdftotext"))("keeps the readings in a layer that is off", () => {
    expect(runTool("pdftotext", "-raw", book, "-")).not.toContain("huyền");
    expect(runTool("pdftotext", "-raw", without, "-").trim()).toBe("");
  });
});

/** Variation selectors take a sliver of the character before them and have no box of their own. */
const SELECTORS = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u;

function indexOfRun(places: readonly Place[], text: readonly string[], from: number): number {
  for (let at = from; at + text.length <= places.length; at++) {
    if (text.every((each, index) => places[at + index]?.text === each)) return at;
  }
  throw new Error(`MuPDF has no run ${text.join("")}`);
}
