/** Opening a desk, and putting back what was kept of it from before a rebuild. */
import type { Change } from "../database.ts";
import { deskOf, withoutEmpty } from "./desk-rows.ts";
import type { DeskSeed, DeskVersion, OpenConflict, RestoredDesk } from "./port.ts";

/** Write the seed where there is no desk yet. Of two who open at once the first one's seed holds. */
export async function putSeed(change: Change, itemId: string, { fields, origin }: DeskSeed): Promise<void> {
  const bare = { number: 0, agent: "", saved_at: "", settled: 0, answered: -1 };
  await change
    .insertInto("record_desk")
    .values({ ...bare, item_id: itemId, fields: JSON.stringify(withoutEmpty(fields)), origin })
    .onConflict((conflict) => conflict.column("item_id").doNothing())
    .execute();
}

/** Objects may be read in any order: the one with the newest version says what is on the desk, each adds its versions. */
export async function restoreDesk(change: Change, desk: RestoredDesk): Promise<void> {
  const { itemId, number, fields, origin, answered, conflicts, versions } = desk;
  await putSeed(change, itemId, { fields, origin });
  const known = await change.selectFrom("record_version").select("number").where("item_id", "=", itemId).execute();
  const numbers = new Set(known.map((row) => row.number));
  await putVersions(
    change,
    itemId,
    versions.filter((version) => !numbers.has(version.number)),
  );
  const now = await deskOf(change, itemId);
  if (now && now.number > 0 && now.number >= number) return;
  const last = versions.find((version) => version.number === number);
  const row = { number, fields: JSON.stringify(withoutEmpty(fields)), origin, answered, settled: number };
  const by = { agent: last?.agent ?? "", saved_at: last?.savedAt ?? "" };
  await change
    .updateTable("record_desk")
    .set({ ...row, ...by })
    .where("item_id", "=", itemId)
    .execute();
  await change.deleteFrom("record_conflict").where("item_id", "=", itemId).execute();
  await putConflicts(change, itemId, conflicts);
}

async function putVersions(change: Change, itemId: string, versions: readonly DeskVersion[]): Promise<void> {
  for (const { number, agent, savedAt, cause, steps } of versions) {
    const row = { item_id: itemId, number, agent, saved_at: savedAt, cause, steps: JSON.stringify(steps) };
    await change
      .insertInto("record_version")
      .values({ ...row, save_id: `kept-${number}` })
      .execute();
  }
}

/** Write open conflicts. */
export async function putConflicts(change: Change, itemId: string, open: readonly OpenConflict[]): Promise<void> {
  for (const { number, field, base, mine, theirs, agent, savedAt } of open) {
    const sides = JSON.stringify({ base: base ?? null, mine: mine ?? null, theirs: theirs ?? null });
    const values = { item_id: itemId, number, field, sides, agent, saved_at: savedAt, decided_in: 0 };
    await change.insertInto("record_conflict").values(values).execute();
  }
}
