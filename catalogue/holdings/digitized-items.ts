/** The evidence that items are digitized, gathered from the ledger in a handful of queries however many items there are. */
import { sql } from "kysely";
import type { Role } from "../../pipeline/artifact.ts";
import { dayInVietnam, dayReader } from "../calendar-day.ts";
import type { Database, Rows } from "../database.ts";
import type { Period } from "../organisation/organisation.ts";
import type { Damage, DigitizedItem } from "../progress/evidence.ts";
import { lastSequence } from "./work-waiting.ts";

const NONE: readonly never[] = [];

/** Everything that speaks for each item, by item id: each item is visited once, and all that is its own looked up there. */
export async function digitizedItems(database: Database): Promise<readonly DigitizedItem[]> {
  return await database.read(async (rows) => {
    const items = await rows
      .selectFrom("item")
      .select([
        ...(["id", "shelfmark"] as const),
        lastSequence(rows).as("pages"),
        pointer(rows, "publication").as("publication"),
        pointer(rows, "aip").as("aip"),
        firstEnd(rows, "archive").as("archived"),
        firstEnd(rows, "metadata-entry")
          .where(({ exists }) => exists(pointer(rows, "record")))
          .as("described"),
      ])
      .orderBy("id")
      .execute();
    const shown = await shownPeriods(rows);
    const damage = await damageOf(rows);
    const dayOf = dayReader();
    return items.map(({ id, shelfmark, pages, publication, aip, archived, described }) => ({
      itemId: id,
      shelfmark,
      pages: Number(pages ?? 0),
      shown: publication === null ? NONE : (shown.get(id) ?? NONE),
      archivedOn: aip === null || archived === null ? undefined : dayOf(archived),
      describedOn: described === null ? undefined : dayOf(described),
      publication: publication ?? undefined,
      aip: aip ?? undefined,
      damage: damage.get(id) ?? NONE,
    }));
  });
}

/** The digest that the item's own pointer of a role names; looked up by the key of `current`, which also has all the pages. */
function pointer(rows: Rows, role: Role) {
  return rows
    .selectFrom("current")
    .select("current.digest")
    .where("current.subject", "=", sql.ref<string>("item.id"))
    .where("current.role", "=", role);
}

/** When the item's first run of a stage ended. */
function firstEnd(rows: Rows, stage: string) {
  return rows
    .selectFrom("event")
    .select((each) => each.fn.min("event.ended_at").as("first"))
    .where("event.stage", "=", stage)
    .where("event.item_id", "=", sql.ref<string>("item.id"));
}

/** The days from which, and before which, the public could see an item, out of the log of what it was shown. */
async function shownPeriods(rows: Rows): Promise<ReadonlyMap<string, readonly Period[]>> {
  const dayOf = dayReader();
  const activities = await rows.selectFrom("activity").select(["item_id", "kind", "at"]).orderBy("number").execute();
  const periods = new Map<string, Period[]>();
  for (const { item_id, kind, at } of activities) {
    const known = periods.get(item_id);
    const open = known?.at(-1);
    const isOpen = open !== undefined && open.until === undefined;
    if (kind === "delete" && known && isOpen) known[known.length - 1] = { ...open, until: dayOf(at) };
    if (kind === "delete" || isOpen) continue;
    if (known) known.push({ from: dayOf(at) });
    else periods.set(item_id, [{ from: dayOf(at) }]);
  }
  return periods;
}

/** Current artifacts whose last look found them missing or changed. */
async function damageOf(rows: Rows): Promise<ReadonlyMap<string, readonly Damage[]>> {
  const found = await rows
    .selectFrom("fixity as bad")
    .innerJoin("current", "current.digest", "bad.digest")
    .select(["current.item_id", "current.subject", "bad.digest", "bad.outcome", "bad.checked_at"])
    .where("bad.outcome", "!=", "match")
    // Readers are served from the store: what the second copy lost lowers no number.
    .where("bad.copy", "=", "store")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("fixity as later")
            .select(sql`1`.as("one"))
            .whereRef("later.digest", "=", "bad.digest")
            .whereRef("later.copy", "=", "bad.copy")
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
