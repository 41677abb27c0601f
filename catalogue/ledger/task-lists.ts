/** Looking at tasks, counting them, and trying ended ones again. */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { TaskNotice } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";
import { asTask } from "./row-values.ts";
import { asNotice, ENDED, HAS_ENDED, NOTICE_COLUMNS, pausedItems, UNFAILED, UNLEASED } from "./task-rows.ts";

type RetryFilter = Parameters<Ledger["retry"]>[0];

/** The task list part of the ledger. */
export function taskLists(database: Database): Pick<Ledger, "tasks" | "stageCounts" | "retry"> {
  return {
    tasks: (filter) =>
      database.read(async (rows) => {
        let query = rows.selectFrom("task").selectAll().orderBy("number");
        if (filter.itemId !== undefined) query = query.where("item_id", "=", filter.itemId);
        if (filter.subject !== undefined) query = query.where("subject", "=", filter.subject);
        if (filter.subjects) query = query.where("subject", "in", [...filter.subjects]);
        if (filter.states) query = query.where("state", "in", [...filter.states]);
        if (filter.states?.every((state) => ENDED.has(state))) query = query.where(HAS_ENDED);
        return (await query.execute()).map(asTask);
      }),

    stageCounts: (itemId) =>
      database.read(async (rows) => {
        const all = rows
          .selectFrom("task")
          .select((row) => ["stage", "state", row.fn.countAll<number>().as("count")])
          .groupBy(["stage", "state"])
          .orderBy("stage")
          .orderBy("state");
        const found = await (itemId === undefined ? all : all.where("item_id", "=", itemId)).execute();
        return found.map(({ stage, state, count }) => ({ stage, state, count }));
      }),

    retry: (filter) => database.change((change) => retry(change, filter, database.now())),
  };
}

async function retry(change: Change, filter: RetryFilter, now: string): Promise<readonly TaskNotice[]> {
  let query = change
    .updateTable("task")
    .set({ state: "pending", attempts: 0, not_before: "", ...UNLEASED, ...UNFAILED, updated_at: now })
    .where("state", "in", ["failed", "quarantined", "blocked"]);
  if (filter.itemId !== undefined) query = query.where("item_id", "=", filter.itemId);
  if (filter.subject !== undefined) query = query.where("subject", "=", filter.subject);
  if (filter.stage !== undefined) query = query.where("stage", "=", filter.stage);
  if (filter.code !== undefined) query = query.where("failure_code", "=", filter.code);
  const revived = await query.returning("id").execute();
  const notices: TaskNotice[] = [];
  for (const chunk of chunksOf(revived.map((row) => row.id))) {
    const found = await change
      .selectFrom("task")
      .select([...NOTICE_COLUMNS])
      .where("id", "in", [...chunk])
      .where("item_id", "not in", pausedItems(change))
      .orderBy("number")
      .execute();
    notices.push(...found.map(asNotice));
  }
  return notices;
}
