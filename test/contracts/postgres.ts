/** A PostgreSQL database for tests: a schema of its own each, dropped afterwards. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { DATABASE_URL } from "../services.ts";

/** A schema that nobody else uses. */
export interface FreshSchema {
  readonly databaseUrl: string;
  drop(): Promise<void>;
  /** End all connections to it, as a restart of the server does. */
  cutConnections(): Promise<void>;
  /** What its tables and indexes weigh. */
  sizeBytes(): Promise<number>;
}

/** A fresh schema, and the URL that leads to it. */
export async function freshSchema(): Promise<FreshSchema> {
  const schema = namedSchema(`sohoa_test_${randomBytes(6).toString("hex")}`);
  await schema.create();
  return schema;
}

/** A schema with a name of ours, for who comes back to it; not made yet. */
export function namedSchema(schema: string): FreshSchema & { create(): Promise<void> } {
  const url = new URL(DATABASE_URL);
  url.searchParams.set("application_name", schema);
  url.searchParams.set("options", `-c search_path=${schema} -c client_min_messages=warning`);
  return {
    databaseUrl: url.href.replaceAll("+", "%20"),
    create: async () => void (await run(`create schema if not exists ${schema}`)),
    drop: async () => void (await run(`drop schema if exists ${schema} cascade`)),
    cutConnections: async () =>
      void (await run(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${schema}'`)),
    async sizeBytes() {
      const all = `select sum(pg_total_relation_size(oid)) as bytes from pg_class where relkind = 'r' and relnamespace = '${schema}'::regnamespace`;
      return Number((await run(all))[0]?.["bytes"] ?? 0);
    },
  };
}

async function run(text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
