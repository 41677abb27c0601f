/** The contract of record desks over SQLite and PostgreSQL. */
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { freshSchema } from "./postgres.ts";
import { recordVersionsContract } from "./record-versions.ts";

recordVersionsContract("SQLite", (clock) => openCatalogue({ file: ":memory:" }, clock), 1000);

if (hasPostgres) {
  recordVersionsContract(
    "PostgreSQL",
    async (clock) => {
      const { databaseUrl, drop } = await freshSchema();
      const catalogue = await openCatalogue({ databaseUrl }, clock);
      return {
        ...catalogue,
        async close() {
          await catalogue.close();
          await drop();
        },
      };
    },
    30,
  );
} else {
  describe("record desks over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
