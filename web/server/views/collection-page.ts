/** The first page: a search of everything, what it can be narrowed by, and what was published last. */
import type { FoundItems } from "../../../catalogue/search/port.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { sayHome } from "../../home-messages.ts";
import { say } from "../../messages.ts";
import type { Language } from "../language.ts";
import { facetList } from "./facet-list.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { listTurn } from "./list-turn.ts";
import { searchForm } from "./search-form.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** What the page shows. */
export interface CollectionView {
  readonly language: Language;
  readonly root: string;
  /** Name of the library, where it is known. */
  readonly library?: string | undefined;
  readonly total: number;
  /** The items of this page of the list, the newest first. */
  readonly items: readonly Publication[];
  /** Number of this page of the list, from 1, and of the last one. */
  readonly number: number;
  readonly last: number;
  /** Undefined where nothing can be searched. */
  readonly facets: FoundItems["facets"] | undefined;
}

/** Titles with their first page, `number` of `last` pages of them. */
export function collectionPage(view: CollectionView): Html {
  const { language, root, number, last, facets, library } = view;
  const other = language === "vi" ? "en" : "vi";
  const to = (page: number, lang: Language = language): string => `${root}/?lang=${lang}${page > 1 ? `&page=${page}` : ""}`;
  const form = { language, root, query: "", choice: {} };
  const turn = { language, number, last, previous: say(language, "previousItems"), next: say(language, "nextItems") };
  const list = html`<section class="newest" aria-labelledby="newest-heading">
<h2 id="newest-heading">${sayHome(language, "newest")} <span class="count">${say(language, "itemCount", { count: view.total })}</span></h2>
<ul class="cards">${view.items.map((item) => card(item, view))}</ul>
${listTurn({ ...turn, address: to })}</section>`;
  const body = html`<main id="main" class="collection">
<div class="welcome"><h1>${library ?? say(language, "siteTitle")}</h1>
<p class="intro">${say(language, "siteIntro")}</p>
${facets && searchForm(form)}</div>
<div class="search-body${!facets && " without-facets"}">
${facets && view.total > 0 && facetList(form, facets, sayHome(language, "browse"))}
${view.total === 0 ? html`<p class="empty">${say(language, "empty")}</p>` : list}
</div>
</main>`;
  const title = library ? `${library} · ${say(language, "siteTitle")}` : say(language, "siteTitle");
  return layout({ language, title, root, otherLanguagePath: to(number, other), styles: ["search.css"], body });
}

function card(item: Publication, { language, root }: CollectionView): Html {
  const title = titleFor(item.titles, language);
  const written = writtenTitle(item.titles, title);
  const [first] = item.pages;
  const path = `${root}/items/${encodeURIComponent(item.item)}`;
  return html`<li><a href="${path}?lang=${language}">
<img src="${path}/thumbnails/${first?.id}" alt="" loading="lazy">
<span class="title">${titleHtml(title)}</span>
${written && html`<span class="written" lang="${written.language}">${written.text}</span>`}
<span class="facts">${item.shelfmark} · ${say(language, "pageCount", { count: item.pages.length })}</span>
</a></li>
`;
}
