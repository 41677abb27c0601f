/** `/iiif/3/…`: IIIF Presentation 3. */
import { createReadStream } from "node:fs";
import type { FastifyReply, FastifyRequest } from "fastify";
import { collectionOf } from "../../../iiif/collection.ts";
import { PRESENTATION_CONTEXT } from "../../../iiif/context.ts";
import { isUnchanged } from "../headers.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

/** Short: what is taken back must soon be gone from caches too. */
const JSON_SECONDS = 60;

/** Collection, manifests and annotation pages, exactly as the publication names them. */
export const presentationRoutes: Routes = (server, site) => {
  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(request, reply, NOT_FOUND, site.root);

  server.options("/iiif/*", async (_request, reply) =>
    reply.code(204).headers({ "access-control-allow-methods": "GET, HEAD", "access-control-allow-headers": "*" }).send(),
  );

  server.get("/iiif/3/collection", async (request, reply) => {
    setJsonType(request, reply, PRESENTATION_CONTEXT);
    void reply.header("cache-control", "no-cache");
    return reply.send(jsonBytes(collectionOf(await site.publications.all(), site.uris)));
  });

  server.get<{ Params: { item: string } }>("/iiif/3/items/:item/manifest", async (request, reply) => {
    const publication = await site.publications.ofItem(request.params.item);
    if (!publication) return notFound(request, reply);
    setJsonType(request, reply, PRESENTATION_CONTEXT);
    if (isUnchanged(request, reply, publication.manifest, JSON_SECONDS)) return reply.send();
    return reply.send(createReadStream(await site.services.cache.file(publication.manifest)));
  });

  server.get<{ Params: { item: string; page: string } }>("/iiif/3/items/:item/annotations/:page", async (request, reply) => {
    const publication = await site.publications.ofItem(request.params.item);
    const index = publication?.pages.findIndex((page) => page.id === request.params.page) ?? -1;
    const line = publication && index >= 0 ? await site.descriptions.line(publication.annotations, index) : undefined;
    if (!publication || line === undefined) return notFound(request, reply);
    setJsonType(request, reply, PRESENTATION_CONTEXT);
    if (isUnchanged(request, reply, `${publication.annotations}-${index}`, JSON_SECONDS)) return reply.send();
    return reply.send(Buffer.from(line));
  });
};
