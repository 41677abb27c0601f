/** The page of a search by people: items with the place where they were found, and what they can be narrowed by. */
import type { Choice, FoundItems } from "../../../catalogue/search/port.ts";
import type { Uris } from "../../../iiif/uri.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { saySearch } from "../../search-messages.ts";
import type { Language } from "../language.ts";
import { facetList } from "./facet-list.ts";
import { foundItem } from "./found-item.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { listTurn } from "./list-turn.ts";
import { searchAddress, searchForm } from "./search-form.ts";

/** What the page shows. */
export interface SearchView {
  readonly language: Language;
  readonly root: string;
  readonly uris: Uris;
  readonly query: string;
  readonly choice: Choice;
  readonly found: FoundItems;
  /** The items found, as the public sees them. */
  readonly publications: ReadonlyMap<string, Publication>;
  /** Number of this page of results, from 1, and of the last one; items on each. */
  readonly number: number;
  readonly last: number;
  readonly itemsAPage: number;
}

/** Form, results, facets. */
export function searchPage(view: SearchView): Html {
  const { language, root, query, found, number, last, itemsAPage } = view;
  const say = saySearch;
  const other = language === "vi" ? "en" : "vi";
  const count = say(language, found.isCertain ? "found" : "foundAtMost", { count: found.total });
  const turn = { language, number, last, previous: say(language, "previous"), next: say(language, "next") };
  const result = (item: FoundItems["items"][number]): Html =>
    foundItem(item, { ...view, isCertain: found.isCertain, publication: view.publications.get(item.itemId) });
  const body = html`<main id="main" class="collection search">
<div class="welcome"><h1>${say(language, "title")}</h1>
${searchForm(view)}</div>
<div class="search-body">
${facetList(view, found.facets, say(language, "narrow"))}
<section class="answers" aria-label="${say(language, "title")}">
<p class="count" role="status">${found.total === 0 ? say(language, "nothing", { query }) : count}</p>
<ol class="results" start="${(number - 1) * itemsAPage + 1}">${found.items.map(result)}</ol>
${listTurn({ ...turn, address: (page) => searchAddress(view, page) })}</section>
</div>
</main>`;
  const title = query === "" ? say(language, "title") : `${query} · ${say(language, "title")}`;
  const otherLanguagePath = searchAddress({ ...view, language: other }, number);
  return layout({ language, title, root, otherLanguagePath, styles: ["search.css"], body });
}
