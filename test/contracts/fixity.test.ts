/** The contract of fixity evidence over SQLite and PostgreSQL. */
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { fixityContract } from "./fixity.ts";
import { freshSchema } from "./postgres.ts";

fixityContract("SQLite in memory", async (clock) => {
  const { ledger, close } = await openCatalogue({ file: ":memory:" }, clock);
  return { ledger, remove: close };
});

if (hasPostgres) {
  fixityContract("PostgreSQL", async (clock) => {
    const { databaseUrl, drop } = await freshSchema();
    const { ledger, close } = await openCatalogue({ databaseUrl }, clock);
    return {
      ledger,
      async remove() {
        await close();
        await drop();
      },
    };
  });
} else {
  describe("evidence of fixity over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
