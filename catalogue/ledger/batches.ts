/** Batches and what was refused of them. */

import { canonicalJson } from "../../pipeline/derive.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { BatchRow, Rejection } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import { markItemChanged } from "./plan-marks.ts";
import { asBatch } from "./row-values.ts";

type NewBatch = Parameters<Ledger["openBatch"]>[0];

/** The batches part of the ledger. */
export function batches(database: Database): Pick<Ledger, "openBatch" | "batch" | "batches" | "recordRejections" | "rejections"> {
  return {
    openBatch: (batch) => database.change((change) => open(change, batch, database.now())),

    batch: (id) =>
      database.read(async (rows) => {
        const row = await selectBatches(rows).where("batch.id", "=", id).executeTakeFirst();
        return row && asBatch(row);
      }),

    batches: () =>
      database.read(async (rows) => {
        const found = await selectBatches(rows).orderBy("batch.created_at").orderBy("batch.id").execute();
        return found.map(asBatch);
      }),

    async recordRejections(batchId, rejections) {
      const bySource = [...new Map(rejections.map((each) => [each.sourcePath, each])).values()];
      for (const chunk of chunksOf(bySource)) {
        await database.change((change) => keepRejections(change, batchId, chunk, database.now()));
      }
    },

    rejections: (batchId) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("rejection")
          .selectAll()
          .where("batch_id", "=", batchId)
          .orderBy("source_path")
          .execute();
        return found.map((row) => ({ sourcePath: row.source_path, code: row.code, facts: JSON.parse(row.facts) }));
      }),
  };
}

async function open(change: Change, batch: NewBatch, now: string): Promise<BatchRow> {
  await makeItem(change, batch, now);
  if (batch.urgency !== undefined)
    await change.updateTable("item").set({ urgency: batch.urgency }).where("id", "=", batch.itemId).execute();
  const known = await selectBatches(change).where("batch.id", "=", batch.id).executeTakeFirst();
  if (known) await reopen(change, asBatch(known), batch, now);
  else {
    await change
      .insertInto("batch")
      .values({ id: batch.id, item_id: batch.itemId, profile: canonicalJson(batch.profile), state: "open", created_at: now })
      .execute();
  }
  return asBatch(await selectBatches(change).where("batch.id", "=", batch.id).executeTakeFirstOrThrow());
}

/** @throws {InputError} ITEM-SHELFMARK when another book has this item's identifier: merging two books must not happen silently. */
async function makeItem(change: Change, batch: NewBatch, now: string): Promise<void> {
  await change
    .insertInto("item")
    .values({
      id: batch.itemId,
      shelfmark: batch.shelfmark,
      profile: canonicalJson(batch.profile),
      version: 0,
      stored_version: 0,
      paused: 0,
      cancelled: 0,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const item = await change.selectFrom("item").select("shelfmark").where("id", "=", batch.itemId).executeTakeFirstOrThrow();
  if (item.shelfmark.normalize("NFC") === batch.shelfmark.normalize("NFC")) return;
  throw new InputError({
    code: "ITEM-SHELFMARK",
    subject: batch.itemId,
    facts: { known: item.shelfmark, given: batch.shelfmark },
  });
}

async function reopen(change: Change, known: BatchRow, batch: NewBatch, now: string): Promise<void> {
  const item = await change.selectFrom("item").select("profile").where("id", "=", batch.itemId).executeTakeFirstOrThrow();
  const given = canonicalJson(batch.profile);
  if (known.itemId !== batch.itemId || (given !== canonicalJson(known.profile) && given !== item.profile)) {
    throw new InputError({ code: "BATCH-ID", subject: batch.id, facts: { item: known.itemId, profile: known.profile.name } });
  }
  if (known.state !== "cancelled") return;
  await change.updateTable("batch").set({ state: "open" }).where("id", "=", batch.id).execute();
  await change.updateTable("item").set({ cancelled: 0 }).where("id", "=", batch.itemId).execute();
  await markItemChanged(change, batch.itemId, now);
}

function selectBatches(rows: Rows) {
  return rows
    .selectFrom("batch")
    .innerJoin("item", "item.id", "batch.item_id")
    .select(["batch.id", "batch.item_id", "item.shelfmark", "batch.profile", "batch.state", "item.paused", "batch.created_at"]);
}

async function keepRejections(change: Change, batchId: string, rejections: readonly Rejection[], now: string): Promise<void> {
  await change
    .insertInto("rejection")
    .values(
      rejections.map((each) => ({
        batch_id: batchId,
        source_path: each.sourcePath,
        code: each.code,
        facts: JSON.stringify(each.facts),
        recorded_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["batch_id", "source_path"]).doUpdateSet((row) => ({
        code: row.ref("excluded.code"),
        facts: row.ref("excluded.facts"),
        recorded_at: row.ref("excluded.recorded_at"),
      })),
    )
    .execute();
}
