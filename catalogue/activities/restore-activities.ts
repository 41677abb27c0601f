/** Puts back what the description of an item says was shown of it, and when. */
import type { Activity } from "../../pipeline/publication-log.ts";
import type { Change } from "../database.ts";
import { announce, asActivityRow, markDue } from "./write-activities.ts";

/**
 * Lines keep their numbers and times. A line whose number another item has by now (a log that was lost, restored in part and
 * continued) is left out. The item is due in any case: once its record is read, whatever the log lacks is written as happening
 * then, so that a harvester ends up with what is shown, whichever lines were lost.
 */
export async function restoreActivities(change: Change, itemId: string, lines: readonly Activity[]): Promise<void> {
  for (const line of lines) {
    await change
      .insertInto("activity")
      .values(asActivityRow(line))
      .onConflict((conflict) => conflict.column("number").doNothing())
      .execute();
  }
  const last = await change
    .selectFrom("activity")
    .selectAll()
    .where("item_id", "=", itemId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last) {
    const { number, kind, at, publication } = last;
    await announce(change, { number, itemId, kind, at, publication, sets: JSON.parse(last.sets) as Activity["sets"] });
    await setClock(change, number, at);
  }
  await markDue(change, itemId);
}

async function setClock(change: Change, number: number, at: string): Promise<void> {
  const clock = await change.selectFrom("activity_clock").selectAll().where("id", "=", 1).executeTakeFirstOrThrow();
  await change
    .updateTable("activity_clock")
    .set({ number: Math.max(clock.number, number), at: clock.at > at ? clock.at : at })
    .where("id", "=", 1)
    .execute();
}
