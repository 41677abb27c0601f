// @ts-check
/**
 * The reader of a book: pages one by one, two by two or below each other, with the text beside and over them. Plain modules, no
 * build. Everything comes from this server; texts are only ever set as text.
 */
import { imageService, opening, pageFile, pages, say } from "./reader-book.js";
import { createCanvas } from "./reader-canvas.js";
import { announce, byId } from "./reader-dom.js";
import { hitBoxes, hitPlaces, search, step } from "./reader-hits.js";
import { listenToKeys } from "./reader-keys.js";
import { drawChosen, drawHits, drawText } from "./reader-layer.js";
import { chooseInPanel, writePanel } from "./reader-panel.js";
import { createScroll } from "./reader-scroll.js";
import { change, onChange, permanentLink, state } from "./reader-state.js";
import { fillStrip, markOpen } from "./reader-strip.js";
import { listenToTabs, openTab } from "./reader-tabs.js";
import { textOf } from "./reader-texts.js";

/** @typedef {import("./reader-book.js").Page} Page */
/** @typedef {import("./reader-state.js").State} State */
/** @typedef {import("./reader-texts.js").Line} Line */

const canvas = createCanvas(pick);
const scroll = createScroll(arrived, (index) => change({ index }), pick);
const isScroll = () => state.mode === "scroll";
const view = () => (isScroll() ? scroll : canvas);
const open = () => opening(state.index, state.mode === "two");
/** What the view shall look at once the page is there. @type {(() => void) | undefined} */
let awaited;

/** Draw upon a page what belongs on it. @param {Page} page @param {Element} layer */
async function arrived(page, layer) {
  const text = await textOf(page).catch(() => undefined);
  drawHits(layer, hitBoxes(page));
  drawText(layer, state.hasText ? text : undefined);
  const chosen = page === pages[state.index] ? text?.lines.find(({ id }) => id === state.column) : undefined;
  drawChosen(layer, chosen);
  if (page !== pages[state.index]) return;
  awaited?.();
  awaited = undefined;
}

const redraw = () => {
  for (const { page, layer } of view().layers()) void arrived(page, layer);
};

/** @param {State} now @param {State | undefined} before */
async function update(now, before) {
  const isMode = now.mode !== before?.mode;
  const isSameOpening = !isMode && before && open().some((page) => page.index === before.index);
  reflect();
  if (isMode) {
    byId("viewer").hidden = isScroll();
    byId("scroller").hidden = !isScroll();
    if (isScroll()) canvas.clear();
  }
  if (isScroll()) scroll.show(now.index);
  else if (!isSameOpening) await canvas.show(open(), arrived);
  if (!isSameOpening) await writeTexts();
  if (isMode || !isSameOpening || now.hasText !== before.hasText || now.column !== before.column) redraw();
  chooseInPanel(pages[now.index], now.column);
  if (before && now.query !== before.query) void search(now.query, onHit, now.index);
}

const writeTexts = () => writePanel(open(), hitPlaces, { choose, point });

/** Buttons, choice and thumbnails say what lies open. */
function reflect() {
  const indexes = open().map((page) => page.index);
  byId("previous").disabled = indexes[0] === 0;
  byId("next").disabled = indexes[indexes.length - 1] === pages.length - 1;
  for (const mode of ["one", "two", "scroll"]) byId(`mode-${mode}`).setAttribute("aria-pressed", String(state.mode === mode));
  byId("text-toggle").setAttribute("aria-pressed", String(state.hasText));
  markOpen(isScroll() ? [state.index] : indexes);
  const page = pages[state.index];
  byId("image-link").href = `${imageService(page)}/full/max/0/default.jpg`;
  byId("alto-link").href = pageFile(page, "alto.xml");
  byId("mirador-link").search = `?${new URLSearchParams({ lang: document.documentElement.lang, page: page.id })}`;
  // What is open stays open in the other language.
  const other = document.querySelector("a.language");
  if (other) other.setAttribute("href", other.getAttribute("href")?.replace(/#.*|$/, location.hash) ?? "");
}

/** A place of the page was clicked: the line that is there is chosen. @param {Page} page @param {{ x: number, y: number }} at */
async function pick(page, at) {
  const { lines } = await textOf(page);
  const line = lines.find(({ box: [x, y, width, height] }) => at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height);
  if (!line) return;
  change({ index: page.index, column: state.column === line.id ? undefined : line.id });
}

/** A line was chosen beside the page. @param {Page} page @param {Line} line */
function choose(page, line) {
  change({ index: page.index, column: line.id });
  view().focus(page, line.box);
}

/** A line beside the page was pointed at. @param {Page} page @param {Line | undefined} line */
async function point(page, line) {
  const layer = view()
    .layers()
    .find((each) => each.page === page)?.layer;
  const text = await textOf(page);
  const chosen = page === pages[state.index] ? text.lines.find(({ id }) => id === state.column) : undefined;
  if (layer) drawChosen(layer, line ?? chosen);
}

/** @param {import("./reader-search.js").Hit | undefined} hit */
function onHit(hit) {
  redraw();
  if (!hit) return void writeTexts();
  const [part] = hit.parts;
  const isThere = view()
    .layers()
    .some(({ page }) => page === part.page);
  const look = () => view().focus(part.page, part.box);
  if (!isThere) awaited = look;
  change({ index: part.page.index, column: part.line });
  if (isThere) look();
  void writeTexts().then(() => chooseInPanel(part.page, part.line));
}

/** @param {number} index */
const go = (index) => change({ index, ...(index === state.index ? {} : { column: undefined }) });

async function copyLink() {
  const link = permanentLink();
  try {
    await navigator.clipboard.writeText(link);
    announce(say("linkCopied"));
  } catch {
    // Without a secure connection browsers copy only what is selected.
    prompt(say("copyLink"), link);
  }
}

function toSearch() {
  openTab("tab-search");
  byId("q").focus();
}

/** @type {Record<string, () => void>} */
const acts = {
  forward: () => go(Math.max(...open().map((page) => page.index)) + 1),
  back: () => go(Math.min(...open().map((page) => page.index)) - 1),
  first: () => go(0),
  last: () => go(pages.length - 1),
  zoomIn: () => view().zoomBy(1.5),
  zoomOut: () => view().zoomBy(1 / 1.5),
  zoomHome: () => view().zoomHome(),
  one: () => change({ mode: "one" }),
  two: () => change({ mode: "two" }),
  scroll: () => change({ mode: "scroll" }),
  text: () => change({ hasText: !state.hasText }),
  search: toSearch,
  nextHit: () => step(1, onHit),
  previousHit: () => step(-1, onHit),
  link: () => void copyLink(),
  help: () => byId("keys").showModal(),
};

/** @type {Record<string, keyof typeof acts>} */
const BUTTONS = {
  next: "forward",
  previous: "back",
  "mode-one": "one",
  "mode-two": "two",
  "mode-scroll": "scroll",
  "text-toggle": "text",
  "zoom-in": "zoomIn",
  "zoom-out": "zoomOut",
  "zoom-home": "zoomHome",
  "copy-link": "link",
  help: "help",
  "next-hit": "nextHit",
  "previous-hit": "previousHit",
};

function start() {
  fillStrip(go);
  listenToTabs();
  listenToKeys(acts);
  for (const [id, act] of Object.entries(BUTTONS)) byId(id).addEventListener("click", () => acts[act]());
  byId("search-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const query = byId("q").value.trim();
    if (query === state.query) acts.nextHit();
    else change({ query });
  });
  onChange((now, before) => void update(now, before).catch(fail));
  void update(state, undefined).then(begin, fail);
}

/** What the address asks for beside the page. */
function begin() {
  document.documentElement.dataset.isReady = "true";
  if (state.query) {
    openTab("tab-search");
    void search(state.query, onHit, state.index);
    return;
  }
  const page = pages[state.index];
  if (!state.column) return;
  void textOf(page).then(({ lines }) => {
    const line = lines.find(({ id }) => id === state.column);
    if (!line) return;
    const look = () => view().focus(page, line.box);
    if (
      view()
        .layers()
        .some((each) => each.page === page)
    )
      look();
    else awaited = look;
  });
}

function fail() {
  announce(say("loadFailed"));
}

start();
