/** The register by time, organisations with their dates, and simple counted registers. */
import type { Kysely } from "kysely";

/** The register of the first releases, which kept one row a shelfmark. */
interface Before {
  register_entry_before: { shelfmark_key: string; columns: string; updated_at: string };
  register_entry: Record<string, string | number | null>;
}

/** Make the tables, and take over the register that is there. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable("register_entry").renameTo("register_entry_before").execute();
  await db.schema
    .createTable("register_entry")
    .addColumn("shelfmark_key", "text", (column) => column.notNull())
    .addColumn("valid_from", "text", (column) => column.notNull())
    .addColumn("valid_until", "text", (column) => column.notNull())
    .addColumn("shelfmark", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("holder", "text", (column) => column.notNull())
    .addColumn("holding_class", "text", (column) => column.notNull())
    .addColumn("pages", "integer")
    .addColumn("columns", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("register_entry_state", ["shelfmark_key", "valid_from"])
    .execute();
  await takeOver(db as unknown as Kysely<Before>);
  await db.schema.dropTable("register_entry_before").execute();
  await db.schema
    .createTable("organisation")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("organisation", "text", (column) => column.notNull())
    .addColumn("set_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("counted_entry")
    .addColumn("register", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("entry", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("counted_entry_key", ["register", "key"])
    .execute();
  await db.schema
    .createTable("register_import")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("file", "text", (column) => column.notNull())
    .addColumn("counts", "text", (column) => column.notNull())
    .addColumn("undone_at", "text")
    .execute();
  await db.schema
    .createTable("register_change")
    .addColumn("import_id", "text", (column) => column.notNull().references("register_import.id"))
    .addColumn("shelfmark_key", "text", (column) => column.notNull())
    .addColumn("before", "text", (column) => column.notNull())
    .addColumn("after", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("register_change_key", ["import_id", "shelfmark_key"])
    .execute();
  await db.schema
    .createTable("register_heading")
    .addColumn("heading", "text", (column) => column.primaryKey().notNull())
    .addColumn("column", "text", (column) => column.notNull())
    .execute();
  // What shows that an item is digitized is looked up by stage, by digest and by the last look at a digest.
  await db.schema.createIndex("event_of_stage").on("event").columns(["stage", "item_id", "ended_at"]).execute();
  await db.schema.createIndex("current_of_digest").on("current").column("digest").execute();
  await db.schema.createIndex("fixity_of_digest").on("fixity").columns(["digest", "number"]).execute();
}

async function takeOver(db: Kysely<Before>): Promise<void> {
  const rows = await db.selectFrom("register_entry_before").selectAll().execute();
  for (const { shelfmark_key, columns, updated_at } of rows) {
    const row = JSON.parse(columns) as Readonly<Record<string, string | undefined>>;
    const text = (name: string): string => (row[name] ?? "").normalize("NFC").trim();
    await db
      .insertInto("register_entry")
      .values({
        shelfmark_key,
        valid_from: isoDay(text("from")),
        valid_until: isoDay(text("until")),
        shelfmark: text("shelfmark"),
        title: text("title"),
        holder: text("holder"),
        holding_class: text("class"),
        pages: Number.parseInt(text("extent").replace(/(?<=\d)[.,](?=\d{3})/g, ""), 10) || null,
        columns,
        updated_at,
      })
      .execute();
  }
}

/** Days were kept as the file had them: 2025-07-01 or 1/7/2025. */
function isoDay(text: string): string {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  return year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
}
