/** Records while people describe them: what is on the desk, every save, open conflicts, signatures. */
import type { Kysely } from "kysely";

/** Make the tables. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("record_desk")
    .addColumn("item_id", "text", (column) => column.primaryKey().notNull().references("item.id"))
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("fields", "text", (column) => column.notNull())
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("saved_at", "text", (column) => column.notNull())
    .addColumn("settled", "integer", (column) => column.notNull())
    .addColumn("answered", "integer", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("record_version")
    .addColumn("item_id", "text", (column) => column.notNull().references("record_desk.item_id"))
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("save_id", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("saved_at", "text", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull())
    .addColumn("steps", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("record_version_key", ["item_id", "number"])
    .addUniqueConstraint("record_version_save", ["item_id", "save_id"])
    .execute();
  await db.schema
    .createTable("record_conflict")
    .addColumn("item_id", "text", (column) => column.notNull().references("record_desk.item_id"))
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("field", "text", (column) => column.notNull())
    .addColumn("sides", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("saved_at", "text", (column) => column.notNull())
    .addColumn("decided_in", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("record_conflict_key", ["item_id", "number", "field"])
    .execute();
  await db.schema
    .createTable("record_signature")
    .addColumn("item_id", "text", (column) => column.notNull().references("record_desk.item_id"))
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("approves", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("record_signature_key", ["item_id", "number", "agent"])
    .execute();
}
