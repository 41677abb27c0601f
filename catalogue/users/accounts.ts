/** Accounts in the catalogue's database: made, changed and removed by those who manage them, each change with its line in the log. */
import { randomUUID } from "node:crypto";
import { InputError } from "../../pipeline/errors.ts";
import type { Change, Database } from "../database.ts";
import { accountName } from "./account-name.ts";
import { accountsIn, heldAccount, putToken } from "./account-rows.ts";
import { writeAudit } from "./audit-log.ts";
import type { Accounts } from "./port.ts";

/** A token for a password goes by letter or telephone; that for the first administrator stands in a terminal. */
const TOKEN_SECONDS = 72 * 3600;
const FIRST_TOKEN_SECONDS = 3600;

/** Accounts over an open database. */
export function accountsOver(database: Database): Accounts {
  return {
    accounts: () => database.read((rows) => accountsIn(rows)),

    async addAccount(actor, given, role) {
      const name = accountName(given);
      if (name === undefined) throw new InputError({ code: "USER-NAME", subject: given });
      return await database.change(async (change) => {
        const id = randomUUID();
        const added = await change
          .insertInto("account")
          .values({ id, name, role, password: null, created_at: database.now() })
          .onConflict((conflict) => conflict.column("name").doNothing())
          .executeTakeFirst();
        if (added.numInsertedOrUpdatedRows === 0n) throw new InputError({ code: "USER-EXISTS", subject: name });
        await writeAudit(database, change, { actor, action: "account-added", subject: name, facts: { id, role } });
        return await putToken(database, change, id, TOKEN_SECONDS);
      });
    },

    setRole: (actor, name, role) =>
      database.change(async (change) => {
        const account = await heldAccount(database, change, name);
        if (role !== "admin") await keepAnAdministrator(database, change, account);
        await change.updateTable("account").set({ role }).where("id", "=", account.id).execute();
        await endSessions(change, account.id);
        const facts = { from: account.role, to: role };
        await writeAudit(database, change, { actor, action: "role-changed", subject: account.name, facts });
      }),

    resetPassword: (actor, name) =>
      database.change(async (change) => {
        const account = await heldAccount(database, change, name);
        await change.updateTable("account").set({ password: null }).where("id", "=", account.id).execute();
        await endSessions(change, account.id);
        await writeAudit(database, change, { actor, action: "password-reset", subject: account.name });
        return await putToken(database, change, account.id, TOKEN_SECONDS);
      }),

    removeAccount: (actor, name) =>
      database.change(async (change) => {
        const account = await heldAccount(database, change, name);
        await keepAnAdministrator(database, change, account);
        // Grants, sessions and tokens go with it.
        await change.deleteFrom("account").where("id", "=", account.id).execute();
        const facts = { id: account.id, role: account.role };
        await writeAudit(database, change, { actor, action: "account-removed", subject: account.name, facts });
      }),

    setGrant: (actor, name, item, isGranted) =>
      database.change(async (change) => {
        const account = await heldAccount(database, change, name);
        const row = { account_id: account.id, item_id: item };
        const isChanged = await (isGranted ? addGrant(change, row) : removeGrant(change, row));
        const action = isGranted ? "grant-added" : "grant-removed";
        if (isChanged) await writeAudit(database, change, { actor, action, subject: account.name, facts: { item } });
        return isChanged;
      }),

    firstToken: () =>
      database.change(async (change) => {
        if (await change.selectFrom("account").select("id").limit(1).executeTakeFirst()) return undefined;
        await writeAudit(database, change, { actor: "serve", action: "first-token-made", subject: "" });
        return await putToken(database, change, null, FIRST_TOKEN_SECONDS);
      }),
  };
}

interface GrantRow {
  readonly account_id: string;
  readonly item_id: string;
}

async function addGrant(change: Change, row: GrantRow): Promise<boolean> {
  const query = change.insertInto("account_grant").values(row);
  const { numInsertedOrUpdatedRows } = await query
    .onConflict((conflict) => conflict.columns(["account_id", "item_id"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function removeGrant(change: Change, { account_id, item_id }: GrantRow): Promise<boolean> {
  const query = change.deleteFrom("account_grant").where("account_id", "=", account_id).where("item_id", "=", item_id);
  return (await query.executeTakeFirstOrThrow()).numDeletedRows === 1n;
}

async function endSessions(change: Change, accountId: string): Promise<void> {
  await change.deleteFrom("session").where("account_id", "=", accountId).execute();
}

/** Somebody must be left who manages the accounts. @throws {InputError} USER-LAST-ADMIN */
async function keepAnAdministrator(
  database: Database,
  change: Change,
  account: { readonly id: string; readonly name: string; readonly role: string },
): Promise<void> {
  if (account.role !== "admin") return;
  const query = change.selectFrom("account").select("id").where("role", "=", "admin").orderBy("id");
  const administrators = await (database.hasRowLocks ? query.forUpdate() : query).execute();
  if (administrators.every(({ id }) => id === account.id)) {
    throw new InputError({ code: "USER-LAST-ADMIN", subject: account.name });
  }
}
