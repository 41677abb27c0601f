/** The buttons above a book. */
import { READER_WORDS, type ReaderMessageKey } from "../../reader-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";

/** Buttons stand where the page they lead to lies: in a right-to-left book the next page is at the left. */
export function readerToolbar(
  language: Language,
  isRightToLeft: boolean,
  messages: { readonly next: string; readonly previous: string },
): Html {
  const words = READER_WORDS[language];
  const next = turn("next", isRightToLeft, messages.next);
  const previous = turn("previous", !isRightToLeft, messages.previous);
  const view = (mode: "one" | "two" | "scroll", key: ReaderMessageKey): Html =>
    html`<button type="button" id="mode-${mode}" aria-pressed="false" title="${words[key]}" aria-label="${words[key]}">${icon(mode)}</button>`;
  const act = (id: string, shape: Parameters<typeof icon>[0], key: ReaderMessageKey): Html =>
    html`<button type="button" id="${id}" title="${words[key]}" aria-label="${words[key]}">${icon(shape)}</button>`;
  return html`<div class="toolbar" role="group" aria-label="${words.toolbar}">
<span class="group">${isRightToLeft ? next : previous}<label class="page-choice"><span class="unseen">${words.page}</span><select id="page-choice"></select></label>${isRightToLeft ? previous : next}</span>
<span class="group views" role="group" aria-label="${words.view}">${view("one", "onePage")}${view("two", "twoPages")}${view("scroll", "scroll")}</span>
<button type="button" id="text-toggle" aria-pressed="false" title="${words.textOnPage}" aria-label="${words.textOnPage}">${icon("text")}</button>
<span class="gap"></span>
<span class="group hit-turn" id="hit-turn" role="group" aria-label="${words.search}" hidden>${act("previous-hit", "left", "previousHit")}<span id="hit-place" class="hit-place"></span>${act("next-hit", "right", "nextHit")}</span>
<span class="group zoom">${act("zoom-out", "zoomOut", "zoomOut")}${act("zoom-home", "fit", "zoomHome")}${act("zoom-in", "zoomIn", "zoomIn")}</span>
<span class="group">${act("copy-link", "link", "copyLink")}${act("help", "help", "help")}</span>
</div>`;
}

function turn(id: string, isLeft: boolean, label: string): Html {
  return html`<button type="button" id="${id}" class="turn" title="${label}" aria-label="${label}">${icon(isLeft ? "left" : "right")}</button>`;
}

const KEYS: readonly (readonly [keys: readonly string[], meaning: ReaderMessageKey])[] = [
  [["←", "→"], "keyArrows"],
  [["Home", "End"], "keyEnds"],
  [["1", "2", "3"], "keyViews"],
  [["+", "−", "0"], "keyZoom"],
  [["t"], "keyText"],
  [["/"], "keySearch"],
  [["n", "N"], "keyHits"],
  [["l"], "keyLink"],
  [["?"], "keyHelp"],
];

/** The sheet that lists the keys; in right-to-left books the next page is at the left. */
export function keySheet(language: Language, isRightToLeft: boolean): Html {
  const words = READER_WORDS[language];
  const ordered = (keys: readonly string[]): readonly string[] =>
    keys[0] === "←" && !isRightToLeft ? [...keys].reverse() : keys;
  return html`<dialog id="keys" aria-labelledby="keys-heading"><form method="dialog">
<h2 id="keys-heading">${words.help}</h2>
<dl>${KEYS.map(([keys, meaning]) => html`<dt>${ordered(keys).map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${words[meaning]}</dd>\n`)}</dl>
<button>${words.close}</button></form></dialog>`;
}
