/** Which account a person of the library's identity provider has: an administrator says so, one identity one account. */
import { InputError } from "../../pipeline/errors.ts";
import type { Database } from "../database.ts";
import { heldAccount } from "./account-rows.ts";
import { writeAudit } from "./audit-log.ts";
import type { Identities } from "./port.ts";

/** Identities over an open database. */
export function identitiesOver(database: Database): Identities {
  return {
    identities: () =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("outside_identity")
          .innerJoin("account", "account.id", "outside_identity.account_id")
          .select(["account.name", "outside_identity.issuer", "outside_identity.subject"])
          .orderBy("account.name")
          .execute();
        return found.map(({ name, ...identity }) => ({ account: name, ...identity }));
      }),

    linkIdentity: (actor, name, { issuer, subject }) =>
      database.change(async (change) => {
        const account = await heldAccount(database, change, name);
        const added = await change
          .insertInto("outside_identity")
          .values({ issuer, subject, account_id: account.id, linked_by: actor, linked_at: database.now() })
          .onConflict((conflict) => conflict.columns(["issuer", "subject"]).doNothing())
          .executeTakeFirst();
        if (added.numInsertedOrUpdatedRows === 0n) throw new InputError({ code: "IDENTITY-TAKEN", subject });
        const entry = { actor, action: "identity-linked", subject: account.name, facts: { issuer, subject } } as const;
        await writeAudit(database, change, entry);
      }),

    unlinkIdentities: (actor, name) =>
      database.change(async (change) => {
        const account = await heldAccount(database, change, name);
        const gone = await change
          .deleteFrom("outside_identity")
          .where("account_id", "=", account.id)
          .returning(["issuer", "subject"])
          .execute();
        // Who came in by them is not in any longer.
        if (gone.length > 0) await change.deleteFrom("session").where("account_id", "=", account.id).execute();
        for (const facts of gone)
          await writeAudit(database, change, { actor, action: "identity-unlinked", subject: account.name, facts });
        return gone.length;
      }),
  };
}
