/** `/`: everything that is public, for people. */
import { parseQuery } from "../../../catalogue/search/query.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { requestLanguage } from "../problem.ts";
import type { Routes } from "../site.ts";
import { collectionPage } from "../views/collection-page.ts";
import { whileUnchanged } from "../while-unchanged.ts";

/** Items on one page of the list. */
const ITEMS_A_PAGE = 24;
/** What is asked for the counts beside the list. */
const EVERYTHING = parseQuery("");
const ONE = { offset: 0, limit: 1 };

/** The first page of the site. */
export const collectionRoutes: Routes = (server, site) => {
  const { ledger, search, library } = site.services;
  // Half a second for a hundred thousand books, and asked for by every visitor.
  const counts = search && whileUnchanged(ledger, (client) => site.searchGate.run(() => search.items(EVERYTHING, ONE), client));

  server.get<{ Querystring: { page?: unknown } }>("/", async (request, reply) => {
    const { newest: all } = await site.directory.now();
    const last = Math.max(1, Math.ceil(all.length / ITEMS_A_PAGE));
    const number = Math.min(last, Math.max(1, Math.trunc(Number(request.query.page)) || 1));
    const ids = all.slice((number - 1) * ITEMS_A_PAGE, number * ITEMS_A_PAGE);
    const found = await site.publications.ofItems(ids);
    const items = ids.map((id) => found.get(id)).filter((item): item is Publication => item !== undefined);
    const facets = counts && (await counts(request.ip)).facets;
    const language = requestLanguage(request);
    void reply.header("vary", "Accept-Language").header("cache-control", "no-cache");
    const view = { language, root: site.root, library, total: all.length, items, number, last, facets };
    return reply.type("text/html; charset=utf-8").send(collectionPage(view).text);
  });
};
