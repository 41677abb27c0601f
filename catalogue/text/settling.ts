/** Which versions the store has an object of, and putting back what objects carry. */
import type { PageText, RestoredText, TextVersion } from "../../pipeline/text-version.ts";
import type { Change, Database } from "../database.ts";
import { asPageText, heldPage } from "./page-rows.ts";
import type { TextVersions } from "./port.ts";
import { insertVersion, unpacked } from "./version-rows.ts";

/** The part of the port that the store's objects are made by. */
export function settling(
  database: Database,
): Pick<TextVersions, "unsettled" | "unanswered" | "versionsAfter" | "markSettled" | "restore"> {
  return {
    unsettled: (idleSeconds) => pagesWhere(database, "unsettled", database.now(-idleSeconds)),
    unanswered: () => pagesWhere(database, "unanswered", database.now()),

    versionsAfter: (page, number) =>
      database.read(async (rows) => {
        const query = rows.selectFrom("text_version").selectAll().where("subject", "=", page).where("number", ">", number);
        const versions: TextVersion[] = [];
        for (const row of await query.orderBy("number").execute()) versions.push(await unpacked(rows, row));
        return versions;
      }),

    markSettled: (page, number, state) =>
      database.change(async (change) => {
        const settled = { settled_number: number, settled_state: state };
        const query = change.updateTable("text_page").set(settled).where("subject", "=", page);
        await query.where("settled_number", "<=", number).where("last_number", ">=", number).execute();
      }),

    restore: (text) => database.change((change) => restore(database, change, text)),
  };
}

function pagesWhere(database: Database, what: "unsettled" | "unanswered", time: string): Promise<readonly PageText[]> {
  return database.read(async (rows) => {
    const all = rows.selectFrom("text_page").selectAll().orderBy("changed_at").orderBy("subject");
    const query =
      what === "unsettled"
        ? all
            .where((row) =>
              row.or([row("last_number", ">", row.ref("settled_number")), row("state", "<>", row.ref("settled_state"))]),
            )
            .where("changed_at", "<=", time)
        : all
            .whereRef("corrected_number", "<>", "answered_number")
            .where("state", "in", ["corrected", "approved", "locked"])
            .where("answering_until", "<=", time);
    return (await query.execute()).map(asPageText);
  });
}

/** Objects may be read in any order: a later one knows better where the page stands, each adds its versions. */
async function restore(database: Database, change: Change, { page, versions }: RestoredText): Promise<void> {
  const row = await heldPage(database, change, page.page);
  const known = await change.selectFrom("text_version").select("number").where("subject", "=", page.page).execute();
  const numbers = new Set(known.map(({ number }) => number));
  const missing = versions.filter(({ number }) => !numbers.has(number)).sort((a, b) => a.number - b.number);
  for (const version of missing) await insertVersion(change, page.page, version);
  const last = Math.max(row.last_number, ...versions.map(({ number }) => number));
  await change
    .updateTable("text_page")
    .set({
      last_number: last,
      // What was saved here and not stored yet stays due.
      settled_number: Math.max(row.settled_number, ...versions.map(({ number }) => number)),
      versions: row.versions + missing.length,
      ...(last > row.last_number || page.changedAt > row.changed_at ? stateOf(page) : {}),
    })
    .where("subject", "=", page.page)
    .execute();
}

function stateOf(page: RestoredText["page"]) {
  return {
    state: page.state,
    settled_state: page.state,
    latest: page.latest,
    corrected_number: page.correctedNumber,
    corrected_by: page.correctedBy,
    approved_by: page.approvedBy,
    answered_number: page.answeredNumber,
    changed_at: page.changedAt,
  };
}
