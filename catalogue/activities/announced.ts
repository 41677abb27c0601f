/** Questions about items that are or were public. Every answer has a bounded length. */
import type { Selectable } from "kysely";
import type { Announced, AnnouncedItem, ItemSet, PublicationLog, SetKind } from "../../pipeline/publication-log.ts";
import type { Database, Rows } from "../database.ts";
import type { AnnouncedItemTable } from "../schema.ts";

/** The part of the log that lists items and sets. */
export function announcedItems(
  database: Database,
): Pick<PublicationLog, "announcedItem" | "announcedSince" | "countAnnounced" | "publicItems" | "lastChange" | "itemSets"> {
  return {
    announcedItem: (itemId) =>
      database.read(async (rows) => {
        const row = await rows.selectFrom("announced_item").selectAll().where("item_id", "=", itemId).executeTakeFirst();
        return row && asAnnounced(row);
      }),

    announcedSince: (which, { limit, after }) =>
      database.read(async (rows) => {
        const meant = announced(rows, which)
          .select(["item.item_id", "item.is_public", "item.at", "item.publication", "item.sets"])
          .orderBy("item.at")
          .orderBy("item.item_id")
          .limit(limit);
        if (after === undefined) return (await meant.execute()).map(asAnnounced);
        // An item that changes meanwhile moves to the end of this order and is met again there.
        const rest = meant
          .where("item.at", ">=", after.at)
          .where((row) => row.or([row("item.at", ">", after.at), row("item.item_id", ">", after.itemId)]));
        return (await rest.execute()).map(asAnnounced);
      }),

    countAnnounced: (which) =>
      database.read(async (rows) => {
        const counted = announced(rows, which).select((row) => row.fn.countAll<number>().as("count"));
        return (await counted.executeTakeFirstOrThrow()).count;
      }),

    publicItems: ({ limit, after = "", skip = 0 }) =>
      database.read(async (rows) => {
        const found = await settledItems(rows).selectAll().where("item_id", ">", after).limit(limit).offset(skip).execute();
        return found.map(asAnnounced);
      }),

    lastChange: ({ limit, skip }) =>
      database.read(async (rows) => {
        const { at } = await rows
          .selectFrom(settledItems(rows).select("at").limit(limit).offset(skip).as("part"))
          .select((row) => row.fn.max("part.at").as("at"))
          .executeTakeFirstOrThrow();
        return at ?? undefined;
      }),

    itemSets: ({ limit, after = { kind: "", slug: "" }, kind }) =>
      database.read(async (rows) => {
        const all = rows
          .selectFrom("announced_set")
          .select(["kind", "slug", (row) => row.fn.max("name").as("name")])
          .where("kind", ">=", after.kind as SetKind)
          .where((row) => row.or([row("kind", ">", after.kind as SetKind), row("slug", ">", after.slug)]))
          .groupBy(["kind", "slug"])
          .orderBy("kind")
          .orderBy("slug")
          .limit(limit);
        return await (kind === undefined ? all : all.where("kind", "=", kind)).execute();
      }),
  };
}

/** Public items of which everything is known, by identifier. */
function settledItems(rows: Rows) {
  return rows
    .selectFrom("announced_item")
    .where("is_public", "=", 1)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("disclosure_due")
            .select("disclosure_due.item_id")
            .whereRef("disclosure_due.item_id", "=", "announced_item.item_id"),
        ),
      ),
    )
    .orderBy("item_id");
}

function announced(rows: Rows, { from, until, set, isPublic }: Announced) {
  let query = rows.selectFrom("announced_item as item");
  if (from !== undefined) query = query.where("item.at", ">=", from);
  if (until !== undefined) query = query.where("item.at", "<=", until);
  if (isPublic) query = query.where("item.is_public", "=", 1);
  if (set === undefined) return query;
  const { kind, slug } = set;
  return query.where(({ exists, selectFrom }) => {
    const member = selectFrom("announced_set as member")
      .select("member.item_id")
      .whereRef("member.item_id", "=", "item.item_id")
      .where("member.kind", "=", kind);
    return exists(slug === undefined ? member : member.where("member.slug", "=", slug));
  });
}

function asAnnounced(row: Selectable<AnnouncedItemTable>): AnnouncedItem {
  const sets = JSON.parse(row.sets) as readonly ItemSet[];
  return { itemId: row.item_id, isPublic: row.is_public === 1, at: row.at, publication: row.publication, sets };
}
