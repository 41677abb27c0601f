/** One contract over SQLite and over PostgreSQL, which is skipped visibly where no server answers. */
import { describe, test } from "vitest";
import { type Catalogue, openCatalogue } from "../../catalogue/open.ts";
import { hasPostgres } from "../services.ts";
import { freshSchema } from "./postgres.ts";

/** A suite for whatever database the catalogue is in. */
type Contract = (name: string, open: (clock: () => Date) => Promise<Catalogue>) => void;

/** Run it over both; `what` is what the contract is of. Each catalogue is empty and gone when it is closed. */
export function overBothDatabases(what: string, contract: Contract): void {
  contract("SQLite", (clock) => openCatalogue({ file: ":memory:" }, clock));
  if (hasPostgres) contract("PostgreSQL", openInSchema);
  else describe(`${what} over PostgreSQL`, () => test.skip("no PostgreSQL answers at DATABASE_URL_TEST"));
}

async function openInSchema(clock: () => Date): Promise<Catalogue> {
  const { databaseUrl, drop } = await freshSchema();
  const catalogue = await openCatalogue({ databaseUrl }, clock);
  return {
    ...catalogue,
    async close() {
      await catalogue.close();
      await drop();
    },
  };
}
