/** `/iiif/3/collection` and its parts: IIIF Collections of what is public now. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  batchCollectionOf,
  type CollectionEntry,
  collectionOf,
  type ItemCollection,
  partCollectionOf,
} from "../../../iiif/collection.ts";
import { PRESENTATION_CONTEXT } from "../../../iiif/context.ts";
import { servedEdition } from "../../../iiif/edition.ts";
import { navDateOf } from "../../../iiif/nav-date.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { etagOf, isUnchanged } from "../headers.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes, Site } from "../site.ts";

const LOGO_SECONDS = 3600;

/** Collections of all items, of a library's, of a class of holding, of a batch; and the library's logo. */
export const iiifCollectionRoutes: Routes = (server, site) => {
  const { provider } = site.services;
  const edition = servedEdition(site.uris, { provider });
  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(request, reply, NOT_FOUND, site.root);
  const entries = async (): Promise<readonly CollectionEntry[]> => (await site.publications.all()).map(collectionEntry);
  const send = (request: FastifyRequest, reply: FastifyReply, collection: ItemCollection | undefined): FastifyReply => {
    if (!collection) return notFound(request, reply);
    setJsonType(request, reply, PRESENTATION_CONTEXT);
    const bytes = jsonBytes(collection);
    const etag = etagOf(bytes.toString("latin1"));
    void reply.header("etag", etag).header("cache-control", "no-cache");
    return request.headers["if-none-match"] === etag ? reply.code(304).send() : reply.send(bytes);
  };

  server.get("/iiif/3/collection", async (request, reply) => send(request, reply, collectionOf(await entries(), edition)));

  for (const part of ["holder", "class"] as const) {
    server.get<{ Params: { slug: string } }>(`/iiif/3/collections/${part}/:slug`, async (request, reply) =>
      send(request, reply, partCollectionOf(part, request.params.slug, await entries(), edition)),
    );
  }

  server.get<{ Params: { slug: string } }>("/iiif/3/collections/batch/:slug", async (request, reply) => {
    const { slug } = request.params;
    const publication = await ofBatch(site, slug);
    return send(request, reply, publication && batchCollectionOf(slug, [collectionEntry(publication)], edition));
  });

  server.get("/iiif/3/logo", async (request, reply) => {
    const path = site.services.logoFile;
    const logo = provider?.logo;
    const found = path && logo ? await stat(path).catch(() => undefined) : undefined;
    if (!path || !logo || !found) return notFound(request, reply);
    void reply.type(logo.format);
    if (isUnchanged(request, reply, `${found.size}-${found.mtimeMs}`, LOGO_SECONDS)) return reply.send();
    return reply.send(createReadStream(path));
  });
};

/** The item that a batch became, when the public may see it. Any text may be given. */
async function ofBatch(site: Site, id: string): Promise<Publication | undefined> {
  const batch = /^[\w.-]{1,80}$/.test(id) ? await site.services.ledger.batch(id) : undefined;
  return batch && (await site.publications.ofItem(batch.itemId));
}

/** What a collection says of a published item. */
export function collectionEntry(publication: Publication): CollectionEntry {
  const { item, titles, holder, holdingClass, dateEdtf } = publication;
  const [cover] = publication.pages;
  return { item, titles, holder, holdingClass, navDate: navDateOf(dateEdtf), ...(cover && { cover }) };
}
