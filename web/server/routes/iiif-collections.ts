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
  partCollectionOfMembers,
  type Reference,
  sectionCollectionOf,
  wholeCollectionOf,
  wholeReference,
} from "../../../iiif/collection.ts";
import { sectionReference, sectionsOf } from "../../../iiif/collection-sections.ts";
import { PRESENTATION_CONTEXT } from "../../../iiif/context.ts";
import { type Edition, servedEdition } from "../../../iiif/edition.ts";
import { navDateOf } from "../../../iiif/nav-date.ts";
import { type Part, partsOf } from "../../../iiif/parts.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { type Directory, type DirectorySet, setKey } from "../directory.ts";
import { etagOf, isUnchanged } from "../headers.ts";
import { jsonBytes, setJsonType } from "../json-type.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes, Site } from "../site.ts";

const LOGO_SECONDS = 3600;
/** Items that one collection names; longer lists are put in sections of so many. Each costs a look at its publication. */
const MOST_ITEMS = 500;
/** Items looked up at once. */
const AT_ONCE = 200;

/** Collections of all items, of a library's, of a class of holding, of a batch; and the library's logo. */
export const iiifCollectionRoutes: Routes = (server, site) => {
  const { provider } = site.services;
  const edition = servedEdition(site.uris, { provider });
  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(request, reply, NOT_FOUND, site.root);
  const send = (request: FastifyRequest, reply: FastifyReply, collection: ItemCollection | undefined): FastifyReply => {
    if (!collection) return notFound(request, reply);
    setJsonType(request, reply, PRESENTATION_CONTEXT);
    const bytes = jsonBytes(collection);
    const etag = etagOf(bytes.toString("latin1"));
    void reply.header("etag", etag).header("cache-control", "no-cache");
    return request.headers["if-none-match"] === etag ? reply.code(304).send() : reply.send(bytes);
  };

  server.get("/iiif/3/collection", async (request, reply) => {
    const directory = await site.directory.now();
    if (directory.inOrder.length <= MOST_ITEMS) {
      return send(request, reply, collectionOf(await entriesOf(site, directory.inOrder), edition));
    }
    const members = sectionReferences(directory.inOrder, (section) => site.uris.collection(section));
    return send(request, reply, wholeCollectionOf(partsIn(directory, edition), members, edition));
  });

  server.get<{ Params: { section: string } }>("/iiif/3/collection/:section", async (request, reply) => {
    const { inOrder } = await site.directory.now();
    const address = (section: number): string => site.uris.collection(section);
    return send(
      request,
      reply,
      await sectionOf(site, edition, inOrder, request.params.section, address, wholeReference(edition)),
    );
  });

  for (const kind of ["holder", "class"] as const) {
    const partAt = async (slug: string): Promise<{ readonly items: readonly string[]; readonly part: Part } | undefined> => {
      const found = (await site.directory.now()).sets.get(setKey({ kind, slug }));
      const part = found && partOfSet(found, edition);
      return part && { items: found.items, part };
    };

    server.get<{ Params: { slug: string } }>(`/iiif/3/collections/${kind}/:slug`, async (request, reply) => {
      const found = await partAt(request.params.slug);
      if (!found) return notFound(request, reply);
      const { items, part } = found;
      if (items.length <= MOST_ITEMS) {
        return send(request, reply, partCollectionOf(kind, part.slug, await entriesOf(site, items), edition));
      }
      const members = sectionReferences(items, (section) => site.uris.collectionOf(kind, part.slug, section));
      return send(request, reply, partCollectionOfMembers(part, members, edition));
    });

    const pattern = `/iiif/3/collections/${kind}/:slug/:section`;
    server.get<{ Params: { slug: string; section: string } }>(pattern, async (request, reply) => {
      const found = await partAt(request.params.slug);
      if (!found) return notFound(request, reply);
      const { items, part } = found;
      const address = (section: number): string => site.uris.collectionOf(kind, part.slug, section);
      const own: Reference = { id: part.id, type: "Collection", label: part.label };
      return send(request, reply, await sectionOf(site, edition, items, request.params.section, address, own));
    });
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

/** What collections say of those of the items that the public may see now, in the order of shelfmarks. */
async function entriesOf({ publications }: Site, items: readonly string[]): Promise<readonly CollectionEntry[]> {
  const found: Publication[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    found.push(...(await publications.ofItems(items.slice(start, start + AT_ONCE))).values());
  }
  return found.sort((a, b) => a.shelfmark.localeCompare(b.shelfmark, "vi", { numeric: true })).map(collectionEntry);
}

function sectionReferences(items: readonly string[], address: (section: number) => string): readonly Reference[] {
  return sectionsOf(items, MOST_ITEMS).map((section) => sectionReference(section, address(section.number)));
}

/** One section of a list; undefined when there is none of this number. Any text may be given. */
async function sectionOf(
  site: Site,
  edition: Edition,
  items: readonly string[],
  number: string,
  address: (section: number) => string,
  of: Reference,
): Promise<ItemCollection | undefined> {
  const section = /^[1-9]\d{0,5}$/.test(number) ? sectionsOf(items, MOST_ITEMS)[Number(number) - 1] : undefined;
  if (!section) return undefined;
  const { id, label } = sectionReference(section, address(section.number));
  return sectionCollectionOf({ id, label }, of, await entriesOf(site, section.items), edition);
}

function partsIn({ sets }: Directory, edition: Edition): readonly Part[] {
  return [...sets.values()].flatMap((set) => partOfSet(set, edition) ?? []);
}

function partOfSet({ set }: DirectorySet, edition: Edition): Part | undefined {
  const [part] = partsOf(set.kind === "holder" ? { holder: set.name } : { holdingClass: set.name }, edition);
  return part;
}

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
