/** Taking tasks. One statement takes a task, so of many takers exactly one has it. */
import { randomUUID } from "node:crypto";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { LeasedTask } from "../../pipeline/ledger-rows.ts";
import type { Change, Database, Rows } from "../database.ts";
import { passingOverHeld } from "../locking.ts";
import { pausedItems, readLeased } from "./task-rows.ts";

interface Taker {
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly stages?: readonly string[];
}

/** Between a look and the taking, others may take everything; after so many times the taker may as well come back later. */
const MOST_TRIES = 10;

/** The taking part of the ledger. */
export function claims(database: Database): Pick<Ledger, "claim" | "claimNext" | "renew"> {
  return {
    async claim(taskId, taker) {
      return await database.change((change) => lease(database, change, taskId, taker));
    },

    async claimNext(taker) {
      for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
        // Idle workers ask several times a second: a look that finds nothing must not take the write lock.
        const candidate = await database.read((rows) => mostUrgent(database, rows, taker));
        if (!candidate) return undefined;
        const taken = await database.change((change) => takeOf(database, change, candidate.stage, taker));
        if (taken) return taken;
      }
      return undefined;
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

interface Candidate {
  readonly id: string;
  readonly stage: string;
  readonly priority: number;
  readonly number: number;
}

/** A worker of few stages asks for each of them: one question for all would walk past every task of the others. */
async function mostUrgent(database: Database, rows: Rows, taker: Taker): Promise<Candidate | undefined> {
  const found: Candidate[] = [];
  for (const stage of taker.stages ?? [undefined]) {
    const all = selectTakeable(database, rows);
    const first = await (stage === undefined ? all : all.where("stage", "=", stage)).executeTakeFirst();
    if (first) found.push(first);
  }
  return found.sort((a, b) => b.priority - a.priority || a.number - b.number)[0];
}

/** Another taker may have been quicker with the candidate itself, so take what is now the most urgent of its stage. */
async function takeOf(database: Database, change: Change, stage: string, taker: Taker): Promise<LeasedTask | undefined> {
  const query = selectTakeable(database, change).where("stage", "=", stage);
  const next = await passingOverHeld(database, query).executeTakeFirst();
  return next && (await lease(database, change, next.id, taker));
}

function selectTakeable(database: Database, rows: Rows) {
  return rows
    .selectFrom("task")
    .select(["id", "stage", "priority", "number"])
    .where("state", "=", "pending")
    .where("not_before", "<=", database.now())
    .where("item_id", "not in", pausedItems(rows))
    .orderBy("priority", "desc")
    .orderBy("number")
    .limit(1);
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
