/** Targets and organisations in the catalogue's database. */
import type { z } from "zod";
import { canonicalJson } from "../../pipeline/derive.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Database } from "../database.ts";
import { checkOrganisations } from "../organisation/check-organisations.ts";
import { type Organisation, organisationSchema } from "../organisation/organisation.ts";
import { storedTarget, targetSchema } from "../target.ts";
import { writeAudit } from "../users/audit-log.ts";
import type { Organisations, Targets } from "./port.ts";

/** Targets over an open database. */
export function targetsOver(database: Database): Targets {
  return {
    async setTarget(given, actor) {
      const checked = targetSchema.safeParse(given);
      if (!checked.success) {
        throw new InputError({
          code: "TARGET-INVALID",
          subject: given.name,
          facts: { detail: wrongValues(checked.error, given) },
        });
      }
      const values = { target: canonicalJson(checked.data), set_at: database.now() };
      const { name: subject, percentage, deadline, unit, definition } = checked.data;
      await database.change(async (change) => {
        await change
          .insertInto("target")
          .values({ name: subject, ...values })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
          .execute();
        const facts = { percentage: String(percentage), deadline, unit, definition };
        if (actor !== undefined) await writeAudit(database, change, { actor, action: "target-set", subject, facts });
      });
      return checked.data;
    },

    removeTarget: (name, actor) =>
      database.change(async (change) => {
        const { numDeletedRows } = await change.deleteFrom("target").where("name", "=", name).executeTakeFirstOrThrow();
        const isRemoved = numDeletedRows > 0n;
        if (isRemoved && actor !== undefined) {
          await writeAudit(database, change, { actor, action: "target-removed", subject: name });
        }
        return isRemoved;
      }),

    targets: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("target").select("target").orderBy("name").execute();
        const targets = found.map((row) => storedTarget(JSON.parse(row.target)));
        return targets.sort((a, b) => (a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : 0));
      }),
  };
}

/** Organisations over an open database. */
export function organisationsOver(database: Database): Organisations {
  return {
    async setOrganisations(given) {
      const organisations = given.map((each) => {
        const checked = organisationSchema.safeParse(each);
        if (checked.success) return checked.data;
        const subject = String((each as { readonly id?: unknown }).id ?? "");
        throw new InputError({ code: "ORG-INVALID", subject, facts: { detail: wrongValues(checked.error, each) } });
      });
      const [problem] = checkOrganisations(organisations);
      if (problem) throw new InputError({ code: problem.code, subject: problem.id, facts: problem.facts });
      await database.change(async (change) => {
        await change.deleteFrom("organisation").execute();
        for (const each of organisations) {
          await change
            .insertInto("organisation")
            .values({ id: each.id, organisation: canonicalJson(each), set_at: database.now() })
            .execute();
        }
      });
    },

    organisations: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("organisation").select("organisation").orderBy("id").execute();
        return found.map((row): Organisation => organisationSchema.parse(JSON.parse(row.organisation)));
      }),
  };
}

/** The values that do not fit, by name, in no language: what they should be is advice, which is said in the reader's. */
function wrongValues(error: z.ZodError, given: unknown): string {
  const valueAt = (path: readonly PropertyKey[]) =>
    path.reduce<unknown>((value, key) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], given);
  const wrong = error.issues.map(({ path }) => `${path.join(".")} = ${JSON.stringify(valueAt(path)) ?? "–"}`);
  return [...new Set(wrong)].join("; ");
}
