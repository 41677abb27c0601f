/** The holdings' contract over SQLite and PostgreSQL. */
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { holdingsContract } from "./holdings.ts";
import { freshSchema } from "./postgres.ts";

holdingsContract("SQLite", (clock) => openCatalogue({ file: ":memory:" }, clock));

if (hasPostgres) {
  holdingsContract("PostgreSQL", async (clock) => {
    const { databaseUrl, drop } = await freshSchema();
    const catalogue = await openCatalogue({ databaseUrl }, clock);
    return {
      ...catalogue,
      async close() {
        await catalogue.close();
        await drop();
      },
    };
  });
} else {
  describe("the holdings over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
