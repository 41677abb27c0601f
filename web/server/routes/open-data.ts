/** `/data/…`: all public records as one file, and the description of the data (DCAT). */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { dataCatalogue } from "../../../formats/dcat.ts";
import { type OpenDataPlace, openDataHeading, openDataObject, openDataRow } from "../../../formats/open-data.ts";
import { dataSetOf, licenseOf } from "../harvest/data-set.ts";
import { type PublicItem, publicItems } from "../harvest/public-item.ts";
import { isUnchanged } from "../headers.ts";
import { jsonBytes } from "../json-type.ts";
import type { Routes, Site } from "../site.ts";

const DATA_SECONDS = 600;

/** The files and their description. */
export const openDataRoutes: Routes = (server, site) => {
  server.get("/data/catalog.jsonld", async (request, reply) => {
    const bytes = jsonBytes(dataCatalogue(await dataSetOf(site)));
    void reply.header("content-type", "application/ld+json").header("access-control-allow-origin", "*");
    if (isUnchanged(request, reply, bytes.toString("latin1"), DATA_SECONDS)) return reply.send();
    return reply.send(bytes);
  });

  server.get("/data/items.jsonl", (request, reply) => sendDump(request, reply, site, "application/x-ndjson", jsonLines(site)));
  server.get("/data/items.csv", (request, reply) => sendDump(request, reply, site, "text/csv; charset=utf-8", tableRows(site)));
};

/** Written while it is read: a client that reads slowly slows the reading of records, and memory stays as it is. */
async function sendDump(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  mediaType: string,
  lines: AsyncGenerator<string>,
): Promise<FastifyReply> {
  const { last } = await site.services.ledger.logExtent();
  void reply.type(mediaType).header("access-control-allow-origin", "*");
  const { license } = licenseOf(site);
  const licensed = license === undefined ? "" : `<${license}>; rel="license", `;
  void reply.header("link", `${licensed}<${site.uris.dataCatalogue()}>; rel="describedby"`);
  if (isUnchanged(request, reply, `${mediaType} ${last}`, 0)) return reply.send();
  return reply.send(Readable.from(lines));
}

async function* jsonLines(site: Site): AsyncGenerator<string> {
  for await (const item of publicItems(site)) yield `${JSON.stringify(openDataObject(item.record, placeOf(item, site)))}\n`;
}

async function* tableRows(site: Site): AsyncGenerator<string> {
  yield openDataHeading();
  for await (const item of publicItems(site)) yield openDataRow(item.record, placeOf(item, site));
}

function placeOf({ publication, at }: PublicItem, site: Site): OpenDataPlace {
  const { item, pages, isReviewed } = publication;
  const { uris } = site;
  return {
    id: item,
    changedAt: at,
    pageCount: pages.length,
    isTextReviewed: isReviewed,
    page: uris.reader(item),
    manifest: uris.manifest(item),
    pdf: uris.pdf(item),
    text: uris.itemFile(item, "text.txt"),
    mods: uris.itemFile(item, "mods.xml"),
    ...licenseOf(site),
  };
}
