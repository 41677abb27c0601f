/** The contract of the log of publications over SQLite and PostgreSQL. */
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { activitiesContract } from "./activities.ts";
import { freshSchema } from "./postgres.ts";

activitiesContract("SQLite", (clock) => openCatalogue({ file: ":memory:" }, clock));

if (hasPostgres) {
  activitiesContract("PostgreSQL", async (clock) => {
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
  describe("the log of publications over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
