/**
 * Rows that are counted as they come and go: a table of counts, filled with what is there, and triggers that keep it true. Triggers,
 * because only the database knows whether "insert or update" made a row, and because nobody can write past them: no statement of
 * ours, no older release that still runs beside this one, no hand.
 */
import { type Kysely, PostgresAdapter, sql } from "kysely";

/** What is counted. */
export interface Counting {
  /** The table whose rows are counted. */
  readonly of: string;
  /** The table of counts. It is made before, with a column for each key and `count`. */
  readonly into: string;
  /** For each key its value, in SQL, from the name under which a row goes. */
  readonly by: Readonly<Record<string, (row: string) => string>>;
  /** Which rows count, in SQL; a matter of the keys alone. All when absent. */
  readonly where?: (row: string) => string;
}

/** Rows as they are after a statement, and as they were before it; by the names that each database's triggers give them. */
const NAMES = { after: { postgres: "added", sqlite: "new" }, before: { postgres: "removed", sqlite: "old" } } as const;
const CHANGES = { after: 1, before: -1 } as const;
const EVENTS = { insert: ["after"], delete: ["before"], update: ["after", "before"] } as const;

/**
 * The key of counts that all writers would meet at: each connection adds to a row of its own, so that on PostgreSQL, where a row that
 * was changed is held until the transaction ends, they do not wait for each other. The count is the sum of the rows.
 */
export function ownSlot(db: Kysely<never>): () => string {
  return () => (isPostgres(db) ? "pg_backend_pid() % 64" : "0");
}

/** Fill the table of counts and have it kept. */
export async function countRows(db: Kysely<never>, counting: Counting): Promise<void> {
  for (const [event, moments] of Object.entries(EVENTS)) {
    const statements = isPostgres(db) ? postgresTrigger(counting, event, moments) : sqliteTrigger(counting, event, moments);
    for (const statement of statements) await sql.raw(statement).execute(db);
  }
  const { of, into } = counting;
  const keys = keysOf(counting);
  await sql
    .raw(
      `insert into ${into} (${keys}, count) select ${keys}, sum(change) from (${changes(counting, `"${of}"`, 1)}) found group by ${keys}`,
    )
    .execute(db);
}

type Moments = readonly (keyof typeof NAMES)[];

/** For each statement and not for each row: a row that is changed a thousand times in one transaction is found slower each time. */
function postgresTrigger(counting: Counting, event: string, moments: Moments): readonly string[] {
  const { of, into } = counting;
  const keys = keysOf(counting);
  const found = moments.map((moment) => changes(counting, NAMES[moment].postgres, CHANGES[moment])).join(" union all ");
  const tables = moments.map((moment) => `${moment === "after" ? "new" : "old"} table as ${NAMES[moment].postgres}`).join(" ");
  return [
    // In one order for all, or those that wait for each other's rows wait forever.
    `create function ${into}_${event}() returns trigger language plpgsql set search_path from current as $$ begin
       insert into ${into} (${keys}, count)
       select ${keys}, sum(change) from (${found}) found group by ${keys} having sum(change) <> 0 order by ${keys}
       ${adding(counting)};
       return null;
     end $$`,
    `create trigger ${into}_${event} after ${event} on "${of}" referencing ${tables}
     for each statement execute function ${into}_${event}()`,
  ];
}

function sqliteTrigger(counting: Counting, event: string, moments: Moments): readonly string[] {
  const { of, into, by } = counting;
  const moved = Object.values(by).map((key) => `${key("old")} is not ${key("new")}`);
  const steps = moments.map(
    (moment) =>
      `insert into ${into} (${keysOf(counting)}, count) ${changes(counting, undefined, CHANGES[moment], NAMES[moment].sqlite)} ${adding(counting)};`,
  );
  return [
    `create trigger ${into}_${event} after ${event} on "${of}" ${event === "update" ? `when ${moved.join(" or ")}` : ""}
     begin ${steps.join(" ")} end`,
  ];
}

/** One line for each row that counts. */
function changes({ by, where }: Counting, table: string | undefined, change: number, row = table ?? ""): string {
  const keys = Object.entries(by).map(([name, value]) => `${value(row)} as ${name}`);
  return `select ${keys.join(", ")}, ${change} as change ${table === undefined ? "" : `from ${table}`} where ${where?.(row) ?? "true"}`;
}

function adding(counting: Counting): string {
  return `on conflict (${keysOf(counting)}) do update set count = ${counting.into}.count + excluded.count`;
}

function keysOf({ by }: Counting): string {
  return Object.keys(by).join(", ");
}

function isPostgres(db: Kysely<never>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
