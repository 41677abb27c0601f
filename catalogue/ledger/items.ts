/** Items, their pages in order, and what people decide about an item as a whole. */
import { canonicalJson } from "../../pipeline/derive.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { raiseVersion } from "./event-rows.ts";
import { markItemChanged } from "./plan-marks.ts";
import { asItem, asPage } from "./row-values.ts";

/** The items part of the ledger. */
export function items(
  database: Database,
): Pick<Ledger, "item" | "items" | "page" | "pages" | "setProfile" | "setPaused" | "cancel"> {
  return {
    item: (id) =>
      database.read(async (rows) => {
        const row = await rows.selectFrom("item").selectAll().where("id", "=", id).executeTakeFirst();
        return row && asItem(row);
      }),

    items: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("item").selectAll().orderBy("created_at").orderBy("id").execute();
        return found.map(asItem);
      }),

    page: (id) =>
      database.read(async (rows) => {
        const row = await rows.selectFrom("page").selectAll().where("id", "=", id).executeTakeFirst();
        return row && asPage(row);
      }),

    pages: (itemId) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("page")
          .selectAll()
          .where("item_id", "=", itemId)
          .orderBy("sequence")
          .orderBy("id")
          .execute();
        return found.map(asPage);
      }),

    setProfile: (itemId, profile) =>
      database.change(async (change) => {
        await holdItems(database, change, [itemId], "exclusively");
        const { numUpdatedRows } = await change
          .updateTable("item")
          .set({ profile: canonicalJson(profile) })
          .where("id", "=", itemId)
          .where("profile", "<>", canonicalJson(profile))
          .executeTakeFirstOrThrow();
        // The description tells the profile: what a person decided must not be lost with the catalogue.
        if (numUpdatedRows > 0n) await raiseVersion(change, itemId);
        await markItemChanged(change, itemId, database.now());
      }),

    setPaused: (itemId, paused) =>
      database.change(async (change) => {
        await change
          .updateTable("item")
          .set({ paused: paused ? 1 : 0 })
          .where("id", "=", itemId)
          .execute();
      }),

    cancel: (itemId) => database.change((change) => cancel(database, change, itemId)),
  };
}

/** Leased tasks are given up too: their results are kept when they come, and move no pointer. */
async function cancel(database: Database, change: Change, itemId: string): Promise<number> {
  await holdItems(database, change, [itemId], "exclusively");
  await change.updateTable("item").set({ cancelled: 1 }).where("id", "=", itemId).execute();
  await change.updateTable("batch").set({ state: "cancelled" }).where("item_id", "=", itemId).execute();
  const { numUpdatedRows } = await change
    .updateTable("task")
    .set({ state: "gone", updated_at: database.now() })
    .where("item_id", "=", itemId)
    .where("state", "not in", ["done", "gone"])
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
