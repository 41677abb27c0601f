/** `/`: everything that is public, for people. */
import { requestLanguage } from "../problem.ts";
import type { Routes } from "../site.ts";
import { collectionPage } from "../views/collection-page.ts";

/** Items on one page of the list. */
const ITEMS_A_PAGE = 60;

/** The page of the collection. */
export const collectionRoutes: Routes = (server, site) => {
  server.get<{ Querystring: { page?: unknown } }>("/", async (request, reply) => {
    const all = await site.publications.all();
    const last = Math.max(1, Math.ceil(all.length / ITEMS_A_PAGE));
    const number = Math.min(last, Math.max(1, Math.trunc(Number(request.query.page)) || 1));
    const items = all.slice((number - 1) * ITEMS_A_PAGE, number * ITEMS_A_PAGE);
    const language = requestLanguage(request);
    void reply.header("vary", "Accept-Language").header("cache-control", "no-cache");
    return reply
      .type("text/html; charset=utf-8")
      .send(collectionPage({ language, root: site.root, total: all.length, items, number, last }).text);
  });
};
