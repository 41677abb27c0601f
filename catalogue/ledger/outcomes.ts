/** How a leased task ends: finished, or given up. The lease's token decides whether a worker's word still counts. */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { LeasedTask, Made } from "../../pipeline/ledger-rows.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { isPublication, keepArtifacts, pointAt } from "./artifact-rows.ts";
import { raiseVersion, writeEvents } from "./event-rows.ts";
import { markChanged } from "./plan-marks.ts";
import { asOutputs } from "./row-values.ts";
import { UNFAILED, UNLEASED } from "./task-rows.ts";

type Result = Parameters<Ledger["finish"]>[1];
type Verdict = Parameters<Ledger["giveUp"]>[1];

/** The ending part of the ledger. */
export function outcomes(database: Database): Pick<Ledger, "finish" | "giveUp"> {
  return {
    finish: (task, result) => database.change((change) => finish(database, change, task, result)),
    giveUp: (task, verdict) => database.change((change) => giveUp(database, change, task, verdict)),
  };
}

async function finish(database: Database, change: Change, task: LeasedTask, result: Result): Promise<boolean> {
  const now = database.now();
  const makesVersion = isPublication(result.outputs);
  await holdItems(database, change, [task.itemId], makesVersion ? "exclusively" : "together");
  const state = await endLease(change, task, now);
  if (!state) return false;
  await keepArtifacts(
    change,
    result.outputs.map((made) => made.artifact),
    now,
  );
  const outputs = await keepOutputs(change, task, result);
  await writeEvents(change, task.itemId, [
    {
      derivation: task.derivation.key,
      subject: task.subject,
      itemId: task.itemId,
      stage: task.derivation.stage,
      stageVersion: task.derivation.stageVersion,
      agent: result.agent,
      startedAt: result.startedAt,
      endedAt: result.endedAt,
      outcome: "made",
      outputs,
    },
  ]);
  if (state === "done") {
    await pointAt(
      database,
      change,
      outputs.map((made) => ({ ...made, subject: task.subject, itemId: task.itemId })),
    );
    if (makesVersion) await raiseVersion(change, task.itemId);
    await markChanged(change, { itemId: task.itemId, subjects: [task.subject] }, now);
  }
  return true;
}

/** A task that is no longer wanted stays gone; undefined when the lease is another's. */
async function endLease(change: Change, task: LeasedTask, now: string): Promise<"done" | "gone" | undefined> {
  const ended = await change
    .updateTable("task")
    .set((row) => ({
      state: row
        .case()
        .when("state", "=", "leased")
        .then("done" as const)
        .else("gone" as const)
        .end(),
      ...UNLEASED,
      ...UNFAILED,
      updated_at: now,
    }))
    .where("id", "=", task.taskId)
    .where("lease_token", "=", task.token)
    .where("state", "in", ["leased", "gone"])
    .returning("state")
    .executeTakeFirst();
  return ended && (ended.state === "done" ? "done" : "gone");
}

/**
 * The first result of a derivation holds. Another machine may give other bytes for the same work; were the pointer to
 * follow them, the next plan would turn it back.
 */
async function keepOutputs(change: Change, task: LeasedTask, result: Result): Promise<readonly Made[]> {
  await change
    .updateTable("derivation")
    .set({ outputs: JSON.stringify(result.outputs), made_at: result.endedAt })
    .where("key", "=", task.derivation.key)
    .where("outputs", "is", null)
    .execute();
  const { outputs } = await change
    .selectFrom("derivation")
    .select("outputs")
    .where("key", "=", task.derivation.key)
    .executeTakeFirstOrThrow();
  return outputs === null ? result.outputs : asOutputs(outputs);
}

async function giveUp(database: Database, change: Change, task: LeasedTask, verdict: Verdict): Promise<boolean> {
  const now = database.now();
  const ended = await change
    .updateTable("task")
    .set((row) => ({
      state: row
        .case()
        .when("state", "=", "leased")
        .then(verdict.state)
        .else("gone" as const)
        .end(),
      ...UNLEASED,
      attempts: row("attempts", "-", verdict.isOutside ? 1 : 0),
      not_before: verdict.notBefore ?? "",
      failure_code: verdict.failure.code,
      failure: JSON.stringify(verdict.failure),
      updated_at: now,
    }))
    .where("id", "=", task.taskId)
    .where("lease_token", "=", task.token)
    .where("state", "in", ["leased", "gone"])
    .returning("state")
    .executeTakeFirst();
  if (!ended) return false;
  if (ended.state !== "pending" && ended.state !== "gone") {
    await markChanged(change, { itemId: task.itemId, subjects: [task.subject] }, now);
  }
  return true;
}
