/** The contract of fixity evidence over SQLite and PostgreSQL. */
import { overBothDatabases } from "./both-databases.ts";
import { fixityContract } from "./fixity.ts";

overBothDatabases("evidence of fixity", (name, open) =>
  fixityContract(name, async (clock) => {
    const { ledger, close } = await open(clock);
    return { ledger, remove: close };
  }),
);
