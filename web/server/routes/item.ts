/** `/items/:item` and its thumbnails: one book, for people. */
import { createReadStream } from "node:fs";
import { isUnchanged } from "../headers.ts";
import { NOT_FOUND, requestLanguage, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";
import { readerPage } from "../views/reader-page.ts";
import { structuredData } from "../views/structured-data.ts";

const THUMBNAIL_SECONDS = 3600;

/** The reader and the small pictures of its pages. */
export const itemRoutes: Routes = (server, site) => {
  server.get<{ Params: { item: string } }>("/items/:item", async (request, reply) => {
    const publication = await site.publications.ofItem(request.params.item, request.visitor);
    if (!publication) return sendProblem(request, reply, NOT_FOUND, site.root);
    const language = requestLanguage(request);
    const description = await site.descriptions.ofManifest(publication.manifest, language);
    const record = await site.publications.recordOf(publication);
    const machineReadable = structuredData(publication, record, site.uris, site.services.library);
    void reply.header("vary", "Accept-Language").header("cache-control", "no-cache");
    const { uris, root } = site;
    const hasSearch = site.services.search !== undefined;
    const isSigned = (await site.signedForm(publication)) !== undefined;
    const view = { language, root, uris, hasSearch, isSigned, publication, description, structuredData: machineReadable };
    return reply.type("text/html; charset=utf-8").send(readerPage(view).text);
  });

  server.get<{ Params: { item: string; page: string } }>("/items/:item/thumbnails/:page", async (request, reply) => {
    const publication = await site.publications.ofItem(request.params.item, request.visitor);
    const page = publication?.pages.find((each) => each.id === request.params.page);
    if (!page) return sendProblem(request, reply, NOT_FOUND, site.root);
    void reply.type("image/jpeg");
    if (isUnchanged(request, reply, page.thumbnail, THUMBNAIL_SECONDS)) return reply.send();
    return reply.send(createReadStream(await site.services.cache.file(page.thumbnail)));
  });
};
