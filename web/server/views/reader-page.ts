/** The page on which a book is read. The pages themselves come from the manifest, by `reader.js`. */
import type { Publication } from "../../../pipeline/publication.ts";
import { type MessageKey, say } from "../../messages.ts";
import type { Language } from "../language.ts";
import { type Html, html, jsonBlock } from "./html.ts";
import { layout } from "./layout.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** One line of the description, in the reader's language. */
export interface DescriptionLine {
  readonly label: string;
  readonly values: readonly { readonly language: string; readonly text: string }[];
}

/** What the page shows. */
export interface ReaderView {
  readonly language: Language;
  readonly root: string;
  readonly publication: Publication;
  readonly description: readonly DescriptionLine[];
  /** The book for search engines. */
  readonly structuredData: Html;
}

const SCRIPT_WORDS: readonly MessageKey[] = ["noText", "loading", "loadFailed", "pageOf", "phienAm", "page"];

/** The reader: page 1 of a right-to-left book stands at the right, and the left arrow leads on. */
export function readerPage(view: ReaderView): Html {
  const { language, root, publication } = view;
  const path = `${root}/items/${encodeURIComponent(publication.item)}`;
  const title = titleFor(publication.titles, language);
  const written = writtenTitle(publication.titles, title);
  const isRightToLeft = publication.viewingDirection === "right-to-left";
  const words = Object.fromEntries(SCRIPT_WORDS.map((key) => [key, say(language, key)]));
  const body = html`<main id="main" class="reader" data-direction="${isRightToLeft ? "rtl" : "ltr"}">
<div class="heading">
<h1>${titleHtml(title)}</h1>
${written && html`<p class="written">${titleHtml(written)}</p>`}
<p class="facts"><span>${publication.shelfmark}</span> <span class="state ${publication.isReviewed ? "reviewed" : "unreviewed"}">${say(language, publication.isReviewed ? "reviewed" : "unreviewed")}</span></p>
</div>
${toolbar(language, isRightToLeft)}
<div class="stage">
<div id="viewer" class="viewer" role="group" aria-label="${title.text}"></div>
<nav id="strip" class="strip" aria-label="${say(language, "thumbnails")}"></nav>
</div>
<aside class="side">
<section aria-labelledby="text-heading"><h2 id="text-heading">${say(language, "pageText")}</h2>
<div id="text" aria-live="polite"></div></section>
<details class="description" open><summary>${say(language, "description")}</summary>
<dl>${view.description.map(descriptionLine)}</dl>
<p class="downloads"><a href="${path}/pdf">${say(language, "downloadPdf")}</a>
<a href="${root}/iiif/3/items/${encodeURIComponent(publication.item)}/manifest">${say(language, "manifest")}</a></p>
</details>
</aside>
<noscript><p>${say(language, "needsScript")}</p><ol class="plain-pages" dir="${isRightToLeft ? "rtl" : "ltr"}">
${publication.pages.map((page) => html`<li><a href="${root}/iiif/image/3/${page.id}/full/max/0/default.jpg"><img src="${path}/thumbnails/${page.id}" alt="${page.label}" loading="lazy"></a></li>\n`)}</ol></noscript>
${jsonBlock("reader-data", { root, item: publication.item, words })}
</main>`;
  const other = language === "vi" ? "en" : "vi";
  return layout({
    language,
    title: `${title.text} – ${publication.shelfmark}`,
    root,
    otherLanguagePath: `${path}?lang=${other}`,
    scripts: ["openseadragon/openseadragon.min.js", "reader.js"],
    bodyClass: "reading",
    head: view.structuredData,
    body,
  });
}

/** Buttons stand where the page they lead to lies: in a right-to-left book the next page is at the left. */
function toolbar(language: Language, isRightToLeft: boolean): Html {
  const next = (arrow: string): Html => turnButton("next", arrow, say(language, "nextPage"));
  const previous = (arrow: string): Html => turnButton("previous", arrow, say(language, "previousPage"));
  return html`<div class="toolbar" role="toolbar">
${isRightToLeft ? next("←") : previous("←")}
<label class="page-choice">${say(language, "page")} <select id="page-choice"></select></label>
${isRightToLeft ? previous("→") : next("→")}
<span class="gap"></span>
<button type="button" id="two-up" aria-pressed="false">${say(language, "twoUp")}</button>
<button type="button" id="columns" aria-pressed="false">${say(language, "columns")}</button>
<button type="button" id="zoom-out" title="${say(language, "zoomOut")}" aria-label="${say(language, "zoomOut")}">−</button>
<button type="button" id="zoom-home">${say(language, "zoomHome")}</button>
<button type="button" id="zoom-in" title="${say(language, "zoomIn")}" aria-label="${say(language, "zoomIn")}">+</button>
</div>`;
}

function turnButton(id: string, arrow: string, label: string): Html {
  return html`<button type="button" id="${id}" class="turn" title="${label}" aria-label="${label}">${arrow}</button>`;
}

function descriptionLine({ label, values }: DescriptionLine): Html {
  return html`<dt>${label}</dt>${values.map((value) => html`<dd lang="${value.language}">${value.text}</dd>`)}
`;
}
