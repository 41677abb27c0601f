/** The ledger: batches, items, pages, artifacts, pointers, derivations, tasks, events, marks, duties. */
import { type Kysely, sql } from "kysely";
import { addRowNumber } from "./row-number.ts";

/** Make the tables of the ledger. */
export async function up(db: Kysely<never>): Promise<void> {
  await makeHoldings(db);
  await makeArtifacts(db);
  await makeWork(db);
  await makeHistory(db);
}

async function makeHoldings(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("item")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("shelfmark", "text", (column) => column.notNull())
    .addColumn("profile", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("stored_version", "integer", (column) => column.notNull())
    .addColumn("paused", "integer", (column) => column.notNull())
    .addColumn("cancelled", "integer", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("batch")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("profile", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("batch_of_item").on("batch").column("item_id").execute();
  await db.schema
    .createTable("page")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("batch_id", "text", (column) => column.notNull().references("batch.id"))
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("source_name", "text", (column) => column.notNull())
    .addColumn("source_path", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("page_of_item").on("page").columns(["item_id", "sequence"]).execute();
  await db.schema
    .createTable("rejection")
    .addColumn("batch_id", "text", (column) => column.notNull().references("batch.id"))
    .addColumn("source_path", "text", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("facts", "text", (column) => column.notNull())
    .addColumn("recorded_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("rejection_key", ["batch_id", "source_path"])
    .execute();
}

async function makeArtifacts(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("artifact")
    .addColumn("digest", "text", (column) => column.primaryKey().notNull())
    .addColumn("size_bytes", "bigint", (column) => column.notNull())
    .addColumn("media_type", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("verified_at", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("artifact_by_fixity").on("artifact").columns(["verified_at", "digest"]).execute();
  await addRowNumber(db, db.schema.createTable("fixity"))
    .addColumn("digest", "text", (column) => column.notNull().references("artifact.digest"))
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("checked_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("current")
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("digest", "text", (column) => column.notNull().references("artifact.digest"))
    .addPrimaryKeyConstraint("current_key", ["subject", "role"])
    .execute();
  await db.schema.createIndex("current_of_item").on("current").columns(["item_id", "role"]).execute();
}

async function makeWork(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable("artifact_list")
    .addColumn("digest", "text", (column) => column.primaryKey().notNull())
    .addColumn("artifacts", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("derivation")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("stage_version", "integer", (column) => column.notNull())
    .addColumn("params", "text", (column) => column.notNull())
    .addColumn("inputs", "text", (column) => column.notNull())
    .addColumn("outputs", "text")
    .addColumn("made_at", "text")
    .execute();
  await addRowNumber(db, db.schema.createTable("task"))
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("derivation", "text", (column) => column.notNull().references("derivation.key"))
    .addColumn("priority", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("not_before", "text", (column) => column.notNull())
    .addColumn("lease_owner", "text")
    .addColumn("lease_token", "text")
    .addColumn("lease_until", "text")
    .addColumn("failure_code", "text")
    .addColumn("failure", "text")
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addUniqueConstraint("task_once", ["subject", "stage", "derivation"])
    .execute();
  await indexTasks(db);
}

async function indexTasks(db: Kysely<never>): Promise<void> {
  await db.schema.createIndex("task_counts").on("task").columns(["item_id", "stage", "state"]).execute();
  // Holds all that a search for the most urgent takeable task looks at, so that a long row of postponed tasks costs little.
  await sql`create index task_takeable on task (priority desc, number, not_before, item_id) where state = 'pending'`.execute(db);
  await sql`create index task_takeable_of_stage on task (stage, priority desc, number, not_before, item_id) where state = 'pending'`.execute(
    db,
  );
  await sql`create index task_leased on task (lease_until) where lease_token is not null`.execute(db);
  await sql`create index task_ended on task (state, item_id) where state in ('failed', 'quarantined', 'blocked')`.execute(db);
}

async function makeHistory(db: Kysely<never>): Promise<void> {
  await addRowNumber(db, db.schema.createTable("event"))
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("derivation", "text", (column) => column.notNull())
    .addColumn("stage", "text", (column) => column.notNull())
    .addColumn("stage_version", "integer", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("started_at", "text", (column) => column.notNull())
    .addColumn("ended_at", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("outputs", "text", (column) => column.notNull())
    .addColumn("described_in", "integer", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("event_of_item").on("event").columns(["item_id", "described_in"]).execute();
  await db.schema
    .createTable("plan_mark")
    .addColumn("subject", "text", (column) => column.primaryKey().notNull())
    .addColumn("item_id", "text", (column) => column.notNull().references("item.id"))
    .addColumn("mark", "integer", (column) => column.notNull())
    .addColumn("planned", "integer", (column) => column.notNull())
    .addColumn("changed_at", "text", (column) => column.notNull())
    .execute();
  await sql`create index plan_mark_open on plan_mark (changed_at, subject) where mark > planned`.execute(db);
  await db.schema
    .createTable("duty")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("owner", "text", (column) => column.notNull())
    .addColumn("held_until", "text", (column) => column.notNull())
    .execute();
}
