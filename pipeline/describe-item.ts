/**
 * The item's description in the store, `items/<item>/v<N>.json`: what the catalogue knows of the item that cannot be
 * derived again. With it the catalogue can be thrown away.
 */
import { readFile } from "node:fs/promises";
import { canonicalJson } from "./derive.ts";
import { SohoaError } from "./errors.ts";
import type { Ledger } from "./ledger.ts";
import type { EventRow, ItemDescription } from "./ledger-rows.ts";
import type { Store } from "./store/store.ts";
import { structureSchema } from "./structure.ts";

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
  const item = await describer.ledger.item(itemId);
  if (!item || item.storedVersion >= item.version) return;
  const key = descriptionKey(itemId, item.version);
  // A crash between the write and the mark leaves a description that may differ in later details; the first one holds.
  if ((await describer.store.getNamed(key)) === undefined) {
    await describer.store
      .putNamed(key, canonicalJson(await describe(describer, itemId, await eventsSince(describer, itemId))))
      .catch((thrown: unknown) => {
        // Another process was quicker.
        if (!(thrown instanceof SohoaError && thrown.code === "STORE-EXISTS")) throw thrown;
      });
  }
  await describer.ledger.markStored(itemId, item.version);
}

async function eventsSince({ ledger }: Describer, itemId: string): Promise<readonly EventRow[]> {
  return await ledger.events(itemId, (await ledger.item(itemId))?.storedVersion);
}

/** What the catalogue knows of an item now, telling these events. */
export async function describe(
  describer: Pick<Describer, "ledger" | "cache">,
  itemId: string,
  events: readonly EventRow[],
): Promise<ItemDescription> {
  const { ledger } = describer;
  const item = await ledger.item(itemId);
  if (!item) throw new RangeError(`no item ${itemId}`);
  const batches = (await ledger.batches()).filter((batch) => batch.itemId === itemId);
  const rejections = Object.fromEntries(
    await Promise.all(batches.map(async (batch) => [batch.id, await ledger.rejections(batch.id)] as const)),
  );
  const structure = await ledger.current(itemId, "item/structure");
  const samples = await ledger.samples(itemId);
  return {
    v: 1,
    item: { id: item.id, shelfmark: item.shelfmark, profile: item.profile, version: item.version },
    batches,
    pages: await ledger.pages(itemId),
    current: await ledger.currentOfItem(itemId),
    rejections,
    events,
    verdicts: await ledger.verdicts(itemId),
    ...(samples.length > 0 && { samples }),
    activities: await ledger.activitiesOf(itemId),
    structure:
      structure && structureSchema.parse(JSON.parse(await readFile(await describer.cache.file(structure.digest), "utf8"))),
  };
}
