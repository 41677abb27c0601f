/** How much work was finished in each hour, counted once, so that a report need not look at every event there ever was. */
import type { Kysely } from "kysely";

/** Make the tables; the counting begins with the first event. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("work_tally")
    .addColumn("hour", "text", (column) => column.notNull())
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("is_page", "integer", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("work_tally_key", ["hour", "stage", "is_page"])
    .execute();
  await db.schema
    .createTable("work_tally_mark")
    .addColumn("id", "integer", (column) => column.primaryKey().notNull())
    .addColumn("event_number", "bigint", (column) => column.notNull())
    .execute();
  const marks = db as unknown as Kysely<{ work_tally_mark: { id: number; event_number: number } }>;
  await marks.insertInto("work_tally_mark").values({ id: 1, event_number: 0 }).execute();
}
