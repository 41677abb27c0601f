/** Where work stands now: what waits, runs and failed by stage, and how far each item is that is not published. */
import { sql } from "kysely";
import type { Role } from "../../pipeline/artifact.ts";
import { type Profile, profileSchema } from "../../pipeline/profile.ts";
import type { Rows } from "../database.ts";
import { openTaskCounts } from "../ledger/task-rows.ts";
import { rescanCounts } from "../ledger/verdicts.ts";
import { manyRows } from "../many-rows.ts";
import type { ItemInWork, WorkWaiting } from "../progress/work-facts.ts";
import { pointersOfWholes } from "./whole-pointers.ts";

/** All of it. Of items that are published nothing but their ids is looked at. */
export async function workWaiting(rows: Rows): Promise<WorkWaiting> {
  const rescans = await rescanCounts(rows, undefined);
  const items = await itemsInWork(rows);
  return {
    tasks: await openTaskCounts(rows),
    items,
    cancelled: await idsWhere(rows.selectFrom("item").select("id").where("cancelled", "=", 1)),
    reviewed: new Set([
      ...items.filter(({ reviewed }) => reviewed > 0).map(({ itemId }) => itemId),
      ...(await idsWhere(reviewedAndPublished(rows))),
    ]),
    toRescan: rescans.reduce((sum, { count }) => sum + Number(count), 0),
  };
}

async function idsWhere(query: { execute(): Promise<readonly { readonly id: string }[]> }): Promise<ReadonlySet<string>> {
  return new Set((await query.execute()).map(({ id }) => id));
}

/** Of the others their pages are counted. */
function reviewedAndPublished(rows: Rows) {
  return pointersOfWholes(rows, "publication")
    .select("current.item_id as id")
    .where((row) =>
      row.exists(
        row
          .selectFrom("current as page")
          .select(sql.lit(1).as("one"))
          .whereRef("page.item_id", "=", "current.item_id")
          .where("page.role", "=", "text/reviewed"),
      ),
    );
}

/** Items that are not published: each is visited once, and its pages are counted there by the index of its roles. */
async function itemsInWork(rows: Rows): Promise<readonly ItemInWork[]> {
  const query = rows
    .selectFrom("item")
    .select((row) => [
      ...(["id", "shelfmark", "profile"] as const),
      lastSequence(rows).as("pages"),
      row("id", "in", pointersOfWholes(rows, "record").select("item_id")).as("is_described"),
      pagesHaving(rows, "image/clean").as("cleaned"),
      pagesHaving(rows, "text/machine").as("read"),
      pagesHaving(rows, "text/reviewed").as("reviewed"),
    ])
    .where("id", "not in", pointersOfWholes(rows, "publication").select("item_id"))
    .orderBy("id");
  const columns = ["id", "shelfmark", "profile", "pages", "is_described", "cleaned", "read", "reviewed"] as const;
  const items = await manyRows(rows, columns, query);
  const gatesOf = gateReader();
  return items.map(([id, shelfmark, profile, pages, isDescribed, cleaned, read, reviewed]) => {
    const gates = gatesOf(profile);
    return {
      itemId: id,
      shelfmark,
      pages: Number(pages ?? 0),
      isDescribed: Boolean(isDescribed),
      needsReview: gates["text-review"] === "required",
      needsRecord: gates["metadata-entry"] === "required",
      cleaned: Number(cleaned),
      read: Number(read),
      reviewed: Number(reviewed),
    };
  });
}

/** How many pages of the item have a current artifact of the role. */
function pagesHaving(rows: Rows, role: Role) {
  return rows
    .selectFrom("current")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("current.item_id", "=", sql.ref<string>("item.id"))
    .where("current.role", "=", role);
}

/** Items have few profiles among them: each is read once. */
function gateReader(): (profile: string) => Profile["gates"] {
  const schema = profileSchema.pick({ gates: true }).catch({ gates: {} });
  const known = new Map<string, Profile["gates"]>();
  return (profile) => {
    const gates = known.get(profile) ?? schema.parse(JSON.parse(profile)).gates;
    known.set(profile, gates);
    return gates;
  };
}

/** Pages are numbered from 1 without gaps, which `fsck` proves; the last number is found at once. */
export function lastSequence(rows: Rows) {
  return rows
    .selectFrom("page")
    .select((row) => row.fn.max("page.sequence").as("last"))
    .where("page.item_id", "=", sql.ref<string>("item.id"));
}
