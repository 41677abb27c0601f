/** Taking tasks. One statement takes a task, so of many takers exactly one has it. */
import { randomUUID } from "node:crypto";
import type { LeasedTask, Ledger } from "../../pipeline/ledger.ts";
import type { Change, Database, Rows } from "../database.ts";
import { passingOverHeld } from "../locking.ts";
import { pausedItems, readLeased } from "./task-rows.ts";

interface Taker {
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly stages?: readonly string[];
}

/** The taking part of the ledger. */
export function claims(database: Database): Pick<Ledger, "claim" | "claimNext" | "renew"> {
  return {
    async claim(taskId, taker) {
      return await database.change((change) => lease(database, change, taskId, taker));
    },

    async claimNext(taker) {
      // Idle workers ask several times a second: a look that finds nothing must not take the write lock.
      const candidate = await database.read((rows) => mostUrgent(database, rows, taker).executeTakeFirst());
      if (!candidate) return undefined;
      return await database.change(async (change) => {
        const next = await passingOverHeld(database, mostUrgent(database, change, taker)).executeTakeFirst();
        return next && (await lease(database, change, next.id, taker));
      });
    },

    renew: (taskId, token, leaseSeconds) =>
      database.change(async (change) => {
        const { numUpdatedRows } = await change
          .updateTable("task")
          .set({ lease_until: database.now(leaseSeconds) })
          .where("id", "=", taskId)
          .where("lease_token", "=", token)
          .where("state", "=", "leased")
          .executeTakeFirstOrThrow();
        return numUpdatedRows > 0n;
      }),
  };
}

function mostUrgent(database: Database, rows: Rows, taker: Taker) {
  const query = rows
    .selectFrom("task")
    .select("id")
    .where("state", "=", "pending")
    .where("not_before", "<=", database.now())
    .where("item_id", "not in", pausedItems(rows))
    .orderBy("priority", "desc")
    .orderBy("number")
    .limit(1);
  return taker.stages ? query.where("stage", "in", [...taker.stages]) : query;
}

async function lease(database: Database, change: Change, taskId: string, taker: Taker): Promise<LeasedTask | undefined> {
  const taken = await change
    .updateTable("task")
    .set((row) => ({
      state: "leased",
      attempts: row("attempts", "+", 1),
      lease_owner: taker.owner,
      lease_token: randomUUID(),
      lease_until: database.now(taker.leaseSeconds),
      updated_at: database.now(),
    }))
    .where("id", "=", taskId)
    .where("state", "=", "pending")
    .where("not_before", "<=", database.now())
    .where("item_id", "not in", pausedItems(change))
    .returning("id")
    .executeTakeFirst();
  return taken && (await readLeased(change, taken.id));
}
