/**
 * Kysely over `@photostructure/sqlite`, which has the interface of `node:sqlite`.
 * Differs from Kysely's own SQLite dialect in two points: transactions begin IMMEDIATE, so that a writer waits at its
 * first word instead of failing at its last; and migrations run in transactions, which SQLite allows.
 */
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

/** Longer texts are bulk inserts of varying length: keeping them prepared would only hold memory. */
const LONGEST_KEPT_SQL = 4000;
const MOST_KEPT_STATEMENTS = 200;

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A dialect over one open connection. */
export function sqliteDialect(connection: InstanceType<typeof DatabaseSync>): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ImmediateDriver({ database: asKyselyDatabase(connection) }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function asKyselyDatabase(connection: InstanceType<typeof DatabaseSync>): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => connection.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = connection.prepare(text);
      const prepared: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
      if (text.length <= LONGEST_KEPT_SQL) {
        if (kept.size >= MOST_KEPT_STATEMENTS) kept.clear();
        kept.set(text, prepared);
      }
      return prepared;
    },
  };
}
