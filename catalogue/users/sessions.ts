/** Signing in and out. A session is 256 random bits in the reader's cookie; the catalogue has its hash. */
import { randomUUID } from "node:crypto";
import type { Change, Database } from "../database.ts";
import { accountName } from "./account-name.ts";
import { accountsIn } from "./account-rows.ts";
import { countAttempt, forgetAttempts } from "./attempts.ts";
import { writeAudit } from "./audit-log.ts";
import { hashOfPassword, isPassword, isStrongEnough, LEAST_CHARACTERS, needsRehash, type PasswordCost } from "./passwords.ts";
import type { OutsideIdentity, RedeemOutcome, Sessions, SignedIn, SignInOutcome } from "./port.ts";
import type { Role } from "./roles.ts";
import { hashOfSecret, newSecret } from "./secrets.ts";

/** A session ends when it is not used for this long, and in any case after a week. */
const IDLE_SECONDS = 12 * 3600;
const WHOLE_SECONDS = 7 * 24 * 3600;
/** Use is written down this often at most. */
const TOUCH_SECONDS = 300;

const REFUSED = { outcome: "refused" } as const;

/** Sessions over an open database; new passwords are hashed at this cost. */
export function sessionsOver(database: Database, cost: PasswordCost): Sessions {
  return {
    signIn: (name, password, address) => signIn(database, cost, { name, password, address }),
    signInOutside: (identity, address, role) =>
      database.change((change) => signInOutside(database, change, { identity, address, role })),
    redeem: (token, name, password, address) => redeem(database, cost, { token, name, password, address }),
    signedIn: (session) => signedIn(database, session),
    signOut: (session) =>
      database.change(async (change) => {
        const ended = await change
          .deleteFrom("session")
          .where("secret_hash", "=", hashOfSecret(session))
          .returning("account_id")
          .executeTakeFirst();
        const account = ended && (await accountsIn(change, ended.account_id))[0];
        if (account) await writeAudit(database, change, { actor: account.name, action: "signed-out", subject: account.name });
      }),
  };
}

interface Given {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}

async function signIn(database: Database, cost: PasswordCost, given: Given): Promise<SignInOutcome> {
  const name = accountName(given.name);
  const locked = await lockedFor(database, name ?? given.name, given.address);
  if (locked > 0) return { outcome: "locked", minutes: locked };
  const account =
    name === undefined
      ? undefined
      : await database.read((rows) =>
          rows.selectFrom("account").select(["id", "name", "password"]).where("name", "=", name).executeTakeFirst(),
        );
  const stored = account?.password ?? undefined;
  const isRight = await isPassword(given.password, stored, cost);
  if (!isRight || !account || stored === undefined) return REFUSED;
  const better = needsRehash(stored, cost) ? await hashOfPassword(given.password, cost) : undefined;
  return await database.change(async (change) => {
    // The password may have been reset while it was looked at.
    const held = change.selectFrom("account").select("id").where("id", "=", account.id).where("password", "=", stored);
    if (!(await (database.hasRowLocks ? held.forUpdate() : held).executeTakeFirst())) return REFUSED;
    if (better) await change.updateTable("account").set({ password: better }).where("id", "=", account.id).execute();
    return await openSession(database, change, account, given.address);
  });
}

/** Count the attempt; minutes that the door stays closed, or 0. */
async function lockedFor(database: Database, name: string, address: string): Promise<number> {
  const attempts = [
    { kind: "account", of: name, ...(await countAttempt(database, "account", name)) },
    { kind: "address", of: address, ...(await countAttempt(database, "address", address)) },
  ];
  for (const { kind, of, isLast } of attempts) {
    // A name that cannot be one is whatever was typed, perhaps a password.
    const subject = kind === "account" ? (accountName(of) ?? "") : of;
    const entry = { actor: "", action: "sign-in-locked", subject, facts: { by: kind, address } } as const;
    if (isLast) await database.change((change) => writeAudit(database, change, entry));
  }
  return Math.max(...attempts.map(({ lockedMinutes }) => lockedMinutes));
}

interface Coming {
  readonly identity: OutsideIdentity;
  readonly address: string;
  readonly role: Role | undefined;
}

async function signInOutside(database: Database, change: Change, { identity, address, role }: Coming): Promise<SignInOutcome> {
  const found = await change
    .selectFrom("outside_identity")
    .innerJoin("account", "account.id", "outside_identity.account_id")
    .select(["account.id", "account.name", "account.role"])
    .where("outside_identity.issuer", "=", identity.issuer)
    .where("outside_identity.subject", "=", identity.subject)
    .executeTakeFirst();
  if (!found) return REFUSED;
  // Nobody becomes an administrator, or stops being one, by what another system says.
  if (role !== undefined && role !== found.role && found.role !== "admin" && role !== "admin") {
    await change.updateTable("account").set({ role }).where("id", "=", found.id).execute();
    await change.deleteFrom("session").where("account_id", "=", found.id).execute();
    const facts = { from: found.role, to: role, issuer: identity.issuer };
    await writeAudit(database, change, { actor: "oidc", action: "role-changed", subject: found.name, facts });
  }
  return await openSession(database, change, found, address, { by: "oidc" });
}

async function redeem(
  database: Database,
  cost: PasswordCost,
  { token, ...given }: Given & { readonly token: string },
): Promise<RedeemOutcome> {
  const { lockedMinutes } = await countAttempt(database, "address", given.address);
  if (lockedMinutes > 0) return { outcome: "locked", minutes: lockedMinutes };
  const name = accountName(given.name);
  if (name === undefined || !(await isGood(database, token, name))) return REFUSED;
  if (!isStrongEnough(given.password, name)) return { outcome: "weak", leastCharacters: LEAST_CHARACTERS };
  const password = await hashOfPassword(given.password, cost);
  return await database.change(async (change) => {
    const used = await change
      .deleteFrom("one_time_token")
      .where("secret_hash", "=", hashOfSecret(token))
      .where("expires_at", ">", database.now())
      .returning("account_id")
      .executeTakeFirst();
    const account = used && (await ownerOf(database, change, used.account_id, name));
    if (!account) return REFUSED;
    await change.updateTable("account").set({ password }).where("id", "=", account.id).execute();
    await change.deleteFrom("session").where("account_id", "=", account.id).execute();
    await writeAudit(database, change, { actor: name, action: "password-set", subject: name });
    return await openSession(database, change, account, given.address);
  });
}

/** True when the token is there and is this name's; the first token is anybody's. */
async function isGood(database: Database, token: string, name: string): Promise<boolean> {
  const found = await database.read((rows) =>
    rows
      .selectFrom("one_time_token")
      .leftJoin("account", "account.id", "one_time_token.account_id")
      .select(["one_time_token.account_id", "account.name"])
      .where("one_time_token.secret_hash", "=", hashOfSecret(token))
      .where("one_time_token.expires_at", ">", database.now())
      .executeTakeFirst(),
  );
  return found !== undefined && (found.account_id === null || found.name === name);
}

/** The account that a token belongs to; the first administrator is made here, unless somebody was faster. */
async function ownerOf(database: Database, change: Change, id: string | null, name: string) {
  if (id !== null) {
    const found = change.selectFrom("account").select(["id", "name"]).where("id", "=", id).where("name", "=", name);
    return await found.executeTakeFirst();
  }
  if (await change.selectFrom("account").select("id").limit(1).executeTakeFirst()) return undefined;
  const account = { id: randomUUID(), name };
  await change
    .insertInto("account")
    .values({ ...account, role: "admin", password: null, created_at: database.now() })
    .execute();
  const facts = { id: account.id, role: "admin" };
  await writeAudit(database, change, { actor: name, action: "account-added", subject: name, facts });
  return account;
}

async function openSession(
  database: Database,
  change: Change,
  { id, name }: { readonly id: string; readonly name: string },
  address: string,
  way: Readonly<Record<string, string>> = {},
): Promise<SignInOutcome> {
  const [session, now] = [newSecret(), database.now()];
  await change.deleteFrom("session").where("used_at", "<", database.now(-IDLE_SECONDS)).execute();
  await change
    .insertInto("session")
    .values({ secret_hash: hashOfSecret(session), account_id: id, created_at: now, used_at: now })
    .execute();
  await forgetAttempts(change, name, address);
  await writeAudit(database, change, { actor: name, action: "signed-in", subject: name, facts: { address, ...way } });
  const [account] = await accountsIn(change, id);
  return account ? { outcome: "signed-in", session, account } : REFUSED;
}

async function signedIn(database: Database, session: string): Promise<SignedIn | undefined> {
  const secret_hash = hashOfSecret(session);
  const found = await database.read(async (rows) => {
    const row = await rows.selectFrom("session").selectAll().where("secret_hash", "=", secret_hash).executeTakeFirst();
    const isOver = !row || row.used_at <= database.now(-IDLE_SECONDS) || row.created_at <= database.now(-WHOLE_SECONDS);
    const [account] = isOver ? [] : await accountsIn(rows, row.account_id);
    return account && row ? { account, usedAt: row.used_at } : undefined;
  });
  if (!found) return undefined;
  if (found.usedAt <= database.now(-TOUCH_SECONDS)) {
    const used_at = database.now();
    await database.change((change) =>
      change.updateTable("session").set({ used_at }).where("secret_hash", "=", secret_hash).execute(),
    );
  }
  return { account: found.account };
}
