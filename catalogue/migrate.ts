/** Brings a database to the newest schema. Each migration is one transaction; running all of them again does nothing. */
import { type Kysely, type Migration, Migrator } from "kysely";
import * as ledger from "./migrations/0001-ledger.ts";
import * as holdings from "./migrations/0002-holdings.ts";
import * as plannedWorkflow from "./migrations/0003-planned-workflow.ts";
import * as verdicts from "./migrations/0004-verdicts.ts";
import * as search from "./migrations/0005-search.ts";
import * as publicationActivities from "./migrations/0006-publication-activities.ts";
import * as usersSessionsAudit from "./migrations/0007-users-sessions-audit.ts";
import * as registerAndOrganisations from "./migrations/0008-register-and-organisations.ts";

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-ledger": ledger,
  "0002-holdings": holdings,
  "0003-planned-workflow": plannedWorkflow,
  "0004-verdicts": verdicts,
  "0005-search": search,
  "0006-publication-activities": publicationActivities,
  "0007-users-sessions-audit": usersSessionsAudit,
  "0008-register-and-organisations": registerAndOrganisations,
};

/**
 * Run what has not been run yet.
 * @param schema the PostgreSQL schema that holds our tables; others in the same database may belong to other programs
 * @throws what the database threw
 */
export async function migrate<Tables>(db: Kysely<Tables>, schema?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    // Each stands for itself, and some were finished before others with a smaller number.
    allowUnorderedMigrations: true,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
