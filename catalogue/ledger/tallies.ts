/** What can be counted of items, for status and progress. */
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Role } from "../../pipeline/artifact.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { StageCount } from "../../pipeline/ledger-rows.ts";
import type { Database, Rows } from "../database.ts";
import { manyRows } from "../many-rows.ts";
import { OPEN_TASKS } from "./task-rows.ts";
import { rescanCounts } from "./verdicts.ts";

/** A tally while rows are added to it. */
interface Filling {
  readonly having: Map<Role, number>;
  readonly counts: StageCount[];
  toRescan: number;
}

/** The counting part of the ledger. */
export function tallies(database: Database): Pick<Ledger, "tallies"> {
  return {
    tallies: (itemId) =>
      database.read(async (rows) => {
        const found = new Map<string, Filling>();
        const tallyOf = (id: string): Filling => {
          const tally = found.get(id) ?? { having: new Map(), counts: [], toRescan: 0 };
          found.set(id, tally);
          return tally;
        };
        for (const [id, role, count] of await roleCounts(rows, itemId)) tallyOf(id).having.set(role, count);
        for (const [id, stage, state, count] of await taskCounts(rows, itemId)) tallyOf(id).counts.push({ stage, state, count });
        for (const { item_id, count } of await rescanCounts(rows, itemId)) tallyOf(item_id).toRescan = count;
        return found;
      }),
  };
}

function roleCounts(rows: Rows, itemId: string | undefined) {
  const all = rows.selectFrom("role_count").select(["item_id", "role", "count"]).where("count", ">", 0);
  return manyRows(rows, ["item_id", "role", "count"], itemId === undefined ? all : all.where("item_id", "=", itemId));
}

/** Tasks that are not over. Of one item the index of its tasks tells; of all items each kind of them is found by an index of its own. */
async function taskCounts(rows: Rows, itemId: string | undefined) {
  const columns = ["item_id", "stage", "state", "count"] as const;
  if (itemId === undefined) {
    const found = [];
    for (const kind of OPEN_TASKS) found.push(...(await manyRows(rows, columns, openTasksByItem(rows, kind))));
    return found;
  }
  const tasks = rows
    .selectFrom("task")
    .select((row) => ["item_id", "stage", "state", row.fn.countAll<number>().as("count")])
    .groupBy(["item_id", "stage", "state"]);
  return await manyRows(rows, columns, tasks.where("item_id", "=", itemId).where("state", "not in", ["done", "gone"]));
}

/** Tasks of one of the kinds of `OPEN_TASKS`, by item, stage and state. */
export function openTasksByItem(rows: Rows, kind: RawBuilder<SqlBool>) {
  // Grouped by the bare column, SQLite would walk the index of all tasks there ever were, which has them in that order.
  const itemId = sql<string>`item_id || ''`;
  return rows
    .selectFrom("task")
    .select((row) => [itemId.as("item_id"), "stage", "state", row.fn.countAll<number>().as("count")])
    .groupBy([itemId, "stage", "state"])
    .where(kind);
}
