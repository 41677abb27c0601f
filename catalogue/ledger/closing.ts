/** Closing a batch: the page list of its item is fixed, and becomes a new version of the item. */
import { ServiceError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Made } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { keepArtifacts, pointAt } from "./artifact-rows.ts";
import { namedAfter, raiseVersion, writeEvents } from "./event-rows.ts";
import { INTAKE } from "./intake.ts";
import { markChanged } from "./plan-marks.ts";

type Close = Parameters<Ledger["closeBatch"]>[1];

/** The closing part of the ledger. */
export function closing(database: Database): Pick<Ledger, "closeBatch"> {
  return {
    closeBatch: (batchId, close) => database.change((change) => closeBatch(database, change, batchId, close)),
  };
}

/** Closing again with the same list changes nothing and makes no version. */
async function closeBatch(database: Database, change: Change, batchId: string, close: Close): Promise<void> {
  const now = database.now();
  const batch = await change.selectFrom("batch").selectAll().where("id", "=", batchId).executeTakeFirstOrThrow();
  const itemId = batch.item_id;
  await holdItems(database, change, [itemId], "exclusively");
  await refuseStale(change, itemId, close.from);
  await arrange(change, itemId, close);
  await change.updateTable("batch").set({ state: "closed" }).where("id", "=", batchId).execute();
  const outputs: Made[] = [{ role: "item/structure", artifact: close.structure }];
  if (close.draft) outputs.push({ role: "record/draft", artifact: close.draft });
  if (await areCurrent(change, itemId, outputs)) return;
  await keepArtifacts(
    change,
    outputs.map((made) => made.artifact),
    now,
  );
  await pointAt(
    database,
    change,
    outputs.map((made) => ({ ...made, subject: itemId, itemId })),
  );
  const derivation = namedAfter(INTAKE.stage, itemId, outputs, now);
  const event = { derivation, subject: itemId, itemId, ...INTAKE, agent: close.agent, startedAt: now, endedAt: now, outputs };
  await writeEvents(change, itemId, [{ ...event, outcome: "received" }]);
  await raiseVersion(change, itemId);
  await markChanged(change, { itemId, subjects: [] }, now);
}

/** A person may have numbered the leaves while the list was made. @throws {ServiceError} STRUCTURE-STALE: look again. */
async function refuseStale(change: Change, itemId: string, from: string | undefined): Promise<void> {
  if (from === undefined) return;
  const query = change.selectFrom("current").select("digest").where("subject", "=", itemId);
  const current = await query.where("role", "=", "item/structure").executeTakeFirst();
  if (current?.digest !== from) throw new ServiceError({ code: "STRUCTURE-STALE", subject: itemId });
}

/** @throws {ServiceError} BATCH-ORDER when pages came or went since the caller made the order: look again. */
async function arrange(change: Change, itemId: string, close: Close): Promise<void> {
  const { known } = await change
    .selectFrom("page")
    .select((row) => row.fn.countAll<number>().as("known"))
    .where("item_id", "=", itemId)
    .executeTakeFirstOrThrow();
  let found = 0;
  const places = new Map(close.order.map((id, index) => [id, index + 1]));
  for (const chunk of chunksOf(close.order)) found += await arrangeSome(change, itemId, chunk, { places, labels: close.labels });
  if (places.size !== close.order.length || found !== close.order.length || found !== known)
    throw new ServiceError({ code: "BATCH-ORDER", subject: itemId, facts: { known, given: close.order.length } });
}

/** Give pages the places of their names. @returns how many of them are pages of the item. */
async function arrangeSome(
  change: Change,
  itemId: string,
  ids: readonly string[],
  { places, labels }: Pick<Close, "labels"> & { readonly places: ReadonlyMap<string, number> },
): Promise<number> {
  const named = await change
    .selectFrom("page")
    .selectAll()
    .where("id", "in", [...ids])
    .execute();
  const pages = named.filter((page) => page.item_id === itemId);
  const moved = pages.flatMap((page) => {
    const sequence = places.get(page.id) ?? page.sequence;
    const label = labels[page.id] ?? String(sequence);
    return page.sequence === sequence && page.label === label ? [] : [{ ...page, sequence, label }];
  });
  for (const chunk of chunksOf(moved)) {
    await change
      .insertInto("page")
      .values([...chunk])
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((row) => ({
          sequence: row.ref("excluded.sequence"),
          label: row.ref("excluded.label"),
        })),
      )
      .execute();
  }
  return pages.length;
}

/** True when all of these are current for the item. */
export async function areCurrent(change: Change, itemId: string, outputs: readonly Made[]): Promise<boolean> {
  const found = await change.selectFrom("current").select(["role", "digest"]).where("subject", "=", itemId).execute();
  return outputs.every((made) => found.some((row) => row.role === made.role && row.digest === made.artifact.digest));
}
