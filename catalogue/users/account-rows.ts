/** Accounts as rows. */
import { InputError } from "../../pipeline/errors.ts";
import type { Change, Database, Rows } from "../database.ts";
import { accountName } from "./account-name.ts";
import type { Account, OneTimeToken } from "./port.ts";
import { hashOfSecret, newSecret } from "./secrets.ts";

/** Everything about the accounts that `where` leaves, by name. */
export async function accountsIn(rows: Rows, id?: string): Promise<readonly Account[]> {
  const query = rows.selectFrom("account").selectAll().orderBy("name");
  const found = await (id === undefined ? query : query.where("id", "=", id)).execute();
  const granting = rows.selectFrom("account_grant").selectAll().orderBy("item_id");
  const grants = await (id === undefined ? granting : granting.where("account_id", "=", id)).execute();
  return found.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    hasPassword: row.password !== null,
    grants: grants.filter((grant) => grant.account_id === row.id).map((grant) => grant.item_id),
    createdAt: row.created_at,
  }));
}

/** The account of this name, held until the transaction ends. @throws {InputError} USER-UNKNOWN */
export async function heldAccount(database: Database, change: Change, text: string) {
  const name = accountName(text) ?? "";
  const query = change.selectFrom("account").selectAll().where("name", "=", name);
  const row = await (database.hasRowLocks ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw new InputError({ code: "USER-UNKNOWN", subject: text });
  return row;
}

/** Make a token, in the place of those that the account has (of no account: the first administrator's). */
export async function putToken(
  database: Database,
  change: Change,
  accountId: string | null,
  lifeSeconds: number,
): Promise<OneTimeToken> {
  const [token, expiresAt] = [newSecret(), database.now(lifeSeconds)];
  await change
    .deleteFrom("one_time_token")
    .where((row) =>
      row.or([row("account_id", accountId === null ? "is" : "=", accountId), row("expires_at", "<=", database.now())]),
    )
    .execute();
  await change
    .insertInto("one_time_token")
    .values({ secret_hash: hashOfSecret(token), account_id: accountId, expires_at: expiresAt })
    .execute();
  return { token, expiresAt };
}
