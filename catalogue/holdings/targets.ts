/** Targets and organisations in the catalogue's database. */
import type { z } from "zod";
import { canonicalJson } from "../../pipeline/derive.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Database } from "../database.ts";
import { checkOrganisations } from "../organisation/check-organisations.ts";
import { type Organisation, organisationSchema } from "../organisation/organisation.ts";
import { storedTarget, targetSchema } from "../target.ts";
import type { Organisations, Targets } from "./port.ts";

/** Targets over an open database. */
export function targetsOver(database: Database): Targets {
  return {
    async setTarget(given) {
      const checked = targetSchema.safeParse(given);
      if (!checked.success) {
        throw new InputError({ code: "TARGET-INVALID", subject: given.name, facts: { detail: detailOf(checked.error) } });
      }
      const values = { target: canonicalJson(checked.data), set_at: database.now() };
      await database.change((change) =>
        change
          .insertInto("target")
          .values({ name: checked.data.name, ...values })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
          .execute(),
      );
      return checked.data;
    },

    removeTarget: (name) =>
      database.change(async (change) => {
        const { numDeletedRows } = await change.deleteFrom("target").where("name", "=", name).executeTakeFirstOrThrow();
        return numDeletedRows > 0n;
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
        throw new InputError({ code: "ORG-INVALID", subject, facts: { detail: detailOf(checked.error) } });
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

function detailOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
}
