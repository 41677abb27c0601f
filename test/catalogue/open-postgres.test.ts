import { sql } from "kysely";
import { expect, test } from "vitest";
import { openPostgres } from "../../catalogue/open-postgres.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { hasPostgres } from "../services.ts";

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
