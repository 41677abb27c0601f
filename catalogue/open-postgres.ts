/** Opens the catalogue in a PostgreSQL database (13 or later). */
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Backend } from "./database.ts";
import { asCatalogueFailure, isLostConnection, isWorthRepeating } from "./failures.ts";
import { migrate } from "./migrate.ts";
import { repeated } from "./repeated.ts";
import type { Schema } from "./schema.ts";

const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/**
 * A host that is cut off in the middle of a transaction keeps what it locked until the server gives it up, which is after two hours
 * by itself. No transaction of ours thinks this long between two statements.
 */
const MOST_IDLE_IN_TRANSACTION_MS = 60_000;

/**
 * @param databaseUrl postgres://user:password@host:port/database; our tables go to the first schema of its search path
 * @throws {ServiceError} SVC-CATALOGUE
 */
export async function openPostgres(databaseUrl: string): Promise<Backend> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: MOST_IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  // An idle connection that breaks is replaced at the next query, which reports what is wrong.
  pool.on("error", () => {});
  // So is one that breaks in the hands of a transaction; the pool does not listen to those, and an unheard error ends the process.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const rows = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { rows: found } = await sql<{ schema: string }>`select current_schema() as schema`.execute(rows);
    await migrateBesideOthers(rows, found[0]?.schema);
    const askForMark = () => repeated(() => snapshotOf(rows), isLostConnection);
    return { rows, hasRowLocks: true, damage: async () => [], changeMark: asSharedQuestion(askForMark) };
  } catch (cause) {
    await rows.destroy();
    throw asCatalogueFailure(cause);
  }
}

/** Which transactions this moment sees: the text is another one as soon as any of them is committed. */
async function snapshotOf(rows: Kysely<Schema>): Promise<string> {
  const { rows: found } = await sql<{ mark: string }>`select pg_current_snapshot()::text as mark`.execute(rows);
  return found[0]?.mark ?? "";
}

/** One question at a time: who comes while one is on its way shares the next, which is asked after they came. */
function asSharedQuestion<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    const begun = ask().finally(() => {
      if (running === begun) running = undefined;
    });
    running = begun;
    return begun;
  };
  return () => {
    if (!running) return start();
    const startNext = (): Promise<T> => {
      next = undefined;
      return start();
    };
    next ??= running.then(startNext, startNext);
    return next;
  };
}

/** PostgreSQL's codes for a schema, table or column that was there a moment ago. */
const VANISHED: ReadonlySet<unknown> = new Set(["3F000", "42P01", "42703"]);
const ATTEMPTS = 5;

/**
 * Kysely lists the tables of the whole database, and fails when another program drops a schema of its own meanwhile. And workers of
 * the release before may hold a table that a step wants while they wait for one that it has. Migrating again does no harm.
 */
async function migrateBesideOthers(rows: Kysely<Schema>, schema: string | undefined): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await migrate(rows, schema);
    } catch (error) {
      const isPassing = VANISHED.has((error as { readonly code?: unknown }).code) || isWorthRepeating(error);
      if (attempt === ATTEMPTS || !isPassing) throw error;
    }
  }
}

/** Counts and sizes are bigint in PostgreSQL and stay far below 2^53 here; pg would give texts. */
function getTypeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number;
  return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
}
