/** Which workflow planned an item last. */
import type { Kysely } from "kysely";

/** Items from before this are planned once more. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .alterTable("item")
    .addColumn("workflow", "text", (column) => column.notNull().defaultTo(""))
    .execute();
}
