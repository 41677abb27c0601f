/** The page of everything that is public. */
import type { Publication } from "../../../pipeline/publication.ts";
import { say } from "../../messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** What the page shows. */
export interface CollectionView {
  readonly language: Language;
  readonly root: string;
  readonly total: number;
  /** The items of this page of the list. */
  readonly items: readonly Publication[];
  /** Number of this page of the list, from 1, and of the last one. */
  readonly number: number;
  readonly last: number;
}

/** Titles with their first page, `number` of `last` pages of them. */
export function collectionPage(view: CollectionView): Html {
  const { language, root, number, last } = view;
  const other = language === "vi" ? "en" : "vi";
  const to = (page: number, lang: Language = language): string => `${root}/?lang=${lang}${page > 1 ? `&page=${page}` : ""}`;
  const list = html`<ul class="cards">${view.items.map((item) => card(item, view))}</ul>`;
  const body = html`<main id="main" class="collection">
<h1>${say(language, "siteTitle")}</h1>
<p class="intro">${say(language, "siteIntro")}</p>
${view.total === 0 ? html`<p class="empty">${say(language, "empty")}</p>` : html`<p class="count">${say(language, "itemCount", { count: view.total })}</p>${list}`}
<nav class="pages">
${number > 1 && html`<a rel="prev" href="${to(number - 1)}">${say(language, "previousItems")}</a>`}
${number < last && html`<a rel="next" href="${to(number + 1)}">${say(language, "nextItems")}</a>`}
</nav>
</main>`;
  return layout({ language, title: say(language, "siteTitle"), root, otherLanguagePath: to(number, other), body });
}

function card(item: Publication, { language, root }: CollectionView): Html {
  const title = titleFor(item.titles, language);
  const written = writtenTitle(item.titles, title);
  const [first] = item.pages;
  const path = `${root}/items/${encodeURIComponent(item.item)}`;
  return html`<li><a href="${path}?lang=${language}">
<img src="${path}/thumbnails/${first?.id}" alt="" loading="lazy">
<span class="title">${titleHtml(title)}</span>
${written && html`<span class="written">${titleHtml(written)}</span>`}
<span class="facts">${item.shelfmark} · ${say(language, "pageCount", { count: item.pages.length })}</span>
</a></li>
`;
}
