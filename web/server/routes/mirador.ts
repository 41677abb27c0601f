/** `/items/:item/mirador`: the book in Mirador, served from our own files. */
import { areSpreads } from "../../../iiif/spreads.ts";
import { NOT_FOUND, requestLanguage, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";
import { miradorPage } from "../views/mirador-page.ts";

/** Longest phrase that is handed on to the viewer. */
const MAX_QUERY_CHARACTERS = 200;

/** The viewer; `page` names the page to begin with, `q` a phrase to search for at once. */
export const miradorRoutes: Routes = (server, site) => {
  server.get<{ Params: { item: string }; Querystring: { page?: unknown; q?: unknown } }>(
    "/items/:item/mirador",
    async (request, reply) => {
      const publication = await site.publications.ofItem(request.params.item, request.visitor);
      if (!publication) return sendProblem(request, reply, NOT_FOUND, site.root);
      const { page, q } = request.query;
      const canvas = publication.pages.find((each) => each.id === page);
      const view = {
        language: requestLanguage(request),
        root: site.root,
        publication,
        manifest: site.uris.manifest(publication.item),
        isPaged: !areSpreads(publication.pages),
        search: site.uris.search(1, publication.item),
        canvas: canvas && site.uris.canvas(publication.item, canvas.id),
        query: typeof q === "string" && q !== "" ? q.slice(0, MAX_QUERY_CHARACTERS) : undefined,
      };
      // Mirador makes its styles while it runs; nothing else is looser here than on the other pages.
      const policy = String(reply.getHeader("content-security-policy"));
      void reply.header("content-security-policy", policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"));
      void reply.header("vary", "Accept-Language").header("cache-control", "no-cache");
      return reply.type("text/html; charset=utf-8").send(miradorPage(view).text);
    },
  );
};
