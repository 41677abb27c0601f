/** An open catalogue: reading, changing in one transaction, and the clock; the same over SQLite and PostgreSQL. */
import type { Kysely, Transaction } from "kysely";
import { isLostConnection, isWorthRepeating } from "./failures.ts";
import { repeated } from "./repeated.ts";
import type { Schema } from "./schema.ts";

/** Inside a transaction. */
export type Change = Transaction<Schema>;
/** Inside or outside a transaction. */
export type Rows = Kysely<Schema>;

/** What an adapter (`open-sqlite.ts`, `open-postgres.ts`) gives. */
export interface Backend {
  readonly rows: Rows;
  /** True where several transactions write at the same time, so that rows must be locked; SQLite lets in one writer at a time. */
  readonly hasRowLocks: boolean;
  /** What the database says about its own files; empty when sound. */
  readonly damage: () => Promise<readonly string[]>;
  /** See `Ledger.changeMark`. */
  readonly changeMark: () => string | Promise<string>;
}

/** The catalogue's database. */
export class Database {
  readonly hasRowLocks: boolean;
  readonly damage: () => Promise<readonly string[]>;
  readonly changeMark: () => string | Promise<string>;
  readonly #rows: Rows;
  readonly #clock: () => Date;

  constructor(backend: Backend, clock: () => Date) {
    this.#rows = backend.rows;
    this.hasRowLocks = backend.hasRowLocks;
    this.damage = backend.damage;
    this.changeMark = backend.changeMark;
    this.#clock = clock;
  }

  /** The time, ISO 8601 UTC with milliseconds, plus a span. */
  now(plusSeconds = 0): string {
    return new Date(this.#clock().getTime() + plusSeconds * 1000).toISOString();
  }

  /**
   * `query` runs again when the connection was lost under it.
   * @throws {ServiceError} SVC-CATALOGUE
   */
  async read<T>(query: (rows: Rows) => Promise<T>): Promise<T> {
    return await repeated(() => query(this.#rows), isLostConnection);
  }

  /**
   * One transaction, all or nothing. `work` may run again when PostgreSQL resolved a deadlock against it, or when the connection was
   * lost before it had ended. Lost later, nobody knows whether the server still committed: that is for the caller to find out.
   * @throws {ServiceError} SVC-CATALOGUE
   * @throws {SpaceError} SPACE-FULL
   */
  async change<T>(work: (change: Change) => Promise<T>): Promise<T> {
    let isDone = false;
    const once = async (change: Change): Promise<T> => {
      isDone = false;
      const result = await work(change);
      isDone = true;
      return result;
    };
    return await repeated(
      () => this.#rows.transaction().execute(once),
      (cause) => isWorthRepeating(cause) || (!isDone && isLostConnection(cause)),
    );
  }

  async close(): Promise<void> {
    await this.#rows.destroy();
  }
}
