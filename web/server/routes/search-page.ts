/** `/search`: what people look for in titles, descriptions and texts of everything that is public. */
import { type Choice, FACETS, type FoundItems } from "../../../catalogue/search/port.ts";
import { parseQuery } from "../../../catalogue/search/query.ts";
import { wellFormed } from "../../../iiif/search-reply.ts";
import { requestLanguage } from "../problem.ts";
import type { Searching } from "../services.ts";
import type { Routes } from "../site.ts";
import { searchPage } from "../views/search-page.ts";

/** Items on one page of results, and pages that can be turned to. */
const ITEMS_A_PAGE = 20;
const MOST_PAGES = 500;
const MOST_CHOICES = 20;

type Asked = Readonly<Record<string, unknown>>;

/** The page of results; without a query, of everything. */
export const searchPageRoutes: Routes = (server, site) => {
  const { search } = site.services;
  if (!search) return;
  server.get<{ Querystring: Asked }>("/search", async (request, reply) => {
    const asked = request.query;
    const query = wellFormed((valuesOf(asked, "q")[0] ?? "").slice(0, 1000)).trim();
    const choice: Choice = Object.fromEntries(
      FACETS.map((facet) => [facet, valuesOf(asked, facet).slice(0, MOST_CHOICES)] as const).filter(
        ([, values]) => values.length > 0,
      ),
    );
    const number = Math.min(MOST_PAGES, Math.max(1, Math.trunc(Number(valuesOf(asked, "page")[0])) || 1));
    const scope = { choice, offset: (number - 1) * ITEMS_A_PAGE, limit: ITEMS_A_PAGE };
    const found = await site.searchGate.run(() => foundFor(search, query, scope), request.ip);
    const last = Math.min(MOST_PAGES, Math.max(1, Math.ceil(found.total / ITEMS_A_PAGE)));
    void reply.header("vary", "Accept-Language").header("cache-control", "no-cache");
    const publications = await site.publications.ofItems(found.items.map(({ itemId }) => itemId));
    const shared = { language: requestLanguage(request), root: site.root, uris: site.uris, itemsAPage: ITEMS_A_PAGE };
    const view = { ...shared, query, choice, found, publications, number, last };
    return reply.type("text/html; charset=utf-8").send(searchPage(view).text);
  });
};

const NOTHING: FoundItems = { total: 0, isCertain: true, items: [], facets: { holder: [], class: [], century: [], script: [] } };

/** A query half typed with marks is taken word by word when it finds nothing as it stands; one without words finds nothing. */
async function foundFor(search: Searching, query: string, scope: Parameters<Searching["items"]>[1]): Promise<FoundItems> {
  const asTyped = parseQuery(query);
  if (query !== "" && asTyped.terms.length === 0) return NOTHING;
  const found = await search.items(asTyped, scope);
  return found.total > 0 ? found : await search.items(parseQuery(query, "word-by-word"), scope);
}

function valuesOf(asked: Asked, name: string): readonly string[] {
  const value = asked[name];
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string" && each !== "");
}
