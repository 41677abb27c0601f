// @ts-check
/** The text beside the page: Hán-Nôm and phiên âm line by line, or in columns as in the book. */
import { pageName, say } from "./reader-book.js";
import { writtenPieces } from "./reader-characters.js";
import { byId, make } from "./reader-dom.js";
import { textOf } from "./reader-texts.js";

/** @typedef {import("./reader-book.js").Page} Page */
/** @typedef {import("./reader-texts.js").PageText} PageText */
/** @typedef {import("./reader-texts.js").Line} Line */
/** Places of hits in the texts of a line. @typedef {(page: Page, line: Line, layer: "written" | "phien-am") => [number, number][]} HitPlaces */

let writing = 0;

/**
 * Write the texts of these pages.
 * @param {Page[]} pages
 * @param {HitPlaces} hitPlaces
 * @param {{ choose: (page: Page, line: Line) => void, point: (page: Page, line: Line | undefined) => void }} on
 */
export async function writePanel(pages, hitPlaces, on) {
  writing += 1;
  const mine = writing;
  const sections = await Promise.all(pages.map((page) => sectionOf(page, hitPlaces, on)));
  if (mine === writing) byId("text").replaceChildren(...sections);
}

/** @param {Page} page @param {HitPlaces} hitPlaces @param {Parameters<typeof writePanel>[2]} on */
async function sectionOf(page, hitPlaces, on) {
  const section = make("section", { class: "page-text" }, make("h3", {}, pageName(page)));
  const text = await textOf(page).catch(() => undefined);
  if (!text) section.append(make("p", { class: "quiet", role: "alert" }, say("loadFailed")));
  else if (text.lines.length === 0) section.append(make("p", { class: "quiet" }, say("noText")));
  else section.append(listOf(page, text, hitPlaces, on));
  return section;
}

/** @param {Page} page @param {PageText} text @param {HitPlaces} hitPlaces @param {Parameters<typeof writePanel>[2]} on */
function listOf(page, text, hitPlaces, on) {
  const list = make("ol", { class: text.isVertical ? "lines vertical" : "lines", tabindex: 0, "aria-label": pageName(page) });
  if (text.lines.some((line) => line.phienAm || line.translation)) list.classList.add("with-readings");
  for (const [index, line] of text.lines.entries()) {
    const entry = lineEntry(page, text, line, index + 1, hitPlaces);
    entry.addEventListener("click", () => !String(getSelection()) && on.choose(page, line));
    entry.addEventListener("mouseenter", () => on.point(page, line));
    entry.addEventListener("mouseleave", () => on.point(page, undefined));
    list.append(entry);
  }
  return list;
}

/** @param {Page} page @param {PageText} text @param {Line} line @param {number} number @param {HitPlaces} hitPlaces */
function lineEntry(page, text, line, number, hitPlaces) {
  const name = say(text.isVertical ? "columnNumber" : "lineNumber", { number });
  const button = make(
    "button",
    { type: "button", class: "line-number", "aria-label": `${name}: ${say("showOnPage")}` },
    String(number),
  );
  const written = writtenPieces(page, text, line, hitPlaces(page, line, "written"));
  const entry = make("li", { class: `line ${line.kind}`, "data-page": page.id, "data-line": line.id }, button);
  entry.append(make("p", { class: "written", lang: text.language }, ...written));
  if (line.phienAm) {
    entry.append(make("p", { class: "phien-am", lang: "vi" }, ...withMarks(line.phienAm, hitPlaces(page, line, "phien-am"))));
  }
  if (line.translation) entry.append(make("p", { class: "translation", lang: "vi" }, line.translation));
  return entry;
}

/** @param {string} text @param {[number, number][]} marked in code points */
function withMarks(text, marked) {
  const characters = [...text];
  /** @type {(Node | string)[]} */
  const pieces = [];
  let at = 0;
  for (const [start, end] of [...marked].sort(([a], [b]) => a - b)) {
    if (start < at) continue;
    pieces.push(characters.slice(at, start).join(""), make("mark", {}, characters.slice(start, end).join("")));
    at = end;
  }
  return [...pieces, characters.slice(at).join("")];
}

/** Show which line is chosen, and bring it into view inside its list. @param {Page} page @param {string | undefined} column */
export function chooseInPanel(page, column) {
  for (const entry of byId("text").querySelectorAll(".line")) {
    const isChosen = entry.dataset.page === page.id && entry.dataset.line === column;
    entry.classList.toggle("chosen", isChosen);
    const button = entry.querySelector("button");
    if (isChosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (isChosen && entry.offsetParent) scrollWithin(entry);
  }
}

/** Only the lists around it move; scrollIntoView would move the whole page as well. @param {HTMLElement} entry */
function scrollWithin(entry) {
  for (const outer of [entry.closest(".lines"), entry.closest(".side")]) {
    if (!outer) continue;
    const [inner, box] = [entry.getBoundingClientRect(), outer.getBoundingClientRect()];
    const by = (/** @type {number} */ before, /** @type {number} */ after) => Math.min(0, before) + Math.max(0, after);
    const room = 24;
    outer.scrollBy({
      left: by(inner.left - box.left - room, inner.right - box.right + room),
      top: by(inner.top - box.top - room, inner.bottom - box.bottom + room),
    });
  }
}
