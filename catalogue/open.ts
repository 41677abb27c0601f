/** The door to the catalogue: one database behind the ledger and the holdings. */
import type { Ledger } from "../pipeline/ledger.ts";
import { copiesOver } from "./backup/copies.ts";
import type { CatalogueCopies } from "./backup/port.ts";
import { Database } from "./database.ts";
import type { Holdings } from "./holdings/port.ts";
import { holdingsOver } from "./holdings.ts";
import { ledgerOver } from "./ledger.ts";
import { type Observer, observerOver } from "./observe/observer.ts";
import { openPostgres } from "./open-postgres.ts";
import { openSqlite } from "./open-sqlite.ts";
import type { RecordVersions } from "./record-versions/port.ts";
import { recordVersionsOver } from "./record-versions/record-versions.ts";
import type { SearchIndex } from "./search/port.ts";
import { searchIndexOver } from "./search/search-index.ts";
import type { Settings } from "./settings/port.ts";
import { settingsOver } from "./settings/settings.ts";
import type { TextVersions } from "./text/port.ts";
import { textVersionsOver } from "./text/text-versions.ts";
import type { PasswordCost } from "./users/passwords.ts";
import type { Users } from "./users/port.ts";
import { usersOver } from "./users/users.ts";
import type { WorkLog } from "./work-log/port.ts";
import { workLogOver } from "./work-log/work-log.ts";

/** Where the catalogue is: a file on a local disk (or ":memory:"), or a PostgreSQL database. */
export type CatalogueConfig = { readonly file: string } | { readonly databaseUrl: string };

/** An open catalogue. */
export interface Catalogue {
  readonly ledger: Ledger;
  readonly holdings: Holdings;
  readonly search: SearchIndex;
  readonly users: Users;
  readonly texts: TextVersions;
  readonly recordVersions: RecordVersions;
  readonly workLog: WorkLog;
  readonly settings: Settings;
  readonly copies: CatalogueCopies;
  readonly observer: Observer;
  close(): Promise<void>;
}

/**
 * Open the catalogue, making or migrating it where needed.
 * @param clock where all times in the catalogue come from
 * @param passwordCost what hashing a password takes, where it is to be another than the usual one
 * @throws {ServiceError} SVC-CATALOGUE when it cannot be reached
 */
export async function openCatalogue(config: CatalogueConfig, clock: () => Date, passwordCost?: PasswordCost): Promise<Catalogue> {
  const backend = "file" in config ? await openSqlite(config.file) : await openPostgres(config.databaseUrl);
  const database = new Database(backend, clock);
  return {
    ledger: ledgerOver(database),
    holdings: holdingsOver(database),
    search: searchIndexOver(database),
    users: usersOver(database, passwordCost),
    texts: textVersionsOver(database),
    recordVersions: recordVersionsOver(database),
    workLog: workLogOver(database),
    settings: settingsOver(database),
    copies: copiesOver(database),
    observer: observerOver(database),
    close: () => database.close(),
  };
}
