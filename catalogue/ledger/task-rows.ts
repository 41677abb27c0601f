/** Names, values and standing phrases of task rows. */
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { DueTask, LeasedTask, TaskNotice, TaskState } from "../../pipeline/ledger-rows.ts";
import type { Rows } from "../database.ts";
import { asDerivation } from "./derivation-rows.ts";

/** The permanent name of a task. No ":" in it: BullMQ refuses such identifiers. */
export function taskIdOf({ subject, derivation }: Pick<DueTask, "subject" | "derivation">): string {
  return `${derivation.stage}~${subject}~${derivation.key.slice(0, 16)}`;
}

/** A task row as a queue sees it. */
export function asNotice(row: {
  readonly id: string;
  readonly stage: string;
  readonly priority: number;
  readonly not_before: string;
}): TaskNotice {
  const notice = { taskId: row.id, stage: row.stage, priority: row.priority };
  return row.not_before === "" ? notice : { ...notice, notBefore: row.not_before };
}

/** The columns of a notice. */
export const NOTICE_COLUMNS = ["task.id", "task.stage", "task.priority", "task.not_before"] as const;

/** What a task without a lease holds. */
export const UNLEASED = { lease_owner: null, lease_token: null, lease_until: null } as const;
/** What a task without a failure holds. */
export const UNFAILED = { failure_code: null, failure: null } as const;

/** Items whose tasks nobody may take. */
export function pausedItems(rows: Rows) {
  return rows.selectFrom("item").select("id").where("paused", "=", 1);
}

/** Read a leased task with its derivation. */
export async function readLeased(rows: Rows, taskId: string): Promise<LeasedTask> {
  const row = await rows
    .selectFrom("task")
    .innerJoin("derivation", "derivation.key", "task.derivation")
    .select(["task.id", "task.subject", "task.item_id", "task.priority", "task.lease_token", "task.attempts"])
    .select(["derivation.key", "derivation.stage", "derivation.stage_version", "derivation.params", "derivation.inputs"])
    .where("task.id", "=", taskId)
    .executeTakeFirstOrThrow();
  return {
    taskId: row.id,
    subject: row.subject,
    itemId: row.item_id,
    priority: row.priority,
    token: row.lease_token ?? "",
    attempts: row.attempts,
    derivation: await asDerivation(rows, row),
  };
}

/** States in which a task waits for a person. */
export const ENDED: ReadonlySet<TaskState> = new Set(["failed", "quarantined", "blocked"]);
/** The condition of the index of such tasks, word for word: SQLite uses it only where it reads its condition again. */
export const HAS_ENDED = sql<SqlBool>`state in ('failed', 'quarantined', 'blocked')`;

/** The tasks that are not over, in parts that each have a small index: those that are over are many. */
export const OPEN_TASKS: readonly RawBuilder<SqlBool>[] = [
  sql`state = 'pending'`,
  sql`lease_token is not null and state = 'leased'`,
  HAS_ENDED,
];

/** Tasks that are not over by stage and state. */
export async function openTaskCounts(rows: Rows) {
  const tasks = rows
    .selectFrom("task")
    .select((row) => ["stage", "state", row.fn.countAll<number>().as("count")])
    .groupBy(["stage", "state"]);
  const found = await Promise.all(OPEN_TASKS.map((kind) => tasks.where(kind).execute()));
  return found.flat().map(({ count, ...rest }) => ({ ...rest, count: Number(count) }));
}
