/** `/iiif/3/items/…`: manifests and text annotations of IIIF Presentation 3. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { PRESENTATION_CONTEXT } from "../../../iiif/context.ts";
import { TEXT_KINDS } from "../../../iiif/text-kinds.ts";
import { isUnchanged } from "../headers.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { KeptFiles, takesGzip } from "../kept-files.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

/** Short: what is taken back must soon be gone from caches too. */
const JSON_SECONDS = 60;

interface PageAddress {
  readonly Params: { readonly item: string; readonly page: string; readonly layer?: string };
}

/** Manifests and annotation pages, exactly as the publication names them. */
export const presentationRoutes: Routes = (server, site) => {
  const manifests = new KeptFiles(site.services.cache);
  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(request, reply, NOT_FOUND, site.root);

  server.options("/iiif/*", async (_request, reply) =>
    reply.code(204).headers({ "access-control-allow-methods": "GET, HEAD", "access-control-allow-headers": "*" }).send(),
  );

  server.get<{ Params: { item: string } }>("/iiif/3/items/:item/manifest", async (request, reply) => {
    const publication = await site.publications.ofItem(request.params.item, request.visitor);
    if (!publication) return notFound(request, reply);
    setJsonType(request, reply, PRESENTATION_CONTEXT);
    void reply.header("vary", "Accept, Accept-Encoding");
    const form = takesGzip(request) ? "gzip" : "plain";
    if (isUnchanged(request, reply, `${publication.manifest} ${form}`, JSON_SECONDS)) return reply.send();
    return reply.send(await manifests.bytes(request, reply, publication.manifest));
  });

  // What a canvas or a range is, only its manifest says.
  for (const part of ["canvas", "range"]) {
    server.get<{ Params: { item: string } }>(`/iiif/3/items/:item/${part}/:name`, async (request, reply) => {
      const publication = await site.publications.ofItem(request.params.item, request.visitor);
      if (!publication) return notFound(request, reply);
      return reply.redirect(site.uris.manifest(publication.item), 303);
    });
  }

  for (const address of ["/iiif/3/items/:item/annotations/:page", "/iiif/3/items/:item/annotations/:page/:layer"]) {
    server.get<PageAddress>(address, async (request, reply) => {
      const { item, page, layer } = request.params;
      const publication = await site.publications.ofItem(item, request.visitor);
      if (!publication) return notFound(request, reply);
      const index = publication.pages.findIndex((each) => each.id === page);
      const line = index < 0 ? undefined : await site.descriptions.line(publication.annotations, index);
      const found = layerIn(line, layer);
      if (!found) return notFound(request, reply);
      setJsonType(request, reply, PRESENTATION_CONTEXT);
      const key = [publication.annotations, index, layer].join("-");
      if (isUnchanged(request, reply, key, JSON_SECONDS)) return reply.send();
      return reply.send(jsonBytes(found));
    });
  }
};

/** The annotation page of one layer. In items presented before there were layers, a line is the text as written itself. */
function layerIn(line: string | undefined, layer: string | undefined): object | undefined {
  if (line === undefined) return undefined;
  const stored: unknown = JSON.parse(line);
  const slots: readonly unknown[] = Array.isArray(stored) ? stored : [stored];
  const at = (TEXT_KINDS as readonly (string | undefined)[]).indexOf(layer);
  const found = at >= 0 ? slots[at] : undefined;
  return typeof found === "object" && found !== null ? found : undefined;
}
