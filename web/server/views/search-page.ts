/** The page of a search by people: items with the place where they were found, and what they can be narrowed by. */
import { type Choice, FACETS, type Facet, type FoundItem, type FoundItems } from "../../../catalogue/search/port.ts";
import { saySearch, valueName } from "../../search-messages.ts";
import type { Language } from "../language.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { titleFor, titleHtml, writtenTitle } from "./titles.ts";

/** What the page shows. */
export interface SearchView {
  readonly language: Language;
  readonly root: string;
  readonly query: string;
  readonly choice: Choice;
  readonly found: FoundItems;
  /** Number of this page of results, from 1, and of the last one. */
  readonly number: number;
  readonly last: number;
}

/** Form, results, facets. */
export function searchPage(view: SearchView): Html {
  const { language, root, query, found, number, last } = view;
  const say = saySearch;
  const other = language === "vi" ? "en" : "vi";
  const count = say(language, found.isCertain ? "found" : "foundAtMost", { count: found.total });
  const body = html`<main id="main" class="search">
<h1>${say(language, "title")}</h1>
${form(view)}
<p class="count" role="status">${found.total === 0 ? say(language, "nothing", { query }) : count}</p>
<div class="search-body">
${facetList(view)}
<ol class="results" start="${(number - 1) * 20 + 1}">${found.items.map((item) => result(item, view))}</ol>
</div>
<nav class="pages">
${number > 1 && html`<a rel="prev" href="${address(view, { number: number - 1 })}">${say(language, "previous")}</a>`}
${number < last && html`<a rel="next" href="${address(view, { number: number + 1 })}">${say(language, "next")}</a>`}
</nav>
</main>`;
  const head = html`<link rel="stylesheet" href="${root}/assets/search.css">\n`;
  const title = query === "" ? say(language, "title") : `${query} · ${say(language, "title")}`;
  return layout({ language, title, root, otherLanguagePath: address(view, { language: other }), head, body });
}

function form({ language, root, query, choice }: SearchView): Html {
  const chosen = FACETS.flatMap((facet) => (choice[facet] ?? []).map((value) => [facet, value] as const));
  return html`<form class="search-form" role="search" action="${root}/search">
<label for="q">${saySearch(language, "label")}</label>
<span class="search-field"><input id="q" name="q" type="search" value="${query}" aria-describedby="q-hint" autocomplete="off">
<button>${saySearch(language, "submit")}</button></span>
<p id="q-hint" class="quiet">${saySearch(language, "hint")}</p>
<input type="hidden" name="lang" value="${language}">
${chosen.map(([facet, value]) => html`<input type="hidden" name="${facet}" value="${value}">`)}
</form>`;
}

function result(item: FoundItem, view: SearchView): Html {
  const { language, root, query } = view;
  const title = titleFor(item.titles, language);
  const written = writtenTitle(item.titles, title);
  const path = `${root}/items/${encodeURIComponent(item.itemId)}`;
  const { first } = item;
  const place = first ? `#page=${first.ordinal}&q=${encodeURIComponent(query)}` : "";
  const pages = saySearch(language, view.found.isCertain ? "onPages" : "onPagesAtMost", { count: item.pageCount });
  const facts = [
    item.shelfmark,
    ...(item.isDescribedSo ? [saySearch(language, "inDescription")] : []),
    ...(item.pageCount > 0 ? [pages] : []),
  ];
  return html`<li>
<a class="title" href="${path}?lang=${language}${place}">${titleHtml(title)}${written && html` · ${titleHtml(written)}`}</a>
<span class="facts">${facts.join(" · ")}</span>
${first && snippet(first, item, view)}
</li>
`;
}

function snippet(found: NonNullable<FoundItem["first"]>, item: FoundItem, { language }: SearchView): Html {
  const [hit] = found.hits;
  const isSpoken = hit?.parts.some((part) => part.layer === "phien-am") ?? false;
  const text = hit?.parts.map((part) => part.text).join(isSpoken ? " " : "") ?? "";
  const gap = isSpoken ? " " : "";
  return html`<p class="snippet"><span class="where">${saySearch(language, "page", { label: found.page.label })}</span>
<span lang="${isSpoken ? "vi" : item.language}">…${hit?.before}${gap}<mark>${text}</mark>${gap}${hit?.after}…</span></p>`;
}

function facetList(view: SearchView): Html {
  const { language, found, choice } = view;
  const groups = FACETS.flatMap((facet) => {
    const chosen = choice[facet] ?? [];
    const missing = chosen.filter((value) => !found.facets[facet].some((each) => each.value === value));
    const values = [...missing.map((value) => ({ value, count: 0 })), ...found.facets[facet]];
    if (values.length === 0) return [];
    return [
      html`<section><h3>${saySearch(language, facet)}</h3><ul>${values.map((each) => facetValue(view, facet, each))}</ul></section>`,
    ];
  });
  if (groups.length === 0) return html`<div></div>`;
  return html`<aside class="facets" aria-label="${saySearch(language, "narrow")}"><h2>${saySearch(language, "narrow")}</h2>${groups}</aside>`;
}

function facetValue(view: SearchView, facet: Facet, { value, count }: { readonly value: string; readonly count: number }): Html {
  const { language, choice } = view;
  const chosen = choice[facet] ?? [];
  const isChosen = chosen.includes(value);
  const next = isChosen ? chosen.filter((each) => each !== value) : [...chosen, value];
  const href = address(view, { choice: { ...choice, [facet]: next }, number: 1 });
  const name = valueName(language, facet, value);
  const label = isChosen ? saySearch(language, "remove") : undefined;
  return html`<li><a href="${href}"${isChosen && html` aria-current="true" title="${label}"`}>${name} <span class="quiet">${count}</span></a></li>`;
}

function address(view: SearchView, change: Partial<Pick<SearchView, "language" | "choice" | "number">>): string {
  const { language, choice, number, query, root } = { ...view, ...change };
  const words = new URLSearchParams({ q: query, lang: language });
  for (const facet of FACETS) for (const value of choice[facet] ?? []) words.append(facet, value);
  if (number > 1) words.set("page", String(number));
  return `${root}/search?${words}`;
}
