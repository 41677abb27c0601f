/** What the public was shown, when, and what was taken back. */
import { type Kysely, sql } from "kysely";

/** Make the tables of the log. Items that are published already are due: what they say of themselves is not known here. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("disclosure")
    .addColumn("digest", "text", (column) => column.primaryKey().notNull())
    .addColumn("access", "text", (column) => column.notNull())
    .addColumn("record", "text")
    .addColumn("holder", "text")
    .addColumn("holding_class", "text")
    .execute();
  await db.schema
    .createTable("disclosure_due")
    .addColumn("item_id", "text", (column) => column.primaryKey().notNull().references("item.id"))
    .execute();
  await db.schema
    .createTable("activity")
    .addColumn("number", "integer", (column) => column.primaryKey().notNull())
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("publication", "text", (column) => column.notNull())
    .addColumn("sets", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("activity_of_item").on("activity").columns(["item_id", "number"]).execute();
  await db.schema
    .createTable("activity_clock")
    .addColumn("id", "integer", (column) => column.primaryKey().notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .execute();
  await makeStandings(db);
  await sql`insert into activity_clock (id, number, at) values (1, 0, '')`.execute(db);
  await sql`insert into disclosure_due (item_id) select subject from "current" where role = 'publication'`.execute(db);
}

/** Where the last activity left each item: the log folded up, so that no question has to read all of it. */
async function makeStandings(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("announced_item")
    .addColumn("item_id", "text", (column) => column.primaryKey().notNull().references("item.id"))
    .addColumn("is_public", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("publication", "text", (column) => column.notNull())
    .addColumn("sets", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("announced_by_time").on("announced_item").columns(["at", "item_id"]).execute();
  await db.schema
    .createTable("announced_set")
    .addColumn("item_id", "text", (column) => column.notNull().references("announced_item.item_id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("slug", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("announced_set_key", ["item_id", "kind", "slug"])
    .execute();
  await db.schema.createIndex("announced_in_set").on("announced_set").columns(["kind", "slug", "at", "item_id"]).execute();
}
