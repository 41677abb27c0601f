/** Where work stands now: what waits, runs and failed by stage, and how far each item is that is not published. */
import { sql } from "kysely";
import type { Role } from "../../pipeline/artifact.ts";
import type { TaskState } from "../../pipeline/ledger-rows.ts";
import { type Profile, profileSchema } from "../../pipeline/profile.ts";
import type { Rows } from "../database.ts";
import { rescanCounts } from "../ledger/verdicts.ts";
import type { ItemInWork, TaskCount, WorkWaiting } from "../progress/work-facts.ts";

/** All of it. Of items that are published nothing but their ids is looked at. */
export async function workWaiting(rows: Rows): Promise<WorkWaiting> {
  const rescans = await rescanCounts(rows, undefined);
  return {
    tasks: await taskCounts(rows),
    items: await itemsInWork(rows),
    cancelled: await idsWhere(rows.selectFrom("item").select("id").where("cancelled", "=", 1)),
    reviewed: await idsWhere(
      rows
        .selectFrom("item")
        .select("id")
        .where((row) => row.exists(current(rows, "text/reviewed"))),
    ),
    toRescan: rescans.reduce((sum, { count }) => sum + Number(count), 0),
  };
}

async function idsWhere(query: { execute(): Promise<readonly { readonly id: string }[]> }): Promise<ReadonlySet<string>> {
  return new Set((await query.execute()).map(({ id }) => id));
}

/** Each by its own partial index: the tasks that are done are many. */
async function taskCounts(rows: Rows): Promise<readonly TaskCount[]> {
  const tasks = () =>
    rows
      .selectFrom("task")
      .select((row) => ["stage", "state", row.fn.countAll<number>().as("count")])
      .groupBy(["stage", "state"]);
  const found = [
    ...(await tasks().where("state", "=", sql.lit<TaskState>("pending")).execute()),
    ...(await tasks().where("lease_token", "is not", null).where("state", "=", "leased").execute()),
    ...(await tasks()
      .where("state", "in", [sql.lit<TaskState>("failed"), sql.lit<TaskState>("quarantined"), sql.lit<TaskState>("blocked")])
      .execute()),
  ];
  return found.map(({ count, ...rest }) => ({ ...rest, count: Number(count) }));
}

/** Items that are not published: each is visited once, and its pages are counted there by the index of its roles. */
async function itemsInWork(rows: Rows): Promise<readonly ItemInWork[]> {
  const items = await rows
    .selectFrom("item")
    .select((row) => [
      ...(["id", "shelfmark", "profile"] as const),
      lastSequence(rows).as("pages"),
      row.exists(current(rows, "record")).as("is_described"),
      pagesHaving(rows, "image/clean").as("cleaned"),
      pagesHaving(rows, "text/machine").as("read"),
      pagesHaving(rows, "text/reviewed").as("reviewed"),
    ])
    .where((row) => row.not(row.exists(current(rows, "publication"))))
    .orderBy("id")
    .execute();
  const gatesOf = gateReader();
  return items.map(({ id, shelfmark, profile, pages, is_described, cleaned, read, reviewed }) => {
    const gates = gatesOf(profile);
    return {
      itemId: id,
      shelfmark,
      pages: Number(pages ?? 0),
      isDescribed: Boolean(is_described),
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

function current(rows: Rows, role: Role) {
  return rows
    .selectFrom("current")
    .select(sql.lit(1).as("one"))
    .where("current.item_id", "=", sql.ref<string>("item.id"))
    .where("current.role", "=", role);
}
