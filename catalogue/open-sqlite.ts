/** Opens the catalogue as one SQLite file on a local disk (never a network share: WAL needs shared memory). */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { Kysely, sql } from "kysely";
import type { Backend } from "./database.ts";
import { asCatalogueFailure } from "./failures.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";

/** Another process may hold the write lock for a bulk insert; with fsync at each commit, 10 s was enough in a race of three. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * @param file path of the database, made with its folder when missing, or ":memory:"
 * @throws {ServiceError} SVC-CATALOGUE
 */
export async function openSqlite(file: string): Promise<Backend> {
  // The first opening of a new file writes outside transactions, where two connections of one process would block each other.
  const mine = opening.then(() => open(file));
  opening = mine.then(
    () => {},
    () => {},
  );
  return await mine;
}

let opening: Promise<void> = Promise.resolve();

async function open(file: string): Promise<Backend> {
  let rows: Kysely<Schema> | undefined;
  try {
    const connection = connect(file);
    rows = new Kysely<Schema>({ dialect: sqliteDialect(connection, BUSY_TIMEOUT_MS) });
    await migrate(rows);
    const opened = rows;
    return { rows, hasRowLocks: false, damage: () => damageOf(opened), changeMark: changeMarkOf(connection) };
  } catch (cause) {
    await rows?.destroy().catch(() => {});
    throw asCatalogueFailure(cause);
  }
}

function connect(file: string): InstanceType<typeof DatabaseSync> {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  connection.exec("pragma journal_mode = wal");
  connection.exec("pragma synchronous = full");
  // 16 MiB of pages, of every process that has the catalogue open. What does not fit is asked of the system, which keeps it as
  // well: with 64 MiB no question of 200,000 pages was answered sooner.
  connection.exec("pragma cache_size = -16384");
  return connection;
}

/** What others committed is counted by `data_version`, what this connection changed by `total_changes`. */
function changeMarkOf(connection: InstanceType<typeof DatabaseSync>): () => string {
  const statement = connection.prepare("select data_version as others, total_changes() as own from pragma_data_version");
  return () => {
    try {
      const mark = statement.get();
      return `${mark?.["others"]}.${mark?.["own"]}`;
    } catch (cause) {
      throw asCatalogueFailure(cause);
    }
  };
}

async function damageOf(rows: Kysely<Schema>): Promise<readonly string[]> {
  const { rows: found } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(rows);
  return found.map((row) => row.integrity_check).filter((line) => line !== "ok");
}
