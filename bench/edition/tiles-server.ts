/**
 * Our server as it is run for one library on one machine: catalogue in a file, objects in a folder, one book in it. Says
 * "ready" when it listens; ends with SIGTERM.
 *
 *   node --import tsx bench/edition/tiles-server.ts <home> <port> <page.tif>…
 */
import { join } from "node:path";
import sharp from "sharp";
import { openCatalogue } from "../../catalogue/open.ts";
import { digestFile } from "../../pipeline/digest-file.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import { ObjectCache } from "../../pipeline/object-cache.ts";
import type { Publication } from "../../pipeline/publication.ts";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { storeJson } from "../../pipeline/store-json.ts";
import { recordOf } from "../../test/fixtures/book.ts";
import { createServer } from "../../web/server/create-server.ts";

const ITEM = "bench";

/** The identifier of a page by its place in the book, from 1. */
function pageId(number: number): string {
  return `p${number.toString(16).padStart(12, "0")}`;
}

async function serve(home: string, port: number, paths: readonly string[]): Promise<void> {
  const clock = { now: () => new Date() };
  const store = await openFilesystemStore(join(home, "store"));
  const { ledger, close } = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => clock.now());
  if ((await ledger.items()).length === 0) await publish(ledger, store, paths);
  const cache = new ObjectCache(store, join(home, "cache"), 2 ** 30);
  const server = await createServer({ ledger, store, cache, clock, baseUrl: `http://127.0.0.1:${port}` });
  await server.listen({ host: "127.0.0.1", port });
  process.once("SIGTERM", () => void server.close().then(close));
  process.stdout.write("ready\n");
}

async function publish(ledger: Ledger, store: Store, paths: readonly string[]): Promise<void> {
  const record = await storeJson(store, recordOf({ shelfmark: ITEM }), "record");
  const pages: Publication["pages"] = [];
  for (const [index, path] of paths.entries()) {
    const access = await digestFile(path);
    await store.putFile(path, access);
    const { width, height } = await sharp(path).metadata();
    const id = pageId(index + 1);
    pages.push({
      id,
      label: `${index + 1}`,
      width,
      height,
      access: access.digest,
      thumbnail: access.digest,
      text: record.digest,
    });
  }
  const same = { manifest: record.digest, annotations: record.digest, search: record.digest, pdf: record.digest };
  const publication: Publication = {
    v: 1,
    item: ITEM,
    shelfmark: ITEM,
    access: "public",
    titles: [{ language: "en", text: "Bench" }],
    isReviewed: false,
    structureVersion: 1,
    viewingDirection: "right-to-left",
    ...same,
    aip: record.digest,
    record: record.digest,
    pages,
  };
  const artifact = await storeJson(store, publication, "publication");
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
    pages: pages.map(({ id, label }, at) => ({
      id,
      itemId: ITEM,
      batchId: ITEM,
      sequence: at + 1,
      label,
      sourceName: `${id}.tif`,
    })),
    current: [
      { subject: ITEM, role: "publication", artifact },
      { subject: ITEM, role: "record", artifact: record },
    ],
    rejections: {},
    events: [],
    structure: undefined,
  });
}

const [home = "", port = "", ...paths] = process.argv.slice(2);
await serve(home, Number(port), paths);
