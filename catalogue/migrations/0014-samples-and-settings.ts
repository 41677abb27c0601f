/** Samples of pages that people look at, and what administrators set: rows that are only added. */
import { type Kysely, PostgresAdapter, sql } from "kysely";

/** Make the tables. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("quality_sample")
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("ordinal", "integer", (column) => column.notNull())
    .addColumn("rule", "text", (column) => column.notNull())
    .addColumn("lot", "integer", (column) => column.notNull())
    .addColumn("pages", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("drawn_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("quality_sample_key", ["item_id", "ordinal"])
    .execute();
  await db.schema
    .createTable("setting")
    .addColumn("number", "integer", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("set_at", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("setting_of_name").on("setting").columns(["name", "number"]).execute();
  await db.schema
    .createTable("outside_identity")
    .addColumn("issuer", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id").onDelete("cascade"))
    .addColumn("linked_by", "text", (column) => column.notNull())
    .addColumn("linked_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("outside_identity_key", ["issuer", "subject"])
    .execute();
  await db.schema.createIndex("outside_identity_of_account").on("outside_identity").column("account_id").execute();
  for (const table of ["quality_sample", "setting"]) await keep(db, table);
}

/** A slip in a statement of ours is refused: nobody looks for another sample until the figure pleases. */
async function keep(db: Kysely<never>, table: string): Promise<void> {
  const name = sql.raw(`${table}_is_kept`);
  const told = sql.lit(`rows of ${table} are kept`);
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    const body = sql.raw(`begin raise exception 'rows of ${table} are kept'; end`);
    await sql`create function ${name}() returns trigger language plpgsql as $body$ ${body} $body$`.execute(db);
    await sql`create trigger ${name} before update or delete on ${sql.table(table)}
      for each row execute function ${name}()`.execute(db);
    return;
  }
  for (const what of ["update", "delete"]) {
    await sql`create trigger ${sql.raw(`${table}_is_kept_at_${what}`)} before ${sql.raw(what)} on ${sql.table(table)}
      begin select raise(abort, ${told}); end`.execute(db);
  }
}
