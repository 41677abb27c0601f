// @ts-check
/** The book that this page is for: its pages in order, its direction, and the addresses of what belongs to them. */
import { byId } from "./reader-dom.js";

/** @typedef {{ id: string, label: string, width: number, height: number, index: number }} Page */

const told = JSON.parse(byId("reader-data").textContent ?? "{}");

/** Sentences in the reader's language. @type {Record<string, string>} */
export const words = told.words;
/** Path of the server's root, without a slash at the end. @type {string} */
export const root = told.root;
/** @type {string} */
export const item = told.item;
export const isRightToLeft = told.isRightToLeft === true;
/** Each picture shows a whole opening: nothing to lay side by side. */
export const areSpreads = told.areSpreads === true;
/** @type {Page[]} */
export const pages = told.pages.map(
  (/** @type {[string, string, number, number]} */ [id, label, width, height], /** @type {number} */ index) => ({
    id,
    label,
    width,
    height,
    index,
  }),
);

const itemPath = `${root}/items/${encodeURIComponent(item)}`;
export const searchAddress = `${root}/iiif/search/2/items/${encodeURIComponent(item)}`;

/** @param {Page} page @param {string} file */
export const pageFile = (page, file) => `${itemPath}/pages/${page.id}/${file}`;
/** @param {Page} page */
export const thumbnailOf = (page) => `${itemPath}/thumbnails/${page.id}`;
/** @param {Page} page */
export const imageService = (page) => `${root}/iiif/image/3/${page.id}`;
/** The whole page, no side longer than `pixels`, never enlarged. @param {Page} page @param {number} pixels */
export const pictureOf = (page, pixels) => {
  const size = Math.max(page.width, page.height) <= pixels ? "max" : `!${pixels},${pixels}`;
  return `${imageService(page)}/full/${size}/0/default.jpg`;
};

/** @param {string} path */
export async function fetchJson(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.json();
}

/** The pages that lie open with this one: alone, or like an open book with page 1 alone at the front. @param {number} index @param {boolean} isTwoUp */
export function opening(index, isTwoUp) {
  if (!isTwoUp || index === 0) return [pages[index]];
  const first = index - ((index + 1) % 2);
  return pages.slice(first, first + 2);
}

/** A sentence with its `{names}` filled in. @param {string} key @param {Record<string, string | number>} [facts] */
export const say = (key, facts = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => String(facts[name] ?? whole));

/** @param {Page} page */
export const pageName = (page) => say("pageOf", { label: page.label, number: page.index + 1, count: pages.length });
