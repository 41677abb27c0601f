// @ts-check
/** The list of hits beside the page, and the way from one to the next. */
import { say } from "./reader-book.js";
import { codePointOf } from "./reader-characters.js";
import { announce, byId, make } from "./reader-dom.js";
import { searchBook } from "./reader-search.js";
import { textOf } from "./reader-texts.js";

/** @typedef {import("./reader-search.js").Hit} Hit */

/** @type {Hit[]} */
let hits = [];
let current = -1;
let searching = 0;

/** What is marked in a line. @type {import("./reader-panel.js").HitPlaces} */
export const hitPlaces = (page, line, layer) =>
  hits
    .flatMap((hit) => hit.parts)
    .filter((part) => part.page === page && part.line === line.id && part.layer === layer)
    .map(({ start, end }) => [start, end]);

/** What is marked on a page. @param {import("./reader-book.js").Page} page */
export const hitBoxes = (page) =>
  hits.flatMap((hit, index) =>
    hit.parts.filter((part) => part.page === page).map(({ box }) => ({ box, isCurrent: index === current })),
  );

/** @param {string} query @param {(hit: Hit | undefined) => void} onHit @param {number} fromPage hits before it come last */
export async function search(query, onHit, fromPage) {
  searching += 1;
  const mine = searching;
  [hits, current] = [[], -1];
  byId("hits").replaceChildren();
  byId("q").value = query;
  byId("hit-turn").hidden = true;
  if (query.trim() === "") {
    byId("hit-count").textContent = "";
    onHit(undefined);
    return;
  }
  byId("hit-count").textContent = say("searching");
  try {
    const found = await searchBook(query, () => mine === searching);
    if (mine !== searching) return;
    hits = found;
    list(onHit);
    const from = hits.findIndex((hit) => hit.parts[0].page.index >= fromPage);
    if (hits.length > 0) turn(Math.max(0, from), onHit);
    else onHit(undefined);
  } catch {
    if (mine === searching) byId("hit-count").textContent = say("loadFailed");
  }
}

/** @param {(hit: Hit) => void} onHit */
function list(onHit) {
  byId("hit-count").textContent = hits.length > 0 ? say("hitCount", { count: hits.length }) : say("noHits");
  byId("hit-turn").hidden = hits.length === 0;
  byId("hits").replaceChildren(
    ...hits.map((hit, index) => {
      const place = make("span", { class: "where" }, `${say("page")} ${hit.parts[0].page.label}`);
      const gap = hit.language === "vi" ? " " : "";
      const around = make("span", { lang: hit.language }, hit.before, gap, make("mark", {}, hit.text), gap, hit.after);
      void nameRare(hit, around);
      const button = make("button", { type: "button", class: "hit" }, place, " ", around);
      button.addEventListener("click", () => turn(index, onHit));
      return make("li", {}, button);
    }),
  );
}

/** Characters that no font has are told by their code points. @param {Hit} hit @param {Element} around */
async function nameRare(hit, around) {
  const { missing } = await textOf(hit.parts[0].page);
  const named = (/** @type {string} */ text) =>
    [...text].map((each) => (missing.has(each) ? make("span", { class: "code" }, codePointOf(each)) : each));
  const gap = hit.language === "vi" ? " " : "";
  if (![...hit.before, ...hit.text, ...hit.after].some((each) => missing.has(each))) return;
  around.replaceChildren(...named(hit.before), gap, make("mark", {}, ...named(hit.text)), gap, ...named(hit.after));
}

/** To the next hit, or back; behind the last comes the first. @param {number} step @param {(hit: Hit) => void} onHit */
export function step(step, onHit) {
  if (hits.length > 0) turn((current + step + hits.length) % hits.length, onHit);
}

/** @param {number} index @param {(hit: Hit) => void} onHit */
function turn(index, onHit) {
  current = index;
  for (const [at, button] of [...byId("hits").querySelectorAll("button")].entries()) {
    if (at === index) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (at === index && button.offsetParent) button.scrollIntoView({ block: "nearest" });
  }
  const place = say("hitOf", { number: index + 1, count: hits.length });
  byId("hit-place").textContent = place;
  announce(place, false);
  onHit(hits[index]);
}
