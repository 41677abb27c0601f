/** Counts that a status and a monitor ask for, kept by the statements that change them instead of counted at each question. */
import type { Kysely } from "kysely";
import { countRows, ownSlot } from "./counted-rows.ts";

const IS_OVER = (row: string) => `${row}.state in ('done', 'gone')`;

/** Make the tables of counts, and have them kept. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("role_count")
    .addColumn("item_id", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("role_count_key", ["item_id", "role"])
    .execute();
  await db.schema
    .createTable("over_task_count")
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("slot", "integer", (column) => column.notNull())
    .addColumn("count", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("over_task_count_key", ["stage", "state", "slot"])
    .execute();
  await db.schema
    .createTable("artifact_count")
    .addColumn("is_verified", "integer", (column) => column.notNull())
    .addColumn("slot", "integer", (column) => column.notNull())
    .addColumn("count", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("artifact_count_key", ["is_verified", "slot"])
    .execute();
  const column = (name: string) => (row: string) => `${row}.${name}`;
  const slot = ownSlot(db);
  await countRows(db, { of: "current", into: "role_count", by: { item_id: column("item_id"), role: column("role") } });
  const tasks = { of: "task", into: "over_task_count", where: IS_OVER };
  await countRows(db, { ...tasks, by: { stage: column("stage"), state: column("state"), slot } });
  const isVerified = (row: string) => `case when ${row}.verified_at = '' then 0 else 1 end`;
  await countRows(db, { of: "artifact", into: "artifact_count", by: { is_verified: isVerified, slot } });
  // Tasks that are over were counted by it.
  await db.schema.dropIndex("task_over").execute();
}
