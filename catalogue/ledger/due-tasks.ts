/** What the plan found due becomes task rows; what it no longer wants is gone. */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { DueTask, TaskNotice } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import { holdItems } from "../locking.ts";
import { keepDerivations } from "./derivation-rows.ts";
import { asNotice, NOTICE_COLUMNS, pausedItems, taskIdOf, UNFAILED } from "./task-rows.ts";

type Due = DueTask & { readonly taskId: string };

/** The due part of the ledger. */
export function dueTasks(database: Database): Pick<Ledger, "ensureTasks" | "withdraw"> {
  return {
    async ensureTasks(due) {
      const notices: TaskNotice[] = [];
      for (const chunk of chunksOf(due.map((task) => ({ ...task, taskId: taskIdOf(task) })))) {
        // Planning again what is planned already is the common case: it must not take the write lock.
        const isNew = await database.read(async (rows) => hasNews(await sortOut(rows, chunk)));
        if (isNew) notices.push(...(await database.change((change) => ensure(database, change, chunk))));
      }
      return notices;
    },

    async withdraw(subject, stage) {
      const open = await database.read((rows) =>
        rows
          .selectFrom("task")
          .select("id")
          .where("subject", "=", subject)
          .where("stage", "=", stage)
          .where("state", "not in", ["done", "gone"])
          .executeTakeFirst(),
      );
      if (!open) return;
      await database.change(async (change) => {
        await change
          .updateTable("task")
          .set({ state: "gone", updated_at: database.now() })
          .where("subject", "=", subject)
          .where("stage", "=", stage)
          .where("state", "not in", ["done", "gone"])
          .execute();
      });
    },
  };
}

interface Sorted {
  readonly fresh: readonly Due[];
  readonly revived: readonly Due[];
  readonly reordered: readonly Due[];
}

function hasNews(sorted: Sorted): boolean {
  return sorted.fresh.length + sorted.revived.length + sorted.reordered.length > 0;
}

async function sortOut(rows: Rows, due: readonly Due[]): Promise<Sorted> {
  const found = await rows
    .selectFrom("task")
    .select(["id", "state", "priority"])
    .where(
      "id",
      "in",
      due.map((task) => task.taskId),
    )
    .execute();
  const known = new Map(found.map((row) => [row.id, row]));
  return {
    fresh: due.filter((task) => !known.has(task.taskId)),
    revived: due.filter((task) => known.get(task.taskId)?.state === "gone"),
    reordered: due.filter((task) => {
      const row = known.get(task.taskId);
      return row !== undefined && row.priority !== task.priority;
    }),
  };
}

async function ensure(database: Database, change: Change, given: readonly Due[]): Promise<readonly TaskNotice[]> {
  const now = database.now();
  await holdItems(
    database,
    change,
    given.map((task) => task.itemId),
    "exclusively",
  );
  const cancelled = await change.selectFrom("item").select("id").where("cancelled", "=", 1).execute();
  const givenUp = new Set(cancelled.map((row) => row.id));
  const due = given.filter((task) => !givenUp.has(task.itemId));
  if (due.length === 0) return [];
  const { fresh, revived, reordered } = await sortOut(change, due);
  for (const task of reordered) {
    await change.updateTable("task").set({ priority: task.priority }).where("id", "=", task.taskId).execute();
  }
  await insertTasks(change, fresh, now);
  await revive(change, revived, now);
  const changed = [...fresh, ...revived];
  await supersede(change, changed, now);
  // Of nothing PostgreSQL cannot be asked: an empty list is no SQL there.
  return changed.length === 0 ? [] : await takeable(change, changed);
}

async function insertTasks(change: Change, fresh: readonly Due[], now: string): Promise<void> {
  if (fresh.length === 0) return;
  await keepDerivations(
    change,
    fresh.map((task) => task.derivation),
  );
  await change
    .insertInto("task")
    .values(
      fresh.map((task) => ({
        id: task.taskId,
        subject: task.subject,
        item_id: task.itemId,
        stage: task.derivation.stage,
        derivation: task.derivation.key,
        priority: task.priority,
        state: "pending" as const,
        attempts: 0,
        not_before: "",
        updated_at: now,
      })),
    )
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** A worker may still be at a task that was gone for a while: then it is simply that worker's again. */
async function revive(change: Change, revived: readonly Due[], now: string): Promise<void> {
  if (revived.length === 0) return;
  await change
    .updateTable("task")
    .set((row) => ({
      state: row
        .case()
        .when("lease_token", "is", null)
        .then("pending" as const)
        .else("leased" as const)
        .end(),
      attempts: row.case().when("lease_token", "is", null).then(0).else(row.ref("attempts")).end(),
      not_before: "",
      ...UNFAILED,
      updated_at: now,
    }))
    .where(
      "id",
      "in",
      revived.map((task) => task.taskId),
    )
    .execute();
}

/** Only one derivation is wanted of a subject and stage; done work of another is superseded too, so that counts tell of pages. */
export async function supersede(
  change: Change,
  wanted: readonly { readonly taskId: string; readonly subject: string; readonly derivation: { readonly stage: string } }[],
  now: string,
): Promise<void> {
  for (const stage of new Set(wanted.map((task) => task.derivation.stage))) {
    const tasks = wanted.filter((task) => task.derivation.stage === stage);
    await change
      .updateTable("task")
      .set({ state: "gone", updated_at: now })
      .where("stage", "=", stage)
      .where(
        "subject",
        "in",
        tasks.map((task) => task.subject),
      )
      .where(
        "id",
        "not in",
        tasks.map((task) => task.taskId),
      )
      .where("state", "<>", "gone")
      .execute();
  }
}

async function takeable(change: Change, tasks: readonly Due[]): Promise<readonly TaskNotice[]> {
  const found = await change
    .selectFrom("task")
    .select([...NOTICE_COLUMNS])
    .where(
      "id",
      "in",
      tasks.map((task) => task.taskId),
    )
    .where("state", "=", "pending")
    .where("item_id", "not in", pausedItems(change))
    .orderBy("priority", "desc")
    .orderBy("number")
    .execute();
  return found.map(asNotice);
}
