/** The evidence that items are digitized, gathered from the ledger in a handful of queries however many items there are. */
import type { Digest, Role } from "../../pipeline/artifact.ts";
import { dayInVietnam, dayReader } from "../calendar-day.ts";
import type { Database, Rows } from "../database.ts";
import { manyColumns } from "../many-rows.ts";
import { isNewestLook } from "../newest-look.ts";
import type { Period } from "../organisation/organisation.ts";
import type { Damage, DigitizedItem } from "../progress/evidence.ts";
import { pointersOfWholes } from "./whole-pointers.ts";
import { lastSequence } from "./work-waiting.ts";

const NONE: readonly never[] = [];

/** Everything that speaks for each item, by item id: each kind of evidence is read once for all items, in the order of its index. */
export async function digitizedItems(database: Database): Promise<readonly DigitizedItem[]> {
  return await database.read(async (rows) => {
    const items = await manyColumns(
      rows,
      ["id", "shelfmark", "pages"],
      rows
        .selectFrom("item")
        .select(["id", "shelfmark", lastSequence(rows).as("pages")])
        .orderBy("id"),
    );
    const [publications, aips] = [await digests(rows, "publication"), await digests(rows, "aip")];
    const [archived, described] = [await firstEnds(rows, "archive"), await firstEnds(rows, "metadata-entry")];
    const records = await digests(rows, "record");
    const shown = await shownPeriods(rows);
    const damage = await damageOf(rows);
    return items.id.map((id, at): DigitizedItem => {
      const [publication, aip] = [publications.get(id), aips.get(id)];
      return {
        itemId: id,
        shelfmark: items.shelfmark[at] as string,
        pages: Number(items.pages[at] ?? 0),
        shown: publication === undefined ? NONE : (shown.get(id) ?? NONE),
        archivedOn: aip === undefined ? undefined : archived.get(id),
        describedOn: records.has(id) ? described.get(id) : undefined,
        publication,
        aip,
        damage: damage.get(id) ?? NONE,
      };
    });
  });
}

/** The digest that the item's own pointer of a role names, by item. */
async function digests(rows: Rows, role: Role): Promise<ReadonlyMap<string, Digest>> {
  const found = await manyColumns(rows, ["item_id", "digest"], pointersOfWholes(rows, role).select(["item_id", "digest"]));
  return byItem(found.item_id, (at) => found.digest[at] as Digest);
}

/** The day on which the first run of a stage ended, by item. */
async function firstEnds(rows: Rows, stage: string): Promise<ReadonlyMap<string, string>> {
  const query = rows
    .selectFrom("event")
    .select((each) => ["item_id", each.fn.min("ended_at").as("first")])
    .where("stage", "=", stage)
    .groupBy("item_id");
  const found = await manyColumns(rows, ["item_id", "first"], query);
  const dayOf = dayReader();
  return byItem(found.item_id, (at) => dayOf(found.first[at] as string));
}

function byItem<Value>(itemIds: readonly string[], valueAt: (at: number) => Value): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (let at = 0; at < itemIds.length; at++) values.set(itemIds[at] as string, valueAt(at));
  return values;
}

/** The days from which, and before which, the public could see an item, out of the log of what it was shown. */
async function shownPeriods(rows: Rows): Promise<ReadonlyMap<string, readonly Period[]>> {
  const dayOf = dayReader();
  const query = rows.selectFrom("activity").select(["item_id", "kind", "at"]).orderBy("number");
  const found = await manyColumns(rows, ["item_id", "kind", "at"], query);
  const periods = new Map<string, Period[]>();
  found.item_id.forEach((itemId, row) => {
    const [kind, at] = [found.kind[row] as string, found.at[row] as string];
    const known = periods.get(itemId);
    const open = known?.at(-1);
    const isOpen = open !== undefined && open.until === undefined;
    if (kind === "delete" && known && isOpen) known[known.length - 1] = { ...open, until: dayOf(at) };
    if (kind === "delete" || isOpen) return;
    if (known) known.push({ from: dayOf(at) });
    else periods.set(itemId, [{ from: dayOf(at) }]);
  });
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
    .where(isNewestLook)
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
