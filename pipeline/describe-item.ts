/**
 * The item's description in the store, `items/<item>/v<N>.json`: what the catalogue knows of the item that cannot be
 * derived again. With it the catalogue can be thrown away.
 */
import { createReadStream } from "node:fs";
import { currentStructure } from "./current-structure.ts";
import { digestFile } from "./digest-file.ts";
import { IntegrityError, SohoaError } from "./errors.ts";
import { WrittenText } from "./json-parts.ts";
import type { Ledger } from "./ledger.ts";
import type { EventRow, ItemDescription, ItemRow } from "./ledger-rows.ts";
import type { Store } from "./store/store.ts";
import { withJsonFile } from "./store-json.ts";

/** Ledger, store and a way to read small objects. */
export interface Describer {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly cache: { file(digest: string): Promise<string> };
}

/** The key of version `version` of an item's description. */
export function descriptionKey(itemId: string, version: number): string {
  return `items/${itemId}/v${version}.json`;
}

/** Write the description of the item's newest version, if it is not there yet. */
export async function storeDescription(describer: Describer, itemId: string): Promise<void> {
  const { ledger, store } = describer;
  const item = await ledger.item(itemId);
  if (!item || item.storedVersion >= item.version) return;
  const key = descriptionKey(itemId, item.version);
  // A crash between the write and the mark leaves a description that may differ in later details; the first one holds.
  if (!(await store.hasNamed(key))) {
    const standing = await standingOf(ledger, item);
    const events = ledger.eachEvent(itemId, item.storedVersion);
    const told = {
      ...(await aboutItem(describer, item)),
      structure: await storedStructure(describer, itemId),
      ...listsOf(ledger, itemId),
      events,
    };
    const isTold = await withJsonFile(told, async (file) => {
      // Lists of which one was read before a change and one after it fit no version. Who made the change describes the next one.
      if (standing !== (await standingOf(ledger, await ledger.item(itemId)))) return false;
      await store.putNamed(key, file).catch((thrown: unknown) => {
        // Another process was quicker.
        if (!(thrown instanceof SohoaError && thrown.code === "STORE-EXISTS")) throw thrown;
      });
      return true;
    });
    if (!isTold) return;
  }
  await ledger.markStored(itemId, item.version);
}

/** Text that is another one when pages came, went or moved: a change of their order is a new version. */
async function standingOf(ledger: Ledger, item: ItemRow | undefined): Promise<string> {
  return item ? `${item.version} ${await ledger.countCurrent(item.id, "image/master")}` : "";
}

/** What the catalogue knows of an item now, telling these events. */
export async function describe(
  describer: Pick<Describer, "ledger" | "cache">,
  itemId: string,
  events: readonly EventRow[],
): Promise<ItemDescription> {
  const item = await describer.ledger.item(itemId);
  if (!item) throw new RangeError(`no item ${itemId}`);
  const { pages, current } = listsOf(describer.ledger, itemId);
  const structure = (await currentStructure(describer, itemId))?.structure;
  return { ...(await aboutItem(describer, item)), structure, pages: await all(pages), current: await all(current), events };
}

/** What grows with the pages of an item, read while it is written. */
function listsOf(ledger: Ledger, itemId: string) {
  return { pages: ledger.eachPage(itemId), current: ledger.eachCurrent(itemId) };
}

async function all<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** The page list as it is stored, which is canonical JSON already. */
async function storedStructure({ ledger, cache }: Pick<Describer, "ledger" | "cache">, itemId: string) {
  const structure = await ledger.current(itemId, "item/structure");
  if (!structure) return undefined;
  const path = await cache.file(structure.digest);
  const found = await digestFile(path);
  // Nothing parses it here: what went bad on the disk would break the description.
  if (found.digest !== structure.digest) {
    const facts = { detail: `read ${found.digest}`, found: found.digest, foundBytes: found.sizeBytes };
    throw new IntegrityError({ code: "STORE-LIED", subject: structure.digest, facts });
  }
  return new WrittenText(() => createReadStream(path, "utf8"));
}

async function aboutItem(
  { ledger }: Pick<Describer, "ledger">,
  { id, shelfmark, profile, version }: ItemRow,
): Promise<Omit<ItemDescription, "structure" | "pages" | "current" | "events">> {
  const batches = (await ledger.batches()).filter((batch) => batch.itemId === id);
  const rejections = Object.fromEntries(
    await Promise.all(batches.map(async (batch) => [batch.id, await ledger.rejections(batch.id)] as const)),
  );
  const samples = await ledger.samples(id);
  return {
    v: 1,
    item: { id, shelfmark, profile, version },
    batches,
    rejections,
    verdicts: await ledger.verdicts(id),
    ...(samples.length > 0 && { samples }),
    activities: await ledger.activitiesOf(id),
  };
}
