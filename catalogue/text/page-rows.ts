/** Where the texts of pages stand, as rows. */
import type { Selectable } from "kysely";
import { InputError } from "../../pipeline/errors.ts";
import type { PageText } from "../../pipeline/text-version.ts";
import type { Change, Database, Rows } from "../database.ts";
import type { Schema } from "../schema.ts";

/** A row of `text_page`. */
export type PageTextRow = Selectable<Schema["text_page"]>;

/** The row of a page, made where there is none, and held until the transaction ends. @throws {InputError} PAGE-UNKNOWN */
export async function heldPage(database: Database, change: Change, page: string): Promise<PageTextRow> {
  const held = async () => {
    const query = change.selectFrom("text_page").selectAll().where("subject", "=", page);
    return await (database.hasRowLocks ? query.forUpdate() : query).executeTakeFirst();
  };
  const found = await held();
  if (found) return found;
  await change
    .insertInto("text_page")
    .values(untouched(page, await itemOf(change, page)))
    .onConflict((conflict) => conflict.column("subject").doNothing())
    .execute();
  const made = await held();
  if (!made) throw new InputError({ code: "PAGE-UNKNOWN", subject: page });
  return made;
}

/** The row of a page, or what it would be. @throws {InputError} PAGE-UNKNOWN */
export async function pageRow(rows: Rows, page: string): Promise<PageTextRow> {
  const found = await rows.selectFrom("text_page").selectAll().where("subject", "=", page).executeTakeFirst();
  return found ?? untouched(page, await itemOf(rows, page));
}

async function itemOf(rows: Rows, page: string): Promise<string> {
  const found = await rows.selectFrom("page").select("item_id").where("id", "=", page).executeTakeFirst();
  if (!found) throw new InputError({ code: "PAGE-UNKNOWN", subject: page });
  return found.item_id;
}

function untouched(subject: string, itemId: string): PageTextRow {
  const numbers = { latest: 0, last_number: 0, versions: 0, corrected_number: 0, answered_number: 0, settled_number: 0 };
  const texts = { corrected_by: "", approved_by: "", answering_until: "", changed_at: "" };
  return { subject, item_id: itemId, state: "untouched", settled_state: "untouched", ...numbers, ...texts };
}

/** The row as a value of the port. */
export function asPageText(row: PageTextRow): PageText {
  return {
    page: row.subject,
    itemId: row.item_id,
    state: row.state,
    latest: row.latest,
    lastNumber: row.last_number,
    correctedNumber: row.corrected_number,
    correctedBy: row.corrected_by,
    approvedBy: row.approved_by,
    answeredNumber: row.answered_number,
    settledNumber: row.settled_number,
    changedAt: row.changed_at,
  };
}
