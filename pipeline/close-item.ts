/** Fixes an item's page list: `item/structure` is stored and becomes current, and what depends on it is planned. */
import { advance, type Planner } from "./advance.ts";
import type { Artifact, Digest } from "./artifact.ts";
import { currentStructure, relabelled } from "./current-structure.ts";
import { canonicalJson } from "./derive.ts";
import { type Describer, storeDescription } from "./describe-item.ts";
import { disclosureOf } from "./disclosure.ts";
import type { BatchRow, PageRow, SubjectId } from "./ledger-rows.ts";
import { pageOrder } from "./page-order.ts";
import type { Queue } from "./queue/queue.ts";
import { compactRecord, type ItemRecord } from "./record.ts";
import { releaseMemory } from "./release-memory.ts";
import { storeJson } from "./store-json.ts";
import type { Structure } from "./structure.ts";

const MANY_PAGES = 2000;

/** What closing works on. */
export interface Closer extends Planner, Describer {
  readonly queue: Queue;
}

/** What may have changed since the list was last closed. */
export interface Change {
  /** Pages of a delivery, in its order; empty when only the profile changed. */
  readonly delivered: readonly SubjectId[];
  /** The draft of the record, stored when the item has none. */
  readonly draft?: ItemRecord;
}

/** Close the page list as the item's rows and profile now want it. False when it is closed like that already. */
export async function closeItem(
  closer: Closer,
  batch: Pick<BatchRow, "id" | "itemId" | "shelfmark" | "profile">,
  change: Change,
): Promise<boolean> {
  const pages = await closeList(closer, batch, change);
  if (pages === 0) return false;
  // A long list is forgotten before all that is known of its pages is read once more.
  if (pages >= MANY_PAGES) await releaseMemory();
  await closer.queue.announce(await advance(closer, batch.itemId, []));
  await storeDescription(closer, batch.itemId);
  return true;
}

/** @returns how many pages the list has now, or 0 where it is closed like that already. */
async function closeList(
  closer: Closer,
  batch: Pick<BatchRow, "id" | "itemId" | "shelfmark" | "profile">,
  change: Change,
): Promise<number> {
  const { itemId } = batch;
  const current = await currentStructure(closer, itemId);
  const old = current?.structure;
  const list = await pageList(closer, batch, change.delivered, old);
  if (list.pages.length >= MANY_PAGES) await releaseMemory();
  // The same list again must not look like a new version of the item.
  if (list.pages.length === 0 || (old && canonicalJson({ ...old, version: 1 }) === canonicalJson(list))) return 0;
  // Another reading direction of the same pages is not another page list: taken back, everything made before is recalled.
  const isSameList = old !== undefined && canonicalJson(old.pages) === canonicalJson(list.pages);
  const version = (old?.version ?? 0) + (isSameList ? 0 : 1);
  const structure = await storeJson(closer.store, { ...list, version }, "item/structure");
  const draft = await missingDraft(closer, itemId, change.draft);
  const order = list.pages.map((page) => page.id);
  const labels = Object.fromEntries(list.pages.map((page) => [page.id, page.label]));
  await closer.ledger.closeBatch(batch.id, { structure, draft, order, labels, from: current?.digest, agent: closer.agent });
  return order.length;
}

async function missingDraft(closer: Closer, itemId: string, draft: ItemRecord | undefined): Promise<Artifact | undefined> {
  if (draft === undefined || (await closer.ledger.current(itemId, "record/draft"))) return undefined;
  const record = compactRecord(draft);
  const artifact = await storeJson(closer.store, record, "record/draft");
  await closer.ledger.disclose([disclosureOf("record/draft", artifact.digest, JSON.stringify(record))]);
  return artifact;
}

async function pageList(
  closer: Closer,
  batch: Pick<BatchRow, "itemId" | "shelfmark" | "profile">,
  delivered: readonly SubjectId[],
  old: Structure | undefined,
): Promise<Structure> {
  const { itemId, shelfmark } = batch;
  const byId = await knownPages(closer, itemId);
  const order = pageOrder(old?.pages.map((page) => page.id) ?? [], [...byId.keys()], delivered);
  // A person may have given the item another profile since the first delivery: that one holds.
  const profile = (await closer.ledger.item(itemId))?.profile ?? batch.profile;
  const pages = order.flatMap((id) => byId.get(id) ?? []);
  const list: Structure = {
    v: 1,
    item: itemId,
    shelfmark,
    version: 1,
    viewingDirection: profile.viewingDirection,
    script: profile.script,
    batches: [...new Set(pages.map(({ batchId }) => batchId))],
    pages: pages.map(({ id, sourceName, master }, index) => ({ id, label: String(index + 1), sourceName, master })),
  };
  return withPersonsWords(list, old);
}

/** What a list tells of the item's pages, in their order now; the name of a batch is held once. */
async function knownPages({ ledger }: Closer, itemId: string) {
  const byId = new Map<SubjectId, Pick<PageRow, "id" | "sourceName" | "batchId"> & { master: Digest }>();
  const batches = new Map<string, string>();
  for await (const { id, sourceName, batchId } of ledger.eachPage(itemId)) {
    const known = batches.get(batchId) ?? batchId;
    batches.set(known, known);
    byId.set(id, { id, sourceName, batchId: known, master: "" });
  }
  for await (const { subject, artifact } of ledger.eachCurrent(itemId, ["image/master"])) {
    const page = byId.get(subject);
    if (page) page.master = artifact.digest;
  }
  return byId;
}

/** What a person said of leaves and parts stays; pages that came since stand outside the count until a person says their place. */
function withPersonsWords(list: Structure, old: Structure | undefined): Structure {
  const contents = old?.contents === undefined ? {} : { contents: old.contents };
  if (!old?.numbering) return { ...list, ...contents };
  const known = new Set(old.pages.map(({ id }) => id));
  const fresh = list.pages.filter(({ id }) => !known.has(id)).map(({ id }) => ({ page: id, kind: "unnumbered" as const }));
  return { ...relabelled(list, { ...old.numbering, marks: [...old.numbering.marks, ...fresh] }), ...contents };
}
