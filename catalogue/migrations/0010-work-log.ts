/** How long people worked on pages and records. */
import type { Kysely } from "kysely";

/** Make the table: one row an hour, person and page, so that a desk may report often. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("work_log")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("item_id", "text", (column) => column.notNull())
    .addColumn("page", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("hour", "text", (column) => column.notNull())
    .addColumn("seconds", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("work_log_key", ["account", "item_id", "page", "kind", "hour"])
    .execute();
  await db.schema.createIndex("work_log_of_item").on("work_log").columns(["item_id", "kind"]).execute();
  await db.schema.createIndex("work_log_by_hour").on("work_log").columns(["hour", "kind"]).execute();
}
