// @ts-check
/** The texts of pages, each asked for once, with the fonts that they need. */
import { fetchJson, pageFile } from "./reader-book.js";

/** @typedef {import("./reader-book.js").Page} Page */
/** @typedef {[x: number, y: number, width: number, height: number]} Box in pixels of the page */
/** @typedef {{ text: string, box: Box }} Character */
/** @typedef {{ id: string, kind: string, box: Box, text: string, phienAm?: string, translation?: string, characters: Character[] }} Line */
/** @typedef {{ lines: Line[], language: string, isVertical: boolean, missing: Set<string> }} PageText */

/** @type {Map<string, Promise<PageText>>} */
const texts = new Map();

/** @param {Page} page @returns {Promise<PageText>} */
export function textOf(page) {
  const known = texts.get(page.id);
  if (known) return known;
  const asked = fetchJson(pageFile(page, "text.json")).then((told) => {
    for (const { font, range } of told.fonts) addFont(pageFile(page, `han-${font}.woff`), range);
    const { lines, language, writingMode, missing } = told;
    return { lines, language, isVertical: writingMode === "vertical-rl", missing: new Set(missing) };
  });
  asked.catch(() => texts.delete(page.id));
  texts.set(page.id, asked);
  return asked;
}

/** A font loads when a character of its range is first shown. @param {string} address @param {string} range */
function addFont(address, range) {
  document.fonts.add(new FontFace("Sohoa Han", `url("${address}")`, { unicodeRange: range, display: "swap" }));
}
