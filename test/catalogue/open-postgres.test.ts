import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { openPostgres } from "../../catalogue/open-postgres.ts";
import { ITEM, intake } from "../contracts/ledger-values.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { makeEarlier, openBare } from "../fixtures/earlier-home.ts";
import { DATABASE_URL, hasPostgres } from "../services.ts";

test.skipIf(!hasPostgres)(
  "the server gives up a transaction that its host left in the middle, and with it what it locked",
  async () => {
    const { databaseUrl, drop } = await freshSchema();
    const { rows } = await openPostgres(databaseUrl);
    const { rows: found } = await sql<{
      idle_in_transaction_session_timeout: string;
    }>`show idle_in_transaction_session_timeout`.execute(rows);
    await rows.destroy();
    await drop();
    expect(found).toEqual([{ idle_in_transaction_session_timeout: "1min" }]);
  },
);

/** End the connection of that process of the server, and wait until it has ended: what it had to say lies at our end then. */
async function cut(pid: number): Promise<void> {
  const other = new pg.Client({ connectionString: DATABASE_URL });
  await other.connect();
  await other.query("select pg_terminate_backend($1)", [pid]);
  await expect.poll(async () => (await other.query("select 1 from pg_stat_activity where pid = $1", [pid])).rowCount).toBe(0);
  await other.end();
}

test.skipIf(!hasPostgres)(
  "a connection that breaks between two statements ends its transaction and not the process",
  async () => {
    const { databaseUrl, drop } = await freshSchema();
    const { rows } = await openPostgres(databaseUrl);
    const broken = rows.transaction().execute(async (change) => {
      const { rows: mine } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(change);
      await cut(mine[0]?.pid ?? 0);
      await sql`select 1`.execute(change);
    });
    // An error that nobody listens to would end this run of tests as it would end a worker or a server.
    await expect(broken).rejects.toThrow();
    expect((await sql<{ one: number }>`select 1 as one`.execute(rows)).rows).toEqual([{ one: 1 }]);
    await rows.destroy();
    await drop();
  },
);

test.skipIf(!hasPostgres)(
  "an upgrade and a worker of the release before that want each other's tables both come to their end",
  async () => {
    const [today, earlier] = [await freshSchema(), await freshSchema()];
    const { ledger, close } = await openCatalogue(today, () => new Date());
    await intake(ledger, 2);
    await makeEarlier(today, earlier);
    const rows = openBare(earlier);
    const worker = rows.transaction().execute(async (change) => {
      // It is the other side that finds the circle, and has to give way.
      await sql`set local deadlock_timeout = '1min'`.execute(change);
      await sql`update task set priority = priority`.execute(change);
      const upgrade = openCatalogue(earlier, () => new Date());
      const waiting = () => sql`select 1 from pg_locks where not granted and relation = 'task'::regclass`.execute(rows);
      await expect.poll(async () => (await waiting()).rows.length, { timeout: 20_000 }).toBe(1);
      await sql`update "current" set role = role`.execute(change);
      return { upgrade };
    });
    const upgraded = await (await worker).upgrade;
    const counted = (await upgraded.ledger.tallies()).get(ITEM)?.having.get("image/master");
    await Promise.all([upgraded.close(), close(), rows.destroy()]);
    await Promise.all([today.drop(), earlier.drop()]);
    expect(counted).toBe(2);
  },
  60_000,
);
