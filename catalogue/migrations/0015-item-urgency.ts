/** How urgent a person said an item is. */
import type { Kysely } from "kysely";

/** Make the column. Nothing was said of what is there: it is as urgent as anything. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .alterTable("item")
    .addColumn("urgency", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
}
