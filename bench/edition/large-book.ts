/** A published book of many pages in a catalogue and a store, without its pictures, and servers over it. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openCatalogue } from "../../catalogue/open.ts";
import { bookOf } from "../../iiif/book.ts";
import { servedEdition } from "../../iiif/edition.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import { urisOf } from "../../iiif/uri.ts";
import { type Artifact, ROLES, type Role } from "../../pipeline/artifact.ts";
import { ObjectCache } from "../../pipeline/object-cache.ts";
import type { Publication } from "../../pipeline/publication.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { recordOf, structureOf, textOf } from "../../test/fixtures/book.ts";
import { createServer } from "../../web/server/create-server.ts";

const ITEM = "VNb.12";
const BASE_URL = "https://so.thuvien.vn";

/** The book; every server begins with nothing in memory. */
export interface LargeBook {
  /** Of the manifest, under a server's address. */
  readonly path: string;
  startServer(): Promise<{ readonly address: string; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** Publish a book of dense pages with divisions, phiên âm and a full description. */
export async function openLargeBook(store: Store, folder: string, pageCount: number): Promise<LargeBook> {
  const catalogue = await openCatalogue({ file: join(folder, "catalogue.sqlite") }, () => new Date("2026-11-20T08:00:00Z"));
  const { ledger } = catalogue;
  const keep = async (role: Role, value: object): Promise<Artifact> => {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = createHash("sha256").update(bytes).digest("hex");
    await writeFile(join(folder, digest), bytes);
    await store.putFile(join(folder, digest), { digest, sizeBytes: bytes.length });
    return { digest, sizeBytes: bytes.length, mediaType: ROLES[role].mediaType };
  };
  const structure = structureOf(pageCount);
  const divisions = Array.from({ length: Math.ceil(pageCount / 40) }, (_, at) => ({ title: `卷${at + 1}`, page: at * 40 + 1 }));
  const record = recordOf({ divisions });
  const text = textOf({ width: 2_400, height: 3_400 }, 18);
  const book = bookOf(
    structure,
    record,
    structure.pages.map(() => text),
  );
  const manifest = await keep("iiif/manifest", manifestOf(book, servedEdition(urisOf(BASE_URL))));
  const recordArtifact = await keep("record", record);
  const publication = await keep("publication", publicationOf(book.pages, manifest.digest, recordArtifact.digest));
  const profile = {
    name: "han-nom",
    script: "han-nom" as const,
    viewingDirection: "right-to-left" as const,
    gates: {},
    params: {},
  };
  const createdAt = "2026-11-20T08:00:00Z";
  await ledger.restore({
    v: 1,
    item: { id: ITEM, shelfmark: ITEM, profile, version: 1 },
    batches: [{ id: ITEM, itemId: ITEM, shelfmark: ITEM, profile, state: "closed", paused: false, createdAt }],
    pages: structure.pages.map(({ id, label, sourceName }, at) => {
      return { id, itemId: ITEM, batchId: ITEM, sequence: at + 1, label, sourceName };
    }),
    current: [
      { subject: ITEM, role: "publication", artifact: publication },
      { subject: ITEM, role: "record", artifact: recordArtifact },
    ],
    rejections: {},
    events: [],
    structure: undefined,
  });
  return {
    path: `/iiif/3/items/${ITEM}/manifest`,
    async startServer() {
      const cache = new ObjectCache(store, join(folder, "cache"), 1e9);
      const clock = { now: () => new Date() };
      const server = await createServer({ ledger, store, cache, baseUrl: BASE_URL, clock });
      const address = await server.listen({ host: "127.0.0.1", port: 0 });
      return { address, close: () => server.close() };
    },
    close: () => catalogue.close(),
  };
}

function publicationOf(
  pages: readonly { readonly id: string; readonly label: string }[],
  manifest: string,
  record: string,
): Publication {
  const none = "0".repeat(64);
  return {
    v: 1,
    item: ITEM,
    shelfmark: ITEM,
    access: "public",
    titles: recordOf().titles,
    isReviewed: false,
    structureVersion: 1,
    viewingDirection: "right-to-left",
    manifest,
    annotations: none,
    search: none,
    pdf: none,
    aip: none,
    record,
    pages: pages.map(({ id, label }) => ({ id, label, width: 2_400, height: 3_400, access: none, thumbnail: none, text: none })),
  };
}
