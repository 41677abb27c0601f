/** The working texts of pages: every version that was saved, how far each page is, and who is at it. */
import { type Kysely, PostgresAdapter, sql } from "kysely";

/** Make the tables. */
export async function up(db: Kysely<never>): Promise<void> {
  await makePages(db);
  await makeVersions(db);
  await makePresence(db);
  // A page's own history is asked for whenever somebody opens it.
  await db.schema.createIndex("event_of_subject").on("event").columns(["subject", "number"]).execute();
}

async function makePages(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("text_page")
    .addColumn("subject", "text", (column) => column.primaryKey().notNull().references("page.id"))
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("latest", "integer", (column) => column.notNull())
    .addColumn("last_number", "integer", (column) => column.notNull())
    .addColumn("versions", "integer", (column) => column.notNull())
    .addColumn("corrected_number", "integer", (column) => column.notNull())
    .addColumn("corrected_by", "text", (column) => column.notNull())
    .addColumn("approved_by", "text", (column) => column.notNull())
    .addColumn("answered_number", "integer", (column) => column.notNull())
    .addColumn("answering_until", "text", (column) => column.notNull())
    .addColumn("settled_number", "integer", (column) => column.notNull())
    .addColumn("settled_state", "text", (column) => column.notNull())
    .addColumn("changed_at", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("text_page_of_item").on("text_page").columns(["item_id", "state"]).execute();
  await sql`create index text_page_unsettled on text_page (changed_at, subject)
    where last_number > settled_number or state <> settled_state`.execute(db);
}

async function makeVersions(db: Kysely<never>): Promise<void> {
  const bytes = db.getExecutor().adapter instanceof PostgresAdapter ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("text_version")
    .addColumn("subject", "text", (column) => column.notNull().references("text_page.subject"))
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("parent", "integer", (column) => column.notNull())
    .addColumn("is_aside", "integer", (column) => column.notNull())
    .addColumn("save_id", "text", (column) => column.notNull())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("saved_at", "text", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("key_number", "integer", (column) => column.notNull())
    .addColumn("content", bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint("text_version_key", ["subject", "number"])
    .addUniqueConstraint("text_version_save", ["subject", "save_id"])
    .execute();
  await keepVersions(db);
}

/** Rows are only ever added: a slip in a statement of ours is refused. */
async function keepVersions(db: Kysely<never>): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`create function text_version_is_kept() returns trigger language plpgsql as
      $body$ begin raise exception 'rows of text_version are kept'; end $body$`.execute(db);
    await sql`create trigger text_version_is_kept before update or delete on text_version
      for each row execute function text_version_is_kept()`.execute(db);
    return;
  }
  for (const what of ["update", "delete"]) {
    await sql`create trigger ${sql.raw(`text_version_is_kept_at_${what}`)} before ${sql.raw(what)} on text_version
      begin select raise(abort, 'rows of text_version are kept'); end`.execute(db);
  }
}

async function makePresence(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("text_presence")
    .addColumn("subject", "text", (column) => column.notNull().references("text_page.subject"))
    .addColumn("client", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("holds", "integer", (column) => column.notNull())
    .addColumn("since", "text", (column) => column.notNull())
    .addColumn("seen_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("text_presence_key", ["subject", "client"])
    .execute();
}
