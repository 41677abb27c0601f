/** `/items/:item/mods.xml` and its siblings: an item described, and its text, for programs. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { metsDocument } from "../../../formats/mets/mets-document.ts";
import type { MetadataPrefix } from "../../../formats/oai/metadata-formats.ts";
import { metadataOf } from "../harvest/item-metadata.ts";
import { metsOf } from "../harvest/item-mets.ts";
import { altoOf, bookText } from "../harvest/item-text.ts";
import { itemFor, type PublicItem } from "../harvest/public-item.ts";
import { repositoryOf } from "../harvest/repository.ts";
import { isUnchanged } from "../headers.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

/** Short: what is taken back must soon be gone from caches too. */
const RECORD_SECONDS = 60;
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

interface Address {
  readonly Params: { readonly item: string; readonly page: string };
}

/** Descriptions in every format, and the text of the book and of a page. */
export const recordRoutes: Routes = (server, site) => {
  const { uris, publications } = site;
  const repository = repositoryOf(site.services);
  const inFormat = (prefix: MetadataPrefix) => (item: PublicItem) => `${XML}${metadataOf(item, prefix, uris, repository)}\n`;
  const formats: Readonly<Record<string, (item: PublicItem) => string>> = {
    "mods.xml": inFormat("mods"),
    "dc.xml": inFormat("oai_dc"),
    "marc.xml": inFormat("marc21"),
    "mets.xml": (item) => metsDocument(metsOf(item, uris, repository)).xml,
  };
  for (const [file, write] of Object.entries(formats)) {
    server.get<Address>(`/items/:item/${file}`, async (request, reply) => {
      const item = await itemFor(site, request.params.item, request.visitor);
      if (!item) return sendProblem(request, reply, NOT_FOUND, site.root);
      return sendText(request, reply, write(item), "application/xml; charset=utf-8");
    });
  }

  server.get<Address>("/items/:item/pages/:page/alto.xml", async (request, reply) => {
    const publication = await publications.ofItem(request.params.item, request.visitor);
    const at = publication?.pages.findIndex(({ id }) => id === request.params.page) ?? -1;
    if (!publication || at < 0) return sendProblem(request, reply, NOT_FOUND, site.root);
    const record = await publications.recordOf(publication);
    return sendText(request, reply, await altoOf(site, publication, record, at), "text/xml; charset=utf-8");
  });

  server.get<Address>("/items/:item/text.txt", async (request, reply) => {
    const publication = await publications.ofItem(request.params.item, request.visitor);
    if (!publication) return sendProblem(request, reply, NOT_FOUND, site.root);
    void reply.type("text/plain; charset=utf-8").header("access-control-allow-origin", "*");
    if (isUnchanged(request, reply, publication.pages.map(({ text }) => text).join(), RECORD_SECONDS)) return reply.send();
    return reply.send(Readable.from(bookText(site.services.cache, publication)));
  });
};

function sendText(request: FastifyRequest, reply: FastifyReply, text: string, type: string): FastifyReply {
  void reply.type(type).header("access-control-allow-origin", "*");
  if (isUnchanged(request, reply, text, RECORD_SECONDS)) return reply.send();
  return reply.send(text);
}
