/** How often somebody tried to sign in: by account and by address, counted before the password is looked at. */
import { digestOfText } from "../../pipeline/derive.ts";
import type { Change, Database } from "../database.ts";

/** Attempts within the span after which the next is refused. An address may be that of a whole reading room. */
const MOST_ATTEMPTS = { account: 5, address: 50 } as const;
const SPAN_MINUTES = 15;

/** What is limited. */
type Kind = keyof typeof MOST_ATTEMPTS;

/** Where an attempt stands. */
export interface Attempt {
  /** Whole minutes until the next attempt is looked at; 0 when this one may be. */
  readonly lockedMinutes: number;
  /** True for the attempt that closed the door. */
  readonly isLast: boolean;
}

/** Count an attempt, in a transaction of its own: guesses made at the same time are counted one after the other. */
export async function countAttempt(database: Database, kind: Kind, name: string): Promise<Attempt> {
  const key = keyOf(kind, name);
  return await database.change(async (change) => {
    const now = database.now();
    await change.deleteFrom("sign_in_attempt").where("until", "<=", now).where("key", "!=", key).execute();
    const row = await heldRow(database, change, key);
    const before = row.until <= now ? 0 : row.attempts;
    if (before >= MOST_ATTEMPTS[kind]) return { lockedMinutes: minutesUntil(row.until, now), isLast: false };
    const attempts = before + 1;
    const until = database.now(SPAN_MINUTES * 60);
    await change.updateTable("sign_in_attempt").set({ attempts, until }).where("key", "=", key).execute();
    return { lockedMinutes: 0, isLast: attempts === MOST_ATTEMPTS[kind] };
  });
}

/** The password was right: the account's attempts are forgotten, and the address gets this one back. */
export async function forgetAttempts(change: Change, name: string, address: string): Promise<void> {
  await change.deleteFrom("sign_in_attempt").where("key", "=", keyOf("account", name)).execute();
  await change
    .updateTable("sign_in_attempt")
    .set((row) => ({ attempts: row("attempts", "-", 1) }))
    .where("key", "=", keyOf("address", address))
    .where("attempts", ">", 0)
    .execute();
}

async function heldRow(database: Database, change: Change, key: string): Promise<{ attempts: number; until: string }> {
  await change
    .insertInto("sign_in_attempt")
    .values({ key, attempts: 0, until: "" })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  const query = change.selectFrom("sign_in_attempt").select(["attempts", "until"]).where("key", "=", key);
  return await (database.hasRowLocks ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

/** What was typed as a name may be a password, so only a hash of it is kept. */
function keyOf(kind: Kind, name: string): string {
  return digestOfText(`${kind} ${kind === "address" ? network(name) : name}`);
}

/** Of an IPv6 address the network that one household or office has (64 bits); others as they are. */
function network(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const [front, back] = [head, tail].map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, 8 - (front?.length ?? 0) - (back?.length ?? 0)) }, () => "0");
  const groups = [...(front ?? []), ...zeros, ...(back ?? [])];
  return groups.slice(0, 4).join(":");
}

function minutesUntil(until: string, now: string): number {
  return Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000));
}
