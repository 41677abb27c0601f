/** The HTML of a contact sheet's web page: Vietnamese as written, other words put in by the script. */
import { type Html, html, jsonBlock } from "../../web/server/views/html.ts";
import type { Messages } from "../messages.ts";
import type { PAGE_WORDS } from "./web-words.ts";

type Word = (typeof PAGE_WORDS)[number];

/**
 * Everything comes from the folder itself. `file:` stands beside 'self' because browsers disagree whether a page opened from
 * disk has a self; nothing of what the page shows can name a file, since all of it is escaped.
 */
const POLICY = [
  "default-src 'none'",
  "img-src 'self' file:",
  "script-src 'self' file:",
  "style-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const KEYS: readonly (readonly [string, Word])[] = [
  ["j", "contact.key-j"],
  ["k", "contact.key-k"],
  ["a", "contact.key-a"],
  ["r", "contact.key-r"],
  ["u", "contact.key-u"],
  ["b", "contact.key-b"],
  ["← →", "contact.key-arrows"],
  ["2", "contact.key-2"],
  ["z", "contact.key-z"],
  ["m", "contact.key-m"],
  ["f", "contact.key-f"],
  ["s", "contact.key-s"],
  ["?", "contact.key-help"],
];

/** The whole document. */
export function pageHtml(
  vi: Messages,
  { shelfmark, sheets, data }: { readonly shelfmark: string; readonly sheets: readonly string[]; readonly data: unknown },
): string {
  const word = (key: Word): Html => html`<span data-word="${key}">${vi.say(key)}</span>`;
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${vi.say("contact.title")} – ${shelfmark}</title>
<link rel="stylesheet" href="contact-sheet.css">
<script src="contact-sheet-decisions.js" defer></script>
<script src="contact-sheet-frame.js" defer></script>
<script src="contact-sheet-view.js" defer></script>
<script src="contact-sheet.js" defer></script>
</head>
<body>
<header class="top">
<h1>${word("contact.title")} · ${shelfmark}</h1>
<p class="standing" id="standing" role="status"></p>
<p class="tools"><button type="button" id="save" class="main-action">${word("contact.save")}</button>
<button type="button" id="help" aria-haspopup="dialog">${word("contact.keys")} (?)</button>
<button type="button" id="language" lang="en">${word("contact.otherLanguage")}</button></p>
<p class="saving" id="saving"></p>
</header>
<noscript><p class="warning">${vi.say("contact.needsScript")}</p>${sheets.map((name) => html`<p><img class="sheet" src="${name}" alt="${name}"></p>`)}</noscript>
<main id="main">
<div class="toolbar" role="toolbar" aria-label="${vi.say("contact.choosePage")}" data-label="contact.choosePage">
<button type="button" id="previous" title="${vi.say("contact.previousPage")}" aria-label="${vi.say("contact.previousPage")}" data-label="contact.previousPage">‹ k</button>
<label><span class="quiet">${word("contact.choosePage")}</span> <select id="choice"></select></label>
<button type="button" id="next" title="${vi.say("contact.nextPage")}" aria-label="${vi.say("contact.nextPage")}" data-label="contact.nextPage">j ›</button>
<label class="check"><input type="checkbox" id="only-findings"> <span id="only-findings-text"></span></label>
<span class="quiet" id="shown" role="status"></span>
<span class="gap"></span>
<button type="button" id="marks" aria-pressed="true">${word("contact.marks")}</button>
<button type="button" id="side-by-side" aria-pressed="false">${word("contact.sideBySide")}</button>
<button type="button" id="zoom" aria-pressed="false">${word("contact.zoom")}</button>
</div>
<div class="check-page">
<section class="stage" id="stage" aria-label="${vi.say("contact.compare")}" data-label="contact.compare">
<div class="scroll" id="pictures"></div>
<p class="bar"><span aria-hidden="true">${word("contact.before")}</span>
<input type="range" id="bar" min="0" max="100" step="1" value="50" aria-label="${vi.say("contact.slider")}" data-label="contact.slider">
<span aria-hidden="true">${word("contact.after")}</span></p>
<p class="legend quiet"><span><span class="sample hatch"></span> ${word("contact.cutAway")}</span>
<span><span class="sample outline"></span> ${word("contact.outline")}</span>
<span><span class="sample kept"></span> ${word("contact.kept")}</span>
<span><span class="sample fold"></span> ${word("contact.fold")}</span></p>
</section>
<aside class="side">
<h2 id="title" tabindex="-1"></h2>
<p class="quiet" id="facts"></p>
<section aria-labelledby="decision-heading"><h3 id="decision-heading">${word("contact.decision")}</h3>
<p id="earlier"></p>
<p id="undecidable" class="quiet">${word("contact.cannotDecide")}</p>
<div id="decide"><p class="choices">
<button type="button" id="accept" aria-pressed="false">${word("contact.accept")} (a)</button>
<button type="button" id="reject" aria-pressed="false">${word("contact.reject")} (r)</button>
<button type="button" id="clear">${word("contact.clear")} (u)</button></p>
<p id="reason-field"><label for="reason">${word("contact.reason")}</label> <select id="reason"></select></p>
<p><label for="note">${word("contact.noteField")}</label>
<textarea id="note" rows="2" maxlength="500" placeholder="${vi.say("contact.notePlace")}" data-placeholder="contact.notePlace"></textarea></p></div>
</section>
<section aria-labelledby="findings-heading"><h3 id="findings-heading">${word("contact.findings")}</h3>
<ol id="findings" class="findings"></ol></section>
<section aria-labelledby="item-heading" id="of-item"><h3 id="item-heading">${word("contact.ofItem")}</h3>
<ol id="item-findings" class="findings"></ol></section>
<section><h3>${word("contact.sheets")}</h3><p>${sheets.map((name) => html`<a href="${name}">${name}</a> `)}</p></section>
</aside>
</div>
</main>
<dialog id="keys" aria-labelledby="keys-heading"><h2 id="keys-heading">${word("contact.keys")}</h2>
<dl>${KEYS.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${word(meaning)}</dd>`)}</dl>
<form method="dialog"><button>${word("contact.close")}</button></form></dialog>
${jsonBlock("sheet", data)}
</body>
</html>
`.text;
}
