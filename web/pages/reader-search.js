// @ts-check
/** Search inside the book, by Content Search 2 of this server. */
import { fetchJson, pages, root, searchAddress } from "./reader-book.js";

/** @typedef {{ page: import("./reader-book.js").Page, line: string, layer: "written" | "phien-am", start: number, end: number, box: import("./reader-texts.js").Box }} Part */
/** @typedef {{ parts: Part[], before: string, text: string, after: string, language: string }} Hit */

/** Answers asked for at most; a phrase that stands everywhere is not worth more. */
const MOST_ANSWERS = 20;

/** All hits, in order of the pages; fewer when another search began meanwhile. @param {string} query @param {() => boolean} isWanted @returns {Promise<Hit[]>} */
export async function searchBook(query, isWanted) {
  /** @type {Hit[]} */
  const hits = [];
  let address = `${searchAddress}?q=${encodeURIComponent(query)}`;
  for (let answer = 0; answer < MOST_ANSWERS && address && isWanted(); answer += 1) {
    const told = await fetchJson(address);
    hits.push(...hitsIn(told));
    // The identifier in the answer names the public address; this server may be reached by another.
    address = told.next ? root + told.next.id.slice(told.next.id.indexOf("/iiif/")) : "";
  }
  return hits;
}

/** @param {any} told @returns {Hit[]} */
function hitsIn(told) {
  const annotations = new Map(told.items.map((/** @type {any} */ each) => [each.id, each]));
  return (told.annotations?.[0]?.items ?? []).flatMap((/** @type {any} */ context) => {
    const targets = [context.target].flat();
    const found = targets.map((target) => annotations.get(target.source));
    const parts = found.flatMap((annotation) => (annotation ? partOf(annotation) : []));
    const [first, last] = [targets[0].selector[0], targets[targets.length - 1].selector[0]];
    const language = found[0]?.body.language ?? "";
    const text = targets.map((target) => target.selector[0].exact).join(language === "vi" ? " " : "");
    return parts.length > 0 ? [{ parts, before: first.prefix, text, after: last.suffix, language }] : [];
  });
}

const NAMED = /\/annotations\/([^/]+)(\/phien-am)?\/line\/([^/#]+)#char=(\d+),(\d+)$/;

/** @param {any} annotation @returns {Part[]} */
function partOf(annotation) {
  const named = NAMED.exec(annotation.id);
  const page = named && pages.find(({ id }) => id === decodeURIComponent(named[1]));
  const target = typeof annotation.target === "string" ? annotation.target : annotation.target.id;
  if (!named || !page) return [];
  const box = /** @type {any} */ (
    target
      .slice(target.indexOf("xywh=") + 5)
      .split(",")
      .map(Number)
  );
  const layer = named[2] ? "phien-am" : "written";
  return [{ page, line: decodeURIComponent(named[3]), layer, start: Number(named[4]), end: Number(named[5]), box }];
}
