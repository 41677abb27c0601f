/** The register of holdings and the targets. */
import type { Kysely } from "kysely";

/** Make the tables of the holdings. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("register_entry")
    .addColumn("shelfmark_key", "text", (column) => column.primaryKey().notNull())
    .addColumn("columns", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("target")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("set_at", "text", (column) => column.notNull())
    .execute();
}
