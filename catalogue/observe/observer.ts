/** How the work stands, in a few questions that are cheap however many tasks there are: for whoever watches the machines. */
import type { Database } from "../database.ts";
import { HAS_ENDED, openTaskCounts } from "../ledger/task-rows.ts";

/** Tasks of one stage in one state. */
export interface TaskStanding {
  readonly stage: string;
  readonly state: string;
  readonly tasks: number;
}

/** The standing of all work at one moment. */
export interface Observation {
  readonly tasks: readonly TaskStanding[];
  /** Tasks that wait or ended with a failure, by its code. */
  readonly failures: readonly { readonly code: string; readonly tasks: number }[];
  /** Seconds that the takeable task has waited whose last change is oldest; 0 when none waits. */
  readonly oldestPendingSeconds: number;
  readonly leases: number;
  /** Leases whose holder is silent beyond its time; more than a moment's worth means that no reconciler runs. */
  readonly overdueLeases: number;
  readonly artifacts: number;
  readonly neverVerified: number;
  /** Seconds since the last proof of the object whose proof is oldest; 0 when there is none. */
  readonly oldestProofSeconds: number;
}

/** Asks the catalogue how the work stands. */
export interface Observer {
  observe(): Promise<Observation>;
  /** What a master weighs on average, and what it weighs with all that was made from it; empty while there is none. */
  weights(): Promise<{ readonly masterBytes?: number; readonly bytesPerMaster?: number }>;
  /** What the objects weigh that have come since that moment (ISO 8601, UTC). */
  bytesSince(since: string): Promise<number>;
}

/** The observer of a catalogue. */
export function observerOver(database: Database): Observer {
  return {
    weights: () =>
      database.read(async (rows) => {
        const all = await rows
          .selectFrom("artifact")
          .select((row) => row.fn.sum("size_bytes").as("bytes"))
          .executeTakeFirst();
        const masters = await rows
          .selectFrom("current")
          .innerJoin("artifact", "artifact.digest", "current.digest")
          .select((row) => [row.fn.sum("size_bytes").as("bytes"), row.fn.countAll().as("count")])
          .where("role", "=", "image/master")
          .executeTakeFirst();
        const count = Number(masters?.count ?? 0);
        if (count === 0) return {};
        return { masterBytes: Number(masters?.bytes) / count, bytesPerMaster: Number(all?.bytes) / count };
      }),

    bytesSince: (since) =>
      database.read(async (rows) => {
        const come = await rows
          .selectFrom("artifact")
          .select((row) => row.fn.sum("size_bytes").as("bytes"))
          .where("created_at", ">=", since)
          .executeTakeFirst();
        return Number(come?.bytes ?? 0);
      }),

    observe: () =>
      database.read(async (rows) => {
        const now = database.now();
        const counted = <T extends { readonly tasks: unknown }>(found: readonly T[]) =>
          found.map((row) => ({ ...row, tasks: Number(row.tasks) }));
        const over = rows
          .selectFrom("over_task_count")
          .select((row) => ["stage", "state", row.fn.sum("count").as("tasks")])
          .groupBy(["stage", "state"])
          .having((row) => row.fn.sum("count"), ">", 0);
        const open = await openTaskCounts(rows);
        const failed = rows
          .selectFrom("task")
          .select((row) => ["failure_code as code", row.fn.countAll().as("tasks")])
          .where("failure_code", "is not", null)
          .groupBy("failure_code");
        // Each part finds its rows by an index; asked for together they would be looked for among all tasks.
        const failures = failed
          .where("state", "in", ["failed", "quarantined"])
          .where(HAS_ENDED)
          .unionAll(failed.where("state", "=", "pending"));
        const pending = await rows
          .selectFrom("task")
          .select((row) => row.fn.min("updated_at").as("since"))
          .where("state", "=", "pending")
          .where("not_before", "<=", now)
          .executeTakeFirst();
        const leased = rows
          .selectFrom("task")
          .select((row) => row.fn.countAll().as("count"))
          .where("state", "=", "leased")
          .where("lease_token", "is not", null);
        const artifacts = rows.selectFrom("artifact_count").select((row) => row.fn.sum("count").as("count"));
        const proof = await rows
          .selectFrom("artifact")
          .select((row) => row.fn.min("verified_at").as("at"))
          .where("verified_at", ">", "")
          .executeTakeFirst();
        return {
          tasks: [...counted(await over.execute()), ...open.map(({ count, ...rest }) => ({ ...rest, tasks: count }))],
          failures: summed(counted(await failures.execute())),
          oldestPendingSeconds: secondsBetween(pending?.since, now),
          leases: Number((await leased.executeTakeFirst())?.count ?? 0),
          overdueLeases: Number((await leased.where("lease_until", "<", now).executeTakeFirst())?.count ?? 0),
          artifacts: Number((await artifacts.executeTakeFirst())?.count ?? 0),
          neverVerified: Number((await artifacts.where("is_verified", "=", 0).executeTakeFirst())?.count ?? 0),
          oldestProofSeconds: secondsBetween(proof?.at, now),
        };
      }),
  };
}

/** One line a code, whatever became of its tasks. */
function summed(parts: readonly { readonly code: string | null; readonly tasks: number }[]): Observation["failures"] {
  const byCode = new Map<string, number>();
  for (const { code, tasks } of parts) byCode.set(code ?? "", (byCode.get(code ?? "") ?? 0) + tasks);
  return [...byCode].map(([code, tasks]) => ({ code, tasks }));
}

function secondsBetween(since: string | null | undefined, now: string): number {
  return since ? Math.max(0, (Date.parse(now) - Date.parse(since)) / 1000) : 0;
}
