/** Looks at stored bytes as evidence: who looked, at which copy, how much was read; copies beside the store; what was done about damage. */
import { type Kysely, sql } from "kysely";
import { addRowNumber } from "./row-number.ts";

/** Make the columns and tables. What was looked at before was looked at in the store. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .alterTable("fixity")
    .addColumn("agent", "text", (column) => column.notNull().defaultTo("sohoa"))
    .execute();
  await db.schema
    .alterTable("fixity")
    .addColumn("copy", "text", (column) => column.notNull().defaultTo("store"))
    .execute();
  await db.schema
    .alterTable("fixity")
    .addColumn("bytes_read", "bigint", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex("fixity_by_time").on("fixity").column("checked_at").execute();
  // Damage is rare: the alarm reads this index, not every look ever taken.
  await sql`create index fixity_of_damage on fixity (digest, number) where outcome <> 'match'`.execute(db);
  await db.schema
    .createTable("object_copy")
    .addColumn("copy", "text", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull().references("artifact.digest"))
    .addColumn("copied_at", "text", (column) => column.notNull())
    .addColumn("verified_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("object_copy_key", ["copy", "digest"])
    .execute();
  await db.schema.createIndex("object_copy_by_fixity").on("object_copy").columns(["copy", "verified_at", "digest"]).execute();
  await addRowNumber(db, db.schema.createTable("object_act"))
    .addColumn("digest", "text", (column) => column.notNull().references("artifact.digest"))
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("copy", "text", (column) => column.notNull())
    .addColumn("detail", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("object_act_of_digest").on("object_act").columns(["digest", "number"]).execute();
}
