/** The search index's contract over SQLite and PostgreSQL. */
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { freshSchema } from "./postgres.ts";
import { searchContract } from "./search.ts";

const clock = () => new Date("2026-01-01T00:00:00Z");

searchContract("SQLite", () => openCatalogue({ file: ":memory:" }, clock));

if (hasPostgres) {
  searchContract("PostgreSQL", async () => {
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
  describe("the search index over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
