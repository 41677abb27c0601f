/** Indexes for what a report asks of every item, and for what a monitor asks of every task. */
import { type Kysely, sql } from "kysely";

/** Make the indexes. */
export async function up(db: Kysely<never>): Promise<void> {
  // What an item points at as a whole is asked of all items at once; among the pointers of their pages it lies far apart. The subject
  // stands in it for SQLite, which else looks at each row to read the condition again.
  await sql`create index current_of_whole on "current" (role, item_id, digest, subject) where subject = item_id`.execute(db);
  // Of all tasks most are over. Counting them in the order of an index needs no sorting; tasks under way do not touch it.
  await sql`create index task_over on task (stage, state) where state in ('done', 'gone')`.execute(db);
}
