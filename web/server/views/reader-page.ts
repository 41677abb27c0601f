/** The page on which a book is read; `reader.js` and its modules bring it to life. */
import { areSpreads } from "../../../iiif/spreads.ts";
import { say } from "../../messages.ts";
import { READER_WORDS } from "../../reader-messages.ts";
import { readerModules } from "../reader/modules.ts";
import { type Html, html, jsonBlock } from "./html.ts";
import { layout } from "./layout.ts";
import { type ReaderSide, readerSide } from "./reader-side.ts";
import { keySheet, readerToolbar } from "./reader-toolbar.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** What the page shows. */
export interface ReaderView extends ReaderSide {
  /** The book for search engines. */
  readonly structuredData: Html;
}

/** The reader: page 1 of a right-to-left book stands at the right, and the left arrow leads on. */
export function readerPage(view: ReaderView): Html {
  const { language, root, publication } = view;
  const path = `${root}/items/${encodeURIComponent(publication.item)}`;
  const title = titleFor(publication.titles, language);
  const isRightToLeft = publication.viewingDirection === "right-to-left";
  const words = READER_WORDS[language];
  const messages = { next: say(language, "nextPage"), previous: say(language, "previousPage") };
  const body = html`<main id="main" class="reader" data-direction="${isRightToLeft ? "rtl" : "ltr"}">
${readerToolbar(language, isRightToLeft, messages)}
<div class="stage">
<div id="viewer" class="viewer" role="group" aria-label="${title.text}: ${words.pageImages}"></div>
<div id="scroller" class="scroller" role="region" aria-label="${title.text}: ${words.pageImages}" tabindex="0" hidden></div>
<nav id="strip" class="strip" aria-label="${say(language, "thumbnails")}"></nav>
</div>
${readerSide(view)}
<p id="status" class="status" role="status"></p>
${keySheet(language, isRightToLeft)}
<noscript><p>${say(language, "needsScript")}</p><ol class="plain-pages" dir="${isRightToLeft ? "rtl" : "ltr"}">
${publication.pages.map((page) => html`<li><a href="${root}/iiif/image/3/${page.id}/full/max/0/default.jpg"><img src="${path}/thumbnails/${page.id}" alt="${page.label}" loading="lazy"></a></li>\n`)}</ol></noscript>
${jsonBlock("reader-data", {
  root,
  item: publication.item,
  isRightToLeft,
  areSpreads: areSpreads(publication.pages),
  pages: publication.pages.map(({ id, label, width, height }) => [id, label, width, height]),
  words,
})}
</main>`;
  const other = language === "vi" ? "en" : "vi";
  return layout({
    language,
    title: `${title.text} – ${publication.shelfmark}`,
    root,
    otherLanguagePath: `${path}?lang=${other}`,
    scripts: ["openseadragon/openseadragon.min.js"],
    modules: readerModules().map(({ address }) => address),
    styles: ["reader.css"],
    heading: headingOf(view),
    bodyClass: "reading",
    head: view.structuredData,
    body,
  });
}

function headingOf({ language, publication }: ReaderView): Html {
  const title = titleFor(publication.titles, language);
  const written = writtenTitle(publication.titles, title);
  const state = publication.isReviewed ? "reviewed" : "unreviewed";
  return html`<div class="heading"><h1>${titleHtml(title)}</h1>
${written && html`<p class="written">${titleHtml(written)}</p>`}
<p class="facts">${publication.shelfmark !== title.text && html`<span>${publication.shelfmark}</span> `}<span class="state ${state}">${say(language, state)}</span></p></div>`;
}
