/** The evidence that items are digitized, gathered from the ledger in a handful of queries however many items there are. */
import { sql } from "kysely";
import { dayInVietnam } from "../calendar-day.ts";
import type { Database, Rows } from "../database.ts";
import type { Period } from "../organisation/organisation.ts";
import type { Damage, DigitizedItem } from "../progress/evidence.ts";

/** Everything that speaks for each item, by item id. */
export async function digitizedItems(database: Database): Promise<readonly DigitizedItem[]> {
  return await database.read(async (rows) => {
    const items = await rows.selectFrom("item").select(["id", "shelfmark"]).orderBy("id").execute();
    const pages = await pageCounts(rows);
    const pointers = await pointersOf(rows);
    const shown = await shownPeriods(rows);
    const archived = await firstDays(rows, "archive");
    const described = await firstDays(rows, "metadata-entry");
    const damage = await damageOf(rows);
    return items.map(({ id, shelfmark }) => {
      const { publication, aip, record } = pointers.get(id) ?? {};
      return {
        itemId: id,
        shelfmark,
        pages: pages.get(id) ?? 0,
        shown: publication === undefined ? [] : (shown.get(id) ?? []),
        archivedOn: aip === undefined ? undefined : archived.get(id),
        describedOn: record === undefined ? undefined : described.get(id),
        publication,
        aip,
        damage: damage.get(id) ?? [],
      };
    });
  });
}

async function pageCounts(rows: Rows): Promise<ReadonlyMap<string, number>> {
  const counted = await rows
    .selectFrom("page")
    .select(["item_id", rows.fn.countAll<string>().as("count")])
    .groupBy("item_id")
    .execute();
  return new Map(counted.map((row) => [row.item_id, Number(row.count)]));
}

type Pointers = { publication?: string; aip?: string; record?: string };

async function pointersOf(rows: Rows): Promise<ReadonlyMap<string, Pointers>> {
  const found = await rows
    .selectFrom("item")
    .innerJoin("current", (join) =>
      join
        .onRef("current.item_id", "=", "item.id")
        .onRef("current.subject", "=", "item.id")
        .on("current.role", "in", ["publication", "aip", "record"]),
    )
    .select(["item.id", "current.role", "current.digest"])
    .execute();
  const pointers = new Map<string, Pointers>();
  for (const { id, role, digest } of found) pointers.set(id, { ...pointers.get(id), [role]: digest });
  return pointers;
}

/** The days from which, and before which, the public could see an item, out of the log of what it was shown. */
async function shownPeriods(rows: Rows): Promise<ReadonlyMap<string, readonly Period[]>> {
  const activities = await rows.selectFrom("activity").select(["item_id", "kind", "at"]).orderBy("number").execute();
  const periods = new Map<string, Period[]>();
  for (const { item_id, kind, at } of activities) {
    const known = periods.get(item_id) ?? [];
    const open = known.at(-1);
    const isOpen = open !== undefined && open.until === undefined;
    if (kind === "delete" && isOpen) periods.set(item_id, [...known.slice(0, -1), { ...open, until: dayInVietnam(at) }]);
    if (kind !== "delete" && !isOpen) periods.set(item_id, [...known, { from: dayInVietnam(at) }]);
  }
  return periods;
}

async function firstDays(rows: Rows, stage: string): Promise<ReadonlyMap<string, string>> {
  const found = await rows
    .selectFrom("event")
    .select((each) => ["item_id", each.fn.min("ended_at").as("first")])
    .where("stage", "=", stage)
    .groupBy("item_id")
    .execute();
  return new Map(found.map((row) => [row.item_id, dayInVietnam(String(row.first))]));
}

/** Current artifacts whose last look found them missing or changed. */
async function damageOf(rows: Rows): Promise<ReadonlyMap<string, readonly Damage[]>> {
  const found = await rows
    .selectFrom("fixity as bad")
    .innerJoin("current", "current.digest", "bad.digest")
    .select(["current.item_id", "current.subject", "bad.digest", "bad.outcome", "bad.checked_at"])
    .where("bad.outcome", "!=", "match")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("fixity as later")
            .select(sql`1`.as("one"))
            .whereRef("later.digest", "=", "bad.digest")
            .whereRef("later.number", ">", "bad.number"),
        ),
      ),
    )
    .orderBy("bad.number")
    .execute();
  const damage = new Map<string, Damage[]>();
  for (const { item_id, subject, digest, outcome, checked_at } of found) {
    const page = subject === item_id ? undefined : subject;
    const each: Damage = { digest, outcome: outcome as Damage["outcome"], foundOn: dayInVietnam(checked_at), page };
    damage.set(item_id, [...(damage.get(item_id) ?? []), each]);
  }
  return damage;
}
