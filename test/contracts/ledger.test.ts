/** The ledger's contract over SQLite in memory, SQLite in a file, and PostgreSQL. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCatalogue } from "../../catalogue/open.ts";
import { overBothDatabases } from "./both-databases.ts";
import { ledgerContract } from "./ledger.ts";

overBothDatabases("the ledger", (name, open) =>
  ledgerContract(name, async (clock) => {
    const { ledger, close } = await open(clock);
    return { ledger, remove: close };
  }),
);

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
