/** Keeps what editors save: in one durable transaction, before they are told, whatever else has happened to the page. */
import { InputError } from "../../pipeline/errors.ts";
import { refuseUnfit } from "../../pipeline/text-version-schema.ts";
import type { Change, Database } from "../database.ts";
import { writeAudit } from "../users/audit-log.ts";
import { heldPage, type PageTextRow } from "./page-rows.ts";
import type { SaveOutcome, TextSave, TextVersions } from "./port.ts";
import { digestOfContent, insertVersion, readVersion } from "./version-rows.ts";

/** The saving part of the port. */
export function saves(database: Database): Pick<TextVersions, "save"> {
  return {
    async save(given) {
      refuseUnfit(given.content);
      return await database.change((change) => save(database, change, given));
    },
  };
}

async function save(database: Database, change: Change, given: TextSave): Promise<SaveOutcome> {
  const page = await heldPage(database, change, given.page);
  const before = await sameSave(change, given);
  if (before) return await outcomeOf(change, page, given, before);
  if (given.base > page.last_number) {
    throw new InputError({ code: "TEXT-BASE", subject: given.page, facts: { base: given.base, last: page.last_number } });
  }
  const kept = { number: page.last_number + 1, isAside: isClosed(page) || given.base !== page.latest, savedAt: database.now() };
  const { page: subject, base: parent, author, saveId, content } = given;
  await insertVersion(change, subject, { ...kept, parent, author, saveId, content });
  await change
    .updateTable("text_page")
    .set({
      last_number: kept.number,
      versions: page.versions + 1,
      changed_at: kept.savedAt,
      ...(kept.isAside ? {} : { latest: kept.number, state: "in-work" }),
    })
    .where("subject", "=", subject)
    .execute();
  if (!kept.isAside && page.state !== "in-work") {
    const facts = { item: page.item_id, from: page.state, version: String(kept.number) };
    await writeAudit(database, change, { actor: author, action: "text-begun", subject, facts });
  }
  return await outcomeOf(change, page, given, kept);
}

interface Kept {
  readonly number: number;
  readonly isAside: boolean;
  readonly savedAt: string;
}

/** The version of a save that was sent before; its answer may have been lost on the way. */
async function sameSave(change: Change, given: TextSave): Promise<Kept | undefined> {
  const row = await change
    .selectFrom("text_version")
    .select(["number", "is_aside", "saved_at", "digest", "author"])
    .where("subject", "=", given.page)
    .where("save_id", "=", given.saveId)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.digest !== digestOfContent(given.content) || row.author !== given.author) {
    throw new InputError({ code: "TEXT-SAVE-ID", subject: given.page, facts: { version: row.number } });
  }
  return { number: row.number, isAside: row.is_aside === 1, savedAt: row.saved_at };
}

/** `page` is as it was before this save. */
async function outcomeOf(change: Change, page: PageTextRow, given: TextSave, kept: Kept): Promise<SaveOutcome> {
  const { number, savedAt } = kept;
  if (!kept.isAside) return { outcome: "saved", number, savedAt };
  const theirs = await readVersion(change, given.page, page.latest);
  if (isClosed(page) || !theirs) return { outcome: "closed", aside: number, state: page.state, theirs };
  return { outcome: "conflict", aside: number, theirs, base: await readVersion(change, given.page, given.base) };
}

function isClosed({ state }: PageTextRow): boolean {
  return state === "approved" || state === "locked";
}
