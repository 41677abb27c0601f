/** Brings a database to the newest schema. Each migration is one transaction; running all of them again does nothing. */
import { type Kysely, type Migration, Migrator, sql } from "kysely";
import { ConfigError } from "../pipeline/errors.ts";
import * as ledger from "./migrations/0001-ledger.ts";
import * as holdings from "./migrations/0002-holdings.ts";
import * as plannedWorkflow from "./migrations/0003-planned-workflow.ts";
import * as verdicts from "./migrations/0004-verdicts.ts";
import * as search from "./migrations/0005-search.ts";
import * as publicationActivities from "./migrations/0006-publication-activities.ts";
import * as usersSessionsAudit from "./migrations/0007-users-sessions-audit.ts";
import * as registerAndOrganisations from "./migrations/0008-register-and-organisations.ts";
import * as workTallies from "./migrations/0009-work-tallies.ts";
import * as workLog from "./migrations/0010-work-log.ts";
import * as textVersions from "./migrations/0011-text-versions.ts";
import * as recordVersions from "./migrations/0012-record-versions.ts";
import * as fixityEvidence from "./migrations/0013-fixity-evidence.ts";
import * as samplesAndSettings from "./migrations/0014-samples-and-settings.ts";
import * as itemUrgency from "./migrations/0015-item-urgency.ts";
import * as reportIndexes from "./migrations/0016-report-indexes.ts";
import * as counts from "./migrations/0017-counts.ts";

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-ledger": ledger,
  "0002-holdings": holdings,
  "0003-planned-workflow": plannedWorkflow,
  "0004-verdicts": verdicts,
  "0005-search": search,
  "0006-publication-activities": publicationActivities,
  "0007-users-sessions-audit": usersSessionsAudit,
  "0008-register-and-organisations": registerAndOrganisations,
  "0009-work-tallies": workTallies,
  "0010-work-log": workLog,
  "0011-text-versions": textVersions,
  "0012-record-versions": recordVersions,
  "0013-fixity-evidence": fixityEvidence,
  "0014-samples-and-settings": samplesAndSettings,
  "0015-item-urgency": itemUrgency,
  "0016-report-indexes": reportIndexes,
  "0017-counts": counts,
};

/**
 * Run what has not been run yet, all of it or nothing: killed half-way, the next opening begins anew.
 * @param schema the PostgreSQL schema that holds our tables; others in the same database may belong to other programs
 * @throws {ConfigError} CATALOGUE-NEWER when a newer release made steps that this one does not know; nothing is changed then
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
  if (error === undefined) return;
  const [unknown] = await unknownSteps(db).catch(() => []);
  if (unknown !== undefined) throw new ConfigError({ code: "CATALOGUE-NEWER", facts: { step: unknown }, cause: error });
  throw error;
}

/** Steps that were made here and are not among ours. */
async function unknownSteps<Tables>(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS));
}
