/** What the reconciler asks: leases that ran out, tasks to announce again, duties held by one process. */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { StoredFailure, TaskNotice } from "../../pipeline/ledger-rows.ts";
import type { Change, Database } from "../database.ts";
import { markChanged } from "./plan-marks.ts";
import { asNotice, NOTICE_COLUMNS, pausedItems, UNLEASED } from "./task-rows.ts";

/** Failure code of a task whose workers died with it too often. */
const POISON = "TASK-POISON";

/** No lease is longer; one that ends later than this from now was given by a clock that ran ahead and was set right. */
const LONGEST_LEASE_SECONDS = 2 * 3600;

/** The reconciling part of the ledger. */
export function reconciling(database: Database): Pick<Ledger, "expireLeases" | "pendingNotices" | "holdDuty" | "duties"> {
  return {
    async expireLeases(maxAttempts) {
      const expired = await database.read((rows) => selectExpired(database, rows).limit(1).executeTakeFirst());
      if (!expired) return [];
      return await database.change((change) => expire(database, change, maxAttempts));
    },

    pendingNotices: (limit, after) =>
      database.read(async (rows) => {
        const from =
          after && (await rows.selectFrom("task").select(["priority", "number"]).where("id", "=", after).executeTakeFirst());
        const query = rows
          .selectFrom("task")
          .select([...NOTICE_COLUMNS])
          .where("state", "=", "pending")
          .where("not_before", "<=", database.now())
          .where("item_id", "not in", pausedItems(rows))
          .orderBy("priority", "desc")
          .orderBy("number")
          .limit(limit);
        const found = await (from
          ? query.where((row) =>
              row.or([
                row("priority", "<", from.priority),
                row.and([row("priority", "=", from.priority), row("number", ">", from.number)]),
              ]),
            )
          : query
        ).execute();
        return found.map(asNotice);
      }),

    holdDuty: (name, owner, leaseSeconds) =>
      database.change(async (change) => {
        const held = await change
          .insertInto("duty")
          .values({ name, owner, held_until: database.now(leaseSeconds) })
          .onConflict((conflict) =>
            conflict
              .column("name")
              .doUpdateSet({ owner, held_until: database.now(leaseSeconds) })
              .where((row) =>
                row.or([
                  row("duty.owner", "=", owner),
                  row("duty.held_until", "<", database.now()),
                  row("duty.held_until", ">", database.now(LONGEST_LEASE_SECONDS)),
                ]),
              ),
          )
          .returning("name")
          .executeTakeFirst();
        return held !== undefined;
      }),

    duties: () =>
      database.read(async (rows) => {
        const held = await rows
          .selectFrom("duty")
          .select(["name", "owner", "held_until as heldUntil"])
          .where("held_until", ">=", database.now())
          .orderBy("name")
          .execute();
        return held;
      }),
  };
}

function selectExpired(database: Database, rows: Parameters<Parameters<Database["read"]>[0]>[0]) {
  return rows
    .selectFrom("task")
    .select(["id", "lease_token", "lease_until", "attempts", "state", "item_id", "subject"])
    .where("lease_token", "is not", null)
    .where((row) =>
      row.or([row("lease_until", "<", database.now()), row("lease_until", ">", database.now(LONGEST_LEASE_SECONDS))]),
    )
    .orderBy("id");
}

async function expire(database: Database, change: Change, maxAttempts: number): Promise<readonly TaskNotice[]> {
  const now = database.now();
  const returned: string[] = [];
  for (const row of await selectExpired(database, change).execute()) {
    const isPoison = row.attempts >= maxAttempts;
    const next = row.state === "gone" ? "gone" : isPoison ? "quarantined" : "pending";
    const { numUpdatedRows } = await change
      .updateTable("task")
      .set({ state: next, ...UNLEASED, updated_at: now, ...(next === "quarantined" ? poison(row.attempts) : {}) })
      .where("id", "=", row.id)
      .where("lease_token", "=", row.lease_token)
      .where("state", "=", row.state)
      .where("lease_until", "=", row.lease_until)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) continue;
    if (next === "pending") returned.push(row.id);
    if (next === "quarantined") await markChanged(change, { itemId: row.item_id, subjects: [row.subject] }, now);
  }
  if (returned.length === 0) return [];
  const found = await change
    .selectFrom("task")
    .select([...NOTICE_COLUMNS])
    .where("id", "in", returned)
    .where("item_id", "not in", pausedItems(change))
    .orderBy("priority", "desc")
    .orderBy("number")
    .execute();
  return found.map(asNotice);
}

function poison(attempts: number): { readonly failure_code: string; readonly failure: string } {
  const failure: StoredFailure = { code: POISON, facts: { attempts }, detail: "the worker died or lost its lease each time" };
  return { failure_code: POISON, failure: JSON.stringify(failure) };
}
