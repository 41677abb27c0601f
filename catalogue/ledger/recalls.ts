/** Work that was done before, by anyone: its outputs become current without a run. */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { DueTask, Made } from "../../pipeline/ledger-rows.ts";
import type { Change, Database, Rows } from "../database.ts";
import { holdItems } from "../locking.ts";
import { isPublication, keepArtifacts, pointAt } from "./artifact-rows.ts";
import { keepDerivations } from "./derivation-rows.ts";
import { supersede } from "./due-tasks.ts";
import { raiseVersion, writeEvents } from "./event-rows.ts";
import { markChanged } from "./plan-marks.ts";
import { asOutputs } from "./row-values.ts";
import { taskIdOf, UNFAILED, UNLEASED } from "./task-rows.ts";

interface Recall {
  readonly due: DueTask;
  readonly outputs: readonly Made[];
  readonly agent: string;
}

/** The recalling part of the ledger. */
export function recalls(database: Database): Pick<Ledger, "outputsOf" | "recall"> {
  return {
    outputsOf: (key) =>
      database.read(async (rows) => {
        const row = await rows.selectFrom("derivation").select("outputs").where("key", "=", key).executeTakeFirst();
        return row?.outputs ? asOutputs(row.outputs) : undefined;
      }),

    async recall(due, outputs, agent) {
      if (await database.read((rows) => isSettled(rows, due, outputs))) return false;
      return await database.change((change) => recall(database, change, { due, outputs, agent }));
    },
  };
}

async function isSettled(rows: Rows, due: DueTask, outputs: readonly Made[]): Promise<boolean> {
  if ((await toMove(rows, due, outputs)).length > 0) return false;
  const tasks = await rows
    .selectFrom("task")
    .select(["id", "state"])
    .where("subject", "=", due.subject)
    .where("stage", "=", due.derivation.stage)
    .where("state", "<>", "gone")
    .execute();
  return tasks.length === 1 && tasks.every((task) => task.id === taskIdOf(due) && task.state === "done");
}

async function toMove(rows: Rows, due: DueTask, outputs: readonly Made[]): Promise<readonly Made[]> {
  const found = await rows.selectFrom("current").select(["role", "digest"]).where("subject", "=", due.subject).execute();
  return outputs.filter((made) => !found.some((row) => row.role === made.role && row.digest === made.artifact.digest));
}

async function recall(database: Database, change: Change, { due, outputs, agent }: Recall): Promise<boolean> {
  const now = database.now();
  await holdItems(database, change, [due.itemId], "exclusively");
  const moved = await toMove(change, due, outputs);
  await keepArtifacts(
    change,
    outputs.map((made) => made.artifact),
    now,
  );
  await settleTask(change, due, outputs, now);
  // Even if no pointer moves: who planned from an older look may have set aside what is wanted now, so look once more.
  await markChanged(change, { itemId: due.itemId, subjects: [due.subject] }, now);
  if (moved.length === 0) return false;
  await pointAt(
    database,
    change,
    moved.map((made) => ({ ...made, subject: due.subject, itemId: due.itemId })),
  );
  const { key: derivation, stage, stageVersion } = due.derivation;
  const event = { derivation, subject: due.subject, itemId: due.itemId, stage, stageVersion, agent, outputs };
  await writeEvents(change, due.itemId, [{ ...event, startedAt: now, endedAt: now, outcome: "recalled" }]);
  if (isPublication(moved)) await raiseVersion(change, due.itemId);
  return true;
}

/** The recalled derivation stands as done, so that the counts of a stage tell of pages, however their results came about. */
async function settleTask(change: Change, due: DueTask, outputs: readonly Made[], now: string): Promise<void> {
  await keepDerivations(change, [due.derivation]);
  await change
    .updateTable("derivation")
    .set({ outputs: JSON.stringify(outputs), made_at: now })
    .where("key", "=", due.derivation.key)
    .where("outputs", "is", null)
    .execute();
  const taskId = taskIdOf(due);
  await change
    .insertInto("task")
    .values({
      id: taskId,
      subject: due.subject,
      item_id: due.itemId,
      stage: due.derivation.stage,
      derivation: due.derivation.key,
      priority: due.priority,
      state: "done",
      attempts: 0,
      not_before: "",
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ state: "done", ...UNLEASED, ...UNFAILED, updated_at: now }))
    .execute();
  await supersede(change, [{ ...due, taskId }], now);
}
