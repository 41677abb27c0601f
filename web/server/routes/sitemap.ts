/** `/sitemap.xml` and `/robots.txt`: for search engines. */
import { Readable } from "node:stream";
import { SITEMAP_MOST, SITEMAP_PART, sitemapIndex, sitemapPage } from "../../../formats/sitemap.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes, Site } from "../site.ts";

const LIST_SECONDS = 600;
/** Items read at once while a part is written. */
const AT_ONCE = 1000;

/** The list of all public items, in parts, and what robots should leave alone. */
export const sitemapRoutes: Routes = (server, site) => {
  const { uris, root } = site;
  const { ledger } = site.services;

  server.get("/sitemap.xml", async (_request, reply) => {
    const count = await ledger.countAnnounced({ isPublic: true });
    const parts = await Promise.all(
      Array.from({ length: Math.max(1, Math.ceil(count / SITEMAP_MOST)) }, async (_, number) => ({
        address: uris.sitemapPart(number),
        changedAt: await ledger.lastChange({ limit: SITEMAP_MOST, skip: number * SITEMAP_MOST }),
      })),
    );
    void reply.type("application/xml; charset=utf-8").header("cache-control", `public, max-age=${LIST_SECONDS}`);
    return reply.send(sitemapIndex(parts));
  });

  server.get<{ Params: { part: string } }>("/sitemap/:part", async (request, reply) => {
    const number = /^(0|[1-9]\d{0,4})\.xml$/.exec(request.params.part)?.[1];
    const skip = Number(number) * SITEMAP_MOST;
    const isThere = number === "0" || (number !== undefined && (await ledger.publicItems({ limit: 1, skip })).length > 0);
    if (!isThere) return sendProblem(request, reply, NOT_FOUND, root);
    void reply.type("application/xml; charset=utf-8").header("cache-control", `public, max-age=${LIST_SECONDS}`);
    return reply.send(Readable.from(part(site, skip)));
  });

  server.get("/robots.txt", async (_request, reply) => {
    // What costs most to answer and leads nowhere new: answers to questions, and tiles. Whole pictures may be shown.
    const left = ["/search", "/iiif/search/", "/iiif/image/"].map((path) => `Disallow: ${root}${path}\n`).join("");
    const whole = `Allow: ${root}/iiif/image/3/*/full/\n`;
    void reply.type("text/plain; charset=utf-8").header("cache-control", `public, max-age=${LIST_SECONDS}`);
    return reply.send(`User-agent: *\n${left}${whole}\nSitemap: ${uris.sitemap()}\n`);
  });
};

async function* part({ services, uris }: Site, skip: number): AsyncGenerator<string> {
  yield SITEMAP_PART.begin;
  let left = SITEMAP_MOST;
  let after: string | undefined;
  while (left > 0) {
    const limit = Math.min(AT_ONCE, left);
    const items = await services.ledger.publicItems(after === undefined ? { limit, skip } : { limit, after });
    yield items.map(({ itemId, at }) => sitemapPage({ address: uris.reader(itemId), changedAt: at })).join("");
    after = items.at(-1)?.itemId;
    left = items.length < limit ? 0 : left - items.length;
  }
  yield SITEMAP_PART.end;
}
