/**
 * The search index: made from the artifacts of current publications, never the truth. Full text is the one thing that the two
 * databases keep in different ways: an FTS5 table without content in SQLite, a `tsvector` with a GIN index in PostgreSQL.
 */
import { type Kysely, PostgresAdapter, sql } from "kysely";
import { addRowNumber } from "./row-number.ts";

/** Make the tables of the index. */
export async function up(db: Kysely<never>): Promise<void> {
  await addRowNumber(db, db.schema.createTable("search_item") as never)
    .addColumn("item_id", "text", (column) => column.notNull().unique())
    .addColumn("publication", "text", (column) => column.notNull())
    .addColumn("described", "text", (column) => column.notNull())
    .addColumn("tokens_version", "integer", (column) => column.notNull())
    .addColumn("keeper", "text", (column) => column.notNull())
    .addColumn("is_public", "integer", (column) => column.notNull())
    .addColumn("shelfmark", "text", (column) => column.notNull())
    .addColumn("titles", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("page_count", "integer", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("search_page")
    .addColumn("id", "bigint", (column) => column.primaryKey().notNull())
    .addColumn("folded", "text", (column) => column.notNull())
    .addColumn("page", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("search_facet")
    .addColumn("item_number", "bigint", (column) => column.notNull())
    .addColumn("facet", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("search_facet_key", ["item_number", "facet", "value"])
    .execute();
  await db.schema
    .createIndex("search_facet_value")
    .on("search_facet")
    .columns(["facet", "value", "item_number"] as never)
    .execute();
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`create table search_text (rowid bigint primary key, tokens tsvector not null)`.execute(db);
    await sql`create index search_text_tokens on search_text using gin (tokens)`.execute(db);
  } else {
    // Tokens come ready made; "ascii" cuts at spaces and folds nothing that our tokens have.
    await sql`create virtual table search_text using fts5(
      tokens, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'"
    )`.execute(db);
  }
}
