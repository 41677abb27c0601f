/**
 * Which subjects must be planned again. A mark is written in the same transaction as the change it stands for, so a
 * process that dies between a change and its planning leaves the mark for the next one.
 */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { PlanMark } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";

/** Subjects by item. */
export interface Changed {
  readonly itemId: string;
  readonly subjects: Iterable<string>;
}

/** Mark these subjects and their item as changed. */
export async function markChanged(change: Change, { itemId, subjects }: Changed, now: string): Promise<void> {
  const ordered = [...new Set([...subjects, itemId])].sort();
  for (const chunk of chunksOf(ordered)) {
    await change
      .insertInto("plan_mark")
      .values(chunk.map((subject) => ({ subject, item_id: itemId, mark: 1, planned: 0, changed_at: now })))
      .onConflict((conflict) =>
        conflict.column("subject").doUpdateSet((row) => ({
          mark: row("plan_mark.mark", "+", 1),
          changed_at: row.ref("excluded.changed_at"),
        })),
      )
      .execute();
  }
}

/** Mark everything of an item as changed. */
export async function markItemChanged(change: Change, itemId: string, now: string): Promise<void> {
  const pages = change
    .selectFrom("page")
    .select((row) => ["id", "item_id", row.lit(1).as("mark"), row.lit(0).as("planned"), row.val(now).as("changed_at")])
    .where("item_id", "=", itemId)
    .orderBy("id");
  await change
    .insertInto("plan_mark")
    .columns(["subject", "item_id", "mark", "planned", "changed_at"])
    .expression(pages)
    .onConflict((conflict) =>
      conflict.column("subject").doUpdateSet((row) => ({
        mark: row("plan_mark.mark", "+", 1),
        changed_at: row.ref("excluded.changed_at"),
      })),
    )
    .execute();
  await markChanged(change, { itemId, subjects: [] }, now);
}

/** The planning part of the ledger. */
export function planMarks(database: Database): Pick<Ledger, "unplanned" | "markPlanned" | "planMarks" | "adoptWorkflow"> {
  return {
    async unplanned(limit) {
      return await database.read(async (rows) => {
        const found = await rows
          .selectFrom("plan_mark")
          .select(["subject", "item_id", "mark"])
          .whereRef("mark", ">", "planned")
          .where("item_id", "not in", rows.selectFrom("item").select("id").where("cancelled", "=", 1))
          .orderBy("changed_at")
          .orderBy("subject")
          .limit(limit)
          .execute();
        return found.map(asMark);
      });
    },

    async planMarks(subjects) {
      const found: PlanMark[] = [];
      for (const chunk of chunksOf(subjects)) {
        const part = await database.read((rows) =>
          rows
            .selectFrom("plan_mark")
            .select(["subject", "item_id", "mark"])
            .where("subject", "in", [...chunk])
            .whereRef("mark", ">", "planned")
            .execute(),
        );
        found.push(...part.map(asMark));
      }
      return found;
    },

    async adoptWorkflow(workflow) {
      const found = await database.read((rows) =>
        rows.selectFrom("item").select("id").where("workflow", "<>", workflow).orderBy("id").execute(),
      );
      for (const { id } of found) {
        await database.change(async (change) => {
          await holdItems(database, change, [id], "exclusively");
          await markItemChanged(change, id, database.now());
          await change.updateTable("item").set({ workflow }).where("id", "=", id).execute();
        });
      }
      return found.length;
    },

    async markPlanned(marks) {
      const ordered = [...marks].sort((a, b) => (a.subject < b.subject ? -1 : 1));
      for (const chunk of chunksOf(ordered)) await database.change((change) => forget(change, chunk));
    },
  };
}

/** Marks with the same number go in one statement: after an intake nearly all are 1. */
async function forget(change: Change, marks: readonly PlanMark[]): Promise<void> {
  const byMark = new Map<number, string[]>();
  for (const { subject, mark } of marks) byMark.set(mark, [...(byMark.get(mark) ?? []), subject]);
  for (const [mark, subjects] of byMark) {
    await change
      .updateTable("plan_mark")
      .set({ planned: mark })
      .where("subject", "in", subjects)
      .where("planned", "<", mark)
      .execute();
  }
}

function asMark(row: { readonly subject: string; readonly item_id: string; readonly mark: number }): PlanMark {
  return { subject: row.subject, itemId: row.item_id, mark: row.mark };
}
