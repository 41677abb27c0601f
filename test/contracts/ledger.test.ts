/** The ledger's contract over SQLite in memory, SQLite in a file, and PostgreSQL. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { ledgerContract } from "./ledger.ts";
import { freshSchema } from "./postgres.ts";

ledgerContract("SQLite in memory", async (clock) => {
  const { ledger, close } = await openCatalogue({ file: ":memory:" }, clock);
  return { ledger, remove: close };
});

ledgerContract("SQLite in a file", async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-ledger-"));
  const { ledger, close } = await openCatalogue({ file: join(folder, "catalogue.sqlite") }, clock);
  return {
    ledger,
    async remove() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
});

if (hasPostgres) {
  ledgerContract("PostgreSQL", async (clock) => {
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
  describe("the ledger over PostgreSQL", () => {
    test.skip("no PostgreSQL answers at DATABASE_URL_TEST");
  });
}
