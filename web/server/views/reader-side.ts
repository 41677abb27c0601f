/** What stands beside a book: its text, a search in it, and what it is. */
import { pictureWithin } from "../../../iiif/picture.ts";
import type { Uris } from "../../../iiif/uri.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { READER_WORDS } from "../../reader-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";

/** One line of the description, in the reader's language. */
export interface DescriptionLine {
  readonly label: string;
  readonly values: readonly { readonly language: string; readonly text: string }[];
}

/** What is told of the book. */
export interface ReaderSide {
  readonly language: Language;
  readonly root: string;
  readonly publication: Publication;
  readonly description: readonly DescriptionLine[];
  readonly uris: Uris;
  /** Without an index there is no search in the book. */
  readonly hasSearch: boolean;
  /** The PDF is there with the library's signature too. */
  readonly isSigned: boolean;
}

/** Three parts, of which the script shows one at a time; without it all are shown that need none. */
export function readerSide(side: ReaderSide): Html {
  const words = READER_WORDS[side.language];
  const tab = (name: "text" | "search" | "about"): Html =>
    html`<button type="button" role="tab" id="tab-${name}" aria-controls="panel-${name}" aria-selected="${name === "text" ? "true" : "false"}">${words[name]}</button>`;
  return html`<aside class="side" aria-label="${words.side}">
<div id="tabs" class="tabs" role="tablist" aria-label="${words.side}" hidden>${tab("text")}${side.hasSearch && tab("search")}${tab("about")}</div>
<div id="panel-text" role="tabpanel" aria-labelledby="tab-text" class="panel"><div id="text"></div></div>
<div id="panel-search" role="tabpanel" aria-labelledby="tab-search" class="panel" hidden>
<form id="search-form" class="search-in-book" role="search"><label for="q">${words.searchInBook}</label>
<span class="field"><input id="q" name="q" type="search" autocomplete="off" maxlength="200" aria-describedby="q-hint"><button>${words.search}</button></span>
<p id="q-hint" class="quiet">${words.searchHint}</p></form>
<p id="hit-count" class="quiet" role="status"></p><ol id="hits" class="hits"></ol></div>
<div id="panel-about" role="tabpanel" aria-labelledby="tab-about" class="panel about">
<dl>${side.description.map(descriptionLine)}</dl>
${downloads(side)}</div>
</aside>`;
}

function descriptionLine({ label, values }: DescriptionLine): Html {
  return html`<dt>${label}</dt>${values.map((value) => html`<dd lang="${value.language}">${value.text}</dd>`)}
`;
}

function downloads({ language, root, publication, uris, isSigned }: ReaderSide): Html {
  const words = READER_WORDS[language];
  const path = `${root}/items/${encodeURIComponent(publication.item)}`;
  const [first] = publication.pages;
  const own = (address: string): string =>
    root + new URL(address).pathname.slice(new URL(uris.home()).pathname.replace(/\/+$/, "").length);
  return html`<h2>${words.download}</h2>
<h3>${words.wholeBook}</h3>
<ul class="downloads"><li><a href="${path}/pdf">${words.pdf}</a></li>${isSigned && html`<li><a href="${path}/pdf?signed">${words.signedPdf}</a></li>`}<li><a href="${path}/text.txt">${words.plainText}</a></li>
<li><a href="${own(uris.manifest(publication.item))}">${words.manifest}</a></li><li><a href="${path}/mets.xml">${words.mets}</a></li>
<li><a href="${path}/mods.xml">${words.mods}</a></li><li><a href="${path}/dc.xml">${words.dublinCore}</a></li><li><a href="${path}/marc.xml">${words.marc}</a></li></ul>
<h3>${words.thisPage}</h3>
<ul class="downloads"><li><a id="image-link" href="${first && own(pictureWithin(uris, first, Number.MAX_SAFE_INTEGER))}">${words.image}</a></li>
<li><a id="alto-link" href="${path}/pages/${first?.id}/alto.xml">${words.alto}</a></li></ul>
<p><a class="mirador" id="mirador-link" href="${path}/mirador?lang=${language}">${words.openInMirador}</a></p>`;
}
