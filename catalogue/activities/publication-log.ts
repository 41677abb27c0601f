/** The log of publications over a database. */
import type { Selectable } from "kysely";
import type { Activity, Disclosure, ItemSet, PublicationLog, Undisclosed } from "../../pipeline/publication-log.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import { raiseVersion } from "../ledger/event-rows.ts";
import { holdItems } from "../locking.ts";
import type { ActivityTable } from "../schema.ts";
import { announcedItems } from "./announced.ts";
import { shownNow } from "./shown.ts";
import { writeActivities } from "./write-activities.ts";

/** The publications part of the ledger. */
export function publicationLog(database: Database): PublicationLog {
  return {
    ...announcedItems(database),

    disclose: (disclosures, itemId) => database.change((change) => disclose(database, change, disclosures, itemId)),

    undisclosed: (limit, after = "") =>
      database.read(async (rows) => {
        const due = await rows
          .selectFrom("disclosure_due")
          .select("item_id")
          .where("item_id", ">", after)
          .orderBy("item_id")
          .limit(limit)
          .execute();
        const found: Undisclosed[] = [];
        for (const { item_id: itemId } of due) {
          found.push({ itemId, missing: await missingOf(rows, itemId) });
        }
        return found;
      }),

    activities: (first, last) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("activity")
          .selectAll()
          .where("number", ">=", first)
          .where("number", "<=", last)
          .orderBy("number")
          .execute();
        return found.map(asActivity);
      }),

    activitiesOf: (itemId) =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("activity").selectAll().where("item_id", "=", itemId).orderBy("number").execute();
        return found.map(asActivity);
      }),

    logExtent: () =>
      database.read(async (rows) => {
        const { count, last } = await rows
          .selectFrom("activity")
          .select((row) => [row.fn.countAll<number>().as("count"), row.fn.max("number").as("last")])
          .executeTakeFirstOrThrow();
        const first = await rows.selectFrom("activity").select("at").orderBy("number").limit(1).executeTakeFirst();
        return { count, last: last ?? 0, earliest: first?.at };
      }),
  };
}

async function disclose(
  database: Database,
  change: Change,
  disclosures: readonly Disclosure[],
  itemId: string | undefined,
): Promise<Undisclosed["missing"]> {
  if (itemId !== undefined) await holdItems(database, change, [itemId], "exclusively");
  for (const chunk of chunksOf(disclosures)) {
    await change
      .insertInto("disclosure")
      .values(
        chunk.map(({ digest, access, record, holder, holdingClass }) => ({
          digest,
          access,
          record: record ?? null,
          holder: holder ?? null,
          holding_class: holdingClass ?? null,
        })),
      )
      .onConflict((conflict) => conflict.column("digest").doNothing())
      .execute();
  }
  if (itemId === undefined) return [];
  for (const written of await writeActivities(database, change, [itemId])) await raiseVersion(change, written);
  return await missingOf(change, itemId);
}

async function missingOf(rows: Rows, itemId: string): Promise<Undisclosed["missing"]> {
  const shown = await shownNow(rows, itemId);
  return "missing" in shown ? shown.missing : [];
}

function asActivity(row: Selectable<ActivityTable>): Activity {
  const { number, item_id: itemId, kind, at, publication } = row;
  return { number, itemId, kind, at, publication, sets: JSON.parse(row.sets) as readonly ItemSet[] };
}
