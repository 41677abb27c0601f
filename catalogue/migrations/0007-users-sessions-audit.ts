/** Who may sign in, what they may do, who is signed in, and the chained log of what was changed. */
import { type Kysely, PostgresAdapter, sql } from "kysely";

/** Make the tables; the log begins empty. */
export async function up(db: Kysely<never>): Promise<void> {
  await makeAccounts(db);
  await makeSecrets(db);
  await makeAudit(db);
}

async function makeAccounts(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("account")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull().unique())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("password", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("account_grant")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id").onDelete("cascade"))
    .addColumn("item_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("account_grant_key", ["account_id", "item_id"])
    .execute();
}

async function makeSecrets(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("session")
    .addColumn("secret_hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id").onDelete("cascade"))
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("used_at", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("session_of_account").on("session").column("account_id").execute();
  await db.schema
    .createTable("one_time_token")
    .addColumn("secret_hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.references("account.id").onDelete("cascade"))
    .addColumn("expires_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("sign_in_attempt")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("until", "text", (column) => column.notNull())
    .execute();
}

async function makeAudit(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("audit")
    .addColumn("number", "integer", (column) => column.primaryKey().notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("facts", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("audit_end")
    .addColumn("id", "integer", (column) => column.primaryKey().notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await sql`insert into audit_end (id, number, hash) values (1, 0, '')`.execute(db);
  await keepAudit(db);
}

/** Rows are only ever added: a slip in a statement of ours is refused; who owns the database is found out by the chain. */
async function keepAudit(db: Kysely<never>): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`create function audit_is_kept() returns trigger language plpgsql as
      $body$ begin raise exception 'rows of audit are kept'; end $body$`.execute(db);
    await sql`create trigger audit_is_kept before update or delete on audit for each row execute function audit_is_kept()`.execute(
      db,
    );
    return;
  }
  for (const what of ["update", "delete"]) {
    await sql`create trigger ${sql.raw(`audit_is_kept_at_${what}`)} before ${sql.raw(what)} on audit
      begin select raise(abort, 'rows of audit are kept'); end`.execute(db);
  }
}
