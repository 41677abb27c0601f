/** A PostgreSQL database for tests: a schema of its own each, dropped afterwards. */
import { randomBytes } from "node:crypto";
import pg from "pg";

const URL_FOR_TESTS = process.env["DATABASE_URL_TEST"] ?? "postgres://root@127.0.0.1:5432/test";
/** Set where services must be there: then an unreachable one fails the tests instead of skipping them. */
const IS_REQUIRED = process.env["SOHOA_REQUIRE_SERVICES"] === "1";

/** True when the tests over PostgreSQL shall run: it answers, or it is required to. */
export async function hasPostgres(): Promise<boolean> {
  if (IS_REQUIRED) return true;
  try {
    await run("select 1");
    return true;
  } catch {
    return false;
  }
}

/** A fresh schema, and the URL that leads to it. */
export async function freshSchema(): Promise<{ readonly databaseUrl: string; drop(): Promise<void> }> {
  const schema = `sohoa_test_${randomBytes(6).toString("hex")}`;
  await run(`create schema ${schema}`);
  const url = new URL(URL_FOR_TESTS);
  url.searchParams.set("options", `-c search_path=${schema} -c client_min_messages=warning`);
  return { databaseUrl: url.href.replaceAll("+", "%20"), drop: () => run(`drop schema ${schema} cascade`) };
}

async function run(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: URL_FOR_TESTS, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
