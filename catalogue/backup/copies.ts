/** Copies of the catalogue over Kysely: rows of one moment out, rows in one transaction in. */
import { sql } from "kysely";
import { InputError } from "../../pipeline/errors.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import type { CatalogueCopies, Row, RowChunk } from "./port.ts";
import { tablesInOrder } from "./tables.ts";

const ROWS_PER_CHUNK = 500;
const TELLING = ["item", "artifact", "account", "audit", "register_entry", "target", "organisation"];
const ROW_ID = "~rowid";

/** The copying part of the catalogue. */
export function copiesOver(database: Database): CatalogueCopies {
  const isPostgres = database.hasRowLocks;
  return {
    schema: () =>
      database.read(async (rows) => {
        const found = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(rows);
        return found.rows.map(({ name }) => name);
      }),
    dump: (take) => database.read((all) => all.connection().execute(async (rows) => await dumpOneMoment(rows, isPostgres, take))),
    isEmpty: () => database.read(isEmpty),
    load: (chunks) => database.change(async (change) => await load(change, isPostgres, chunks)),
  };
}

/** SQLite's reader sees one moment and keeps no writer waiting (WAL); PostgreSQL is asked for the same. */
async function dumpOneMoment(rows: Rows, isPostgres: boolean, take: (chunk: RowChunk) => Promise<void>): Promise<void> {
  await sql.raw(isPostgres ? "begin isolation level repeatable read read only" : "begin deferred").execute(rows);
  try {
    for (const table of await tablesInOrder(rows, isPostgres)) {
      for await (const found of isPostgres ? byCursor(rows, table) : byRowId(rows, table)) await take({ table, rows: found });
    }
  } finally {
    await sql.raw("rollback").execute(rows);
  }
}

async function isEmpty(rows: Rows): Promise<boolean> {
  for (const table of TELLING) {
    const found = await sql`select 1 from ${sql.table(table)} limit 1`.execute(rows);
    if (found.rows.length > 0) return false;
  }
  return true;
}

async function* byRowId(rows: Rows, table: string): AsyncGenerator<readonly Row[]> {
  let last = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const query = sql<Row>`select rowid as ${sql.ref(ROW_ID)}, * from ${sql.table(table)} where rowid > ${last}
      order by rowid limit ${ROWS_PER_CHUNK}`;
    const found = (await query.execute(rows)).rows;
    last = Number(found.at(-1)?.[ROW_ID] ?? last);
    if (found.length > 0) yield found.map(({ [ROW_ID]: _, ...row }) => row);
    if (found.length < ROWS_PER_CHUNK) return;
  }
}

async function* byCursor(rows: Rows, table: string): AsyncGenerator<readonly Row[]> {
  await sql`declare copying no scroll cursor for select * from ${sql.table(table)}`.execute(rows);
  for (;;) {
    const found = (await sql<Row>`fetch ${sql.raw(String(ROWS_PER_CHUNK))} from copying`.execute(rows)).rows;
    if (found.length > 0) yield found;
    if (found.length < ROWS_PER_CHUNK) break;
  }
  await sql`close copying`.execute(rows);
}

async function load(change: Change, isPostgres: boolean, chunks: AsyncIterable<RowChunk>): Promise<number> {
  if (!(await isEmpty(change))) throw new InputError({ code: "BACKUP-NOT-EMPTY" });
  const tables = await tablesInOrder(change, isPostgres);
  // Rows that a new catalogue begins with, such as the end of an empty audit log.
  for (const table of [...tables].reverse()) await sql`delete from ${sql.table(table)}`.execute(change);
  let loaded = 0;
  for await (const { table, rows } of chunks) {
    if (!tables.includes(table))
      throw new InputError({ code: "BACKUP-DAMAGED", subject: table, facts: { detail: "no such table" } });
    for (const some of chunksOf(rows))
      await change
        .insertInto(table as never)
        .values(some as never)
        .execute();
    loaded += rows.length;
  }
  if (isPostgres) await raiseSequences(change);
  return loaded;
}

/** Rows that come later are numbered behind those that came with the copy. */
async function raiseSequences(change: Change): Promise<void> {
  const { rows: found } = await sql<{ name: string; column: string; sequence: string }>`
    select table_name as name, column_name as column, pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
    from information_schema.columns where table_schema = current_schema() and column_default like 'nextval(%'`.execute(change);
  for (const { name, column, sequence } of found) {
    await sql`select setval(${sequence}::regclass, coalesce((select max(${sql.ref(column)}) from ${sql.table(name)}), 0) + 1, false)`.execute(
      change,
    );
  }
}
