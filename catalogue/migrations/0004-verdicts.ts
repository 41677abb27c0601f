/** What people say of pages: accepted, or to be scanned again. */
import type { Kysely } from "kysely";

/** Make the table of verdicts. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("verdict")
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("ordinal", "integer", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("master", "text", (column) => column.notNull())
    .addColumn("verdict", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("judged_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("verdict_key", ["item_id", "ordinal"])
    .execute();
  await db.schema.createIndex("verdict_of_page").on("verdict").columns(["subject", "master", "ordinal"]).execute();
}
