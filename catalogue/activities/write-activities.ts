/** Writes the log, in the transaction that changes what the public is shown. */
import type { Selectable } from "kysely";
import type { Activity, ActivityKind } from "../../pipeline/publication-log.ts";
import type { Change, Database } from "../database.ts";
import type { AnnouncedItemTable } from "../schema.ts";
import { type Shown, shownNow } from "./shown.ts";

/**
 * Compare what the public is shown of these items with what the log says, and write what happened. Items about which something
 * is not disclosed become due. Take locks of items before; nothing but the log may be locked after this.
 * @returns items of which something was written
 */
export async function writeActivities(database: Database, change: Change, itemIds: Iterable<string>): Promise<readonly string[]> {
  const written: string[] = [];
  for (const itemId of [...new Set(itemIds)].sort()) {
    const shown = await shownNow(change, itemId);
    if ("missing" in shown) await markDue(change, itemId);
    else if (await writeActivity(database, change, itemId, shown)) written.push(itemId);
  }
  return written;
}

/** The item is looked at again when somebody discloses what is missing. */
export async function markDue(change: Change, itemId: string): Promise<void> {
  await change
    .insertInto("disclosure_due")
    .values({ item_id: itemId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

type Settled = Exclude<Shown, { readonly missing: unknown }>;

async function writeActivity(database: Database, change: Change, itemId: string, shown: Settled): Promise<boolean> {
  await change.deleteFrom("disclosure_due").where("item_id", "=", itemId).execute();
  const before = await change.selectFrom("announced_item").selectAll().where("item_id", "=", itemId).executeTakeFirst();
  const kind = kindBetween(before, shown);
  if (kind === undefined) return false;
  const publication = shown.isPublic ? shown.publication : (before?.publication ?? "");
  const sets = shown.isPublic ? shown.sets : (JSON.parse(before?.sets ?? "[]") as Activity["sets"]);
  const line: Activity = { ...(await nextLine(database, change)), itemId, kind, publication, sets };
  await change.insertInto("activity").values(asActivityRow(line)).execute();
  await announce(change, line);
  return true;
}

/** What must be told of an item, or undefined where harvesters know all of it. */
function kindBetween(before: Selectable<AnnouncedItemTable> | undefined, shown: Settled): ActivityKind | undefined {
  const wasPublic = before?.is_public === 1;
  if (!shown.isPublic) return wasPublic ? "delete" : undefined;
  if (!wasPublic) return "create";
  const isSame = before.publication === shown.publication && before.sets === setsText(shown.sets);
  return isSame ? undefined : "update";
}

/**
 * The next number and its time. Whoever takes one holds the clock until the transaction ends, so lines become visible in their
 * order and without gaps. The time is asked for afterwards and rounded up: who asked for changes before this one was visible has
 * an earlier time, and finds it the next time.
 */
async function nextLine(database: Database, change: Change): Promise<Pick<Activity, "number" | "at">> {
  const last = await change
    .updateTable("activity_clock")
    .set((row) => ({ number: row("number", "+", 1) }))
    .where("id", "=", 1)
    .returning(["number", "at"])
    .executeTakeFirstOrThrow();
  const now = `${database.now(0.999).slice(0, "2026-11-20T08:00:00".length)}Z`;
  const at = now > last.at ? now : last.at;
  await change.updateTable("activity_clock").set({ at }).where("id", "=", 1).execute();
  return { number: last.number, at };
}

/** Sets as they are kept and compared, whatever order the properties came in. */
function setsText(sets: Activity["sets"]): string {
  return JSON.stringify(sets.map(({ kind, slug, name }) => ({ kind, slug, name })));
}

/** The columns of a line. */
export function asActivityRow({ number, itemId, kind, at, publication, sets }: Activity) {
  return { number, item_id: itemId, kind, at, publication, sets: setsText(sets) };
}

/** Fold a line into the standing of its item. */
export async function announce(change: Change, { itemId, kind, at, publication, sets }: Activity): Promise<void> {
  const values = { is_public: kind === "delete" ? 0 : 1, at, publication, sets: setsText(sets) };
  await change
    .insertInto("announced_item")
    .values({ item_id: itemId, ...values })
    .onConflict((conflict) => conflict.column("item_id").doUpdateSet(values))
    .execute();
  await change.deleteFrom("announced_set").where("item_id", "=", itemId).execute();
  if (sets.length === 0) return;
  await change
    .insertInto("announced_set")
    .values(sets.map((set) => ({ item_id: itemId, at, ...set })))
    .execute();
}
