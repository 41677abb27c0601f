/**
 * Kysely over `@photostructure/sqlite`, which has the interface of `node:sqlite`.
 * Differs from Kysely's own SQLite dialect in two points: transactions begin IMMEDIATE, so that a writer waits at its
 * first word instead of failing at its last; and migrations run in transactions, which SQLite allows.
 *
 * Waiting for the write lock is ours, not SQLite's: its busy handler would stop the whole process, lease renewals
 * included, and forever so when the lock is held by another connection of this very process.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseSync } from "@photostructure/sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";

/**
 * This library frees a statement only when its wrapper is collected as garbage, which may take long because the engine does
 * not see the memory behind it. So statements are kept and used again; `chunksOf` sees to it that bulk statements have
 * few lengths.
 */
const MOST_KEPT_STATEMENTS = 500;

/** A writer asks again after this long at most; the exact time is left to chance, so that several do not ask in step. */
const LONGEST_PAUSE_MS = 20;
const SQLITE_BUSY = 5;

class ImmediateDriver extends SqliteDriver {
  readonly #busyTimeoutMs: number;

  constructor(database: SqliteDatabase, busyTimeoutMs: number) {
    super({ database });
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const giveUpAt = performance.now() + this.#busyTimeoutMs;
    await connection.executeQuery(CompiledQuery.raw("pragma busy_timeout = 0"));
    try {
      while (!(await tryToBegin(connection, performance.now() > giveUpAt))) await sleep(Math.random() * LONGEST_PAUSE_MS);
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${this.#busyTimeoutMs}`));
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (thrown) {
      // What went wrong before is what counts, a full disk above all; it would be hidden by this.
      if (!isOverAlready(thrown)) throw thrown;
    }
  }
}

/** SQLite itself ends a transaction in which the disk was full or failed (sqlite.org/lang_transaction.html, section 3). */
function isOverAlready(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message.includes("no transaction is active");
}

async function tryToBegin(connection: DatabaseConnection, isLastTry: boolean): Promise<boolean> {
  try {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
    return true;
  } catch (thrown) {
    const code = (thrown as { readonly errcode?: number }).errcode ?? 0;
    if (isLastTry || (code & 0xff) !== SQLITE_BUSY) throw thrown;
    return false;
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A dialect over one open connection; a writer waits for the write lock up to `busyTimeoutMs`. */
export function sqliteDialect(connection: InstanceType<typeof DatabaseSync>, busyTimeoutMs: number): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ImmediateDriver(asKyselyDatabase(connection), busyTimeoutMs),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function asKyselyDatabase(connection: InstanceType<typeof DatabaseSync>): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close() {
      kept.clear();
      // Statements that live on keep the file from being truly closed: so the log is moved into the file here, that the
      // file alone is the whole catalogue. Where another connection is at work, it will do so instead.
      try {
        connection.exec("pragma busy_timeout = 0; pragma wal_checkpoint(truncate)");
      } catch {
        // A full disk has no room for it. What is committed stands in the log, and whoever opens the file next moves it.
      } finally {
        connection.close();
      }
    },
    prepare(text) {
      const prepared = kept.get(text) ?? prepare(connection, text);
      kept.delete(text);
      kept.set(text, prepared);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest);
      return prepared;
    },
  };
}

/**
 * Rows come as arrays and are made objects here: this library makes objects without a prototype, which costs twice as much for long
 * lists and is slow to read from.
 */
function prepare(connection: InstanceType<typeof DatabaseSync>, text: string): SqliteStatement {
  const statement = connection.prepare(text);
  const namesNow = () => statement.columns().map(({ name }) => name);
  let names = namesNow();
  if (names.length > 0) statement.setReturnArrays(true);
  const asRow = (values: readonly unknown[]): Readonly<Record<string, unknown>> => {
    // Another release may have added a column to a table of which all columns are asked for.
    if (values.length !== names.length) names = namesNow();
    const row: Record<string, unknown> = {};
    for (let at = 0; at < values.length; at++) row[names[at] as string] = values[at];
    return row;
  };
  return {
    reader: names.length > 0,
    all: (parameters) => (statement.all(...parameters) as unknown[][]).map(asRow),
    run: (parameters) => statement.run(...parameters),
    *iterate(parameters) {
      for (const values of statement.iterate(...parameters)) yield asRow(values as unknown as unknown[]);
    },
  };
}
