/**
 * The only difference between the two databases that the ledger's queries know of. SQLite lets in one writer at a time
 * (BEGIN IMMEDIATE), so nothing needs a lock; PostgreSQL writers meet, so they take rows in this order: item, then tasks.
 */
import type { SelectQueryBuilder } from "kysely";
import type { Change, Database } from "./database.ts";
import type { Schema } from "./schema.ts";

/**
 * Hold these items until the transaction ends. `exclusively` before their version is raised or their plan is changed;
 * otherwise many may hold an item together, and only a raise of its version waits for them.
 */
export async function holdItems(
  database: Database,
  change: Change,
  itemIds: Iterable<string>,
  how: "exclusively" | "together",
): Promise<void> {
  if (!database.hasRowLocks) return;
  const query = change
    .selectFrom("item")
    .select("id")
    .where("id", "in", [...new Set(itemIds)])
    .orderBy("id");
  await (how === "exclusively" ? query.forNoKeyUpdate() : query.forShare()).execute();
}

/** Let a search for one row pass over rows that another taker is just taking. */
export function passingOverHeld<T extends keyof Schema, Row>(
  database: Database,
  query: SelectQueryBuilder<Schema, T, Row>,
): SelectQueryBuilder<Schema, T, Row> {
  return database.hasRowLocks ? query.forUpdate().skipLocked() : query;
}
