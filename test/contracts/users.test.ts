/** The users' contract over SQLite and PostgreSQL. */
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { freshSchema } from "./postgres.ts";
import { QUICK_COST, usersContract } from "./users.ts";

usersContract("SQLite", (clock) => openCatalogue({ file: ":memory:" }, clock, QUICK_COST));

if (hasPostgres) {
  usersContract("PostgreSQL", async (clock) => {
    const { databaseUrl, drop } = await freshSchema();
    const catalogue = await openCatalogue({ databaseUrl }, clock, QUICK_COST);
    return {
      ...catalogue,
      async close() {
        await catalogue.close();
        await drop();
      },
    };
  });
} else {
  describe("the users over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
