/** Record desks in an open database. Each save is one transaction: the version, the desk, its conflicts and the line in the log. */
import type { ReadFields } from "../../formats/record-remainder.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Change, Database } from "../database.ts";
import { mergeFields } from "../record/merge.ts";
import { writeAudit } from "../users/audit-log.ts";
import { deskOf, fieldsAt, heldDesk, versionsOf, withoutEmpty } from "./desk-rows.ts";
import { putConflicts, putSeed, restoreDesk } from "./desk-seed.ts";
import type { Desk, FieldStep, NewSave, OpenConflict, RecordVersions, Saved } from "./port.ts";

/** The desks over an open database. */
export function recordVersionsOver(database: Database): RecordVersions {
  return {
    desk: (itemId) => database.read((rows) => deskOf(rows, itemId)),
    openDesk: (itemId, seed) =>
      database.change(async (change) => {
        await putSeed(change, itemId, seed);
        return await openDeskOf(change, itemId);
      }),
    save: (save) => database.change((change) => keep(database, change, save)),
    history: (itemId, page) => database.read((rows) => versionsOf(rows, itemId, page)),
    fieldsAt: (itemId, number) =>
      database.read(async (rows) => {
        const desk = await deskOf(rows, itemId);
        return desk && (await fieldsAt(rows, desk, number));
      }),
    sign: (itemId, number, signer) => database.change((change) => sign(database, change, { itemId, number, ...signer })),
    markAnswered: (itemId, number, origin, agent) =>
      database.change(async (change) => {
        const query = change.updateTable("record_desk").set({ answered: number, origin });
        const { numUpdatedRows } = await query
          .where("item_id", "=", itemId)
          .where("answered", "<", number)
          .executeTakeFirstOrThrow();
        const facts = { version: String(number), record: origin };
        if (numUpdatedRows > 0n)
          await writeAudit(database, change, { actor: agent, action: "record-approved", subject: itemId, facts });
      }),
    unanswered: () =>
      database.read(async (rows) => {
        const query = rows
          .selectFrom("record_desk")
          .innerJoin("record_signature", (join) =>
            join
              .onRef("record_signature.item_id", "=", "record_desk.item_id")
              .onRef("record_signature.number", "=", "record_desk.number"),
          );
        const found = await query
          .select("record_desk.item_id")
          .distinct()
          .whereRef("answered", "<", "record_desk.number")
          .execute();
        return found.map(({ item_id }) => item_id);
      }),
    unsettled: (idleSince) =>
      database.read(async (rows) => {
        const query = rows.selectFrom("record_desk").select("item_id").whereRef("settled", "<", "number");
        return (await query.where("saved_at", "<=", idleSince).orderBy("saved_at").execute()).map(({ item_id }) => item_id);
      }),
    markSettled: (itemId, number) =>
      database.change(async (change) => {
        const query = change.updateTable("record_desk").set({ settled: number }).where("item_id", "=", itemId);
        await query.where("settled", "<", number).execute();
      }),
    restore: (desk) => database.change((change) => restoreDesk(change, desk)),
  };
}

async function openDeskOf(change: Change, itemId: string): Promise<Desk> {
  const desk = await deskOf(change, itemId);
  if (!desk) throw new InputError({ code: "DESK-CLOSED", subject: itemId });
  return desk;
}

async function keep(database: Database, change: Change, save: NewSave): Promise<Saved> {
  const desk = await heldDesk(database, change, save.itemId);
  if (!desk) throw new InputError({ code: "DESK-CLOSED", subject: save.itemId });
  const before = await savedBefore(change, desk, save);
  if (before) return before;
  const base = save.on ?? (await fieldsAt(change, desk, save.base));
  const decided = decidedBy(desk, save);
  const settledFields = new Set(decided.map(({ field }) => field));
  // Who decides a conflict has seen both sides; the value holds unless the desk has moved since.
  const { taken, conflicts } = mergeFields(desk.fields, save.changes, base);
  const isNothing = Object.keys(taken).length + conflicts.length + settledFields.size === 0;
  if (isNothing && save.origin === undefined)
    return { desk, number: desk.number, taken: spoken(save.changes, []), conflicts: [] };
  const number = desk.number + 1;
  await writeVersion(database, change, { desk, save, number, taken });
  const open = conflicts.map((each): OpenConflict => ({ ...each, number, agent: save.agent, savedAt: database.now() }));
  await putConflicts(change, save.itemId, open);
  await closeConflicts(change, save.itemId, decided, number);
  const facts = { version: String(number), fields: Object.keys(taken).join(" "), cause: save.cause };
  await writeAudit(database, change, { actor: save.agent, action: "record-saved", subject: save.itemId, facts });
  return { desk: await openDeskOf(change, save.itemId), number, taken: spoken(save.changes, open), conflicts: open };
}

/** The outcome of the same save when it came first; what was decided since is no conflict any more. */
async function savedBefore(change: Change, desk: Desk, { saveId, changes }: NewSave): Promise<Saved | undefined> {
  const row = await change
    .selectFrom("record_version")
    .select("number")
    .where("item_id", "=", desk.itemId)
    .where("save_id", "=", saveId)
    .executeTakeFirst();
  if (!row) return undefined;
  const open = desk.conflicts.filter(({ number }) => number === row.number);
  return { desk, number: row.number, taken: spoken(changes, open), conflicts: open };
}

function spoken(changes: ReadFields, open: readonly OpenConflict[]): readonly string[] {
  return Object.keys(changes).filter((field) => !open.some((each) => each.field === field));
}

function decidedBy(desk: Desk, { decides = [] }: NewSave): readonly OpenConflict[] {
  return desk.conflicts.filter((open) => decides.some(({ number, field }) => number === open.number && field === open.field));
}

interface Writing {
  readonly desk: Desk;
  readonly save: NewSave;
  readonly number: number;
  readonly taken: ReadFields;
}

async function writeVersion(database: Database, change: Change, { desk, save, number, taken }: Writing): Promise<void> {
  const { itemId, agent } = save;
  const steps: Record<string, FieldStep> = {};
  for (const [field, is] of Object.entries(taken)) steps[field] = { was: desk.fields[field] ?? null, is: is ?? null };
  const saved_at = database.now();
  await change
    .insertInto("record_version")
    .values({ item_id: itemId, number, save_id: save.saveId, agent, saved_at, cause: save.cause, steps: JSON.stringify(steps) })
    .execute();
  const fields = JSON.stringify(withoutEmpty({ ...desk.fields, ...taken }));
  const origin = save.origin ?? desk.origin;
  const query = change.updateTable("record_desk").set({ number, fields, origin, agent, saved_at });
  await query.where("item_id", "=", itemId).execute();
}

async function closeConflicts(change: Change, itemId: string, decided: readonly OpenConflict[], version: number): Promise<void> {
  for (const { number, field } of decided) {
    const query = change.updateTable("record_conflict").set({ decided_in: version }).where("item_id", "=", itemId);
    await query.where("number", "=", number).where("field", "=", field).execute();
  }
}

interface Signing {
  readonly itemId: string;
  readonly number: number;
  readonly agent: string;
  readonly approves: boolean;
}

async function sign(database: Database, change: Change, { itemId, number, agent, approves }: Signing): Promise<Desk> {
  const desk = await heldDesk(database, change, itemId);
  if (!desk) throw new InputError({ code: "DESK-CLOSED", subject: itemId });
  if (desk.number !== number)
    throw new InputError({ code: "DESK-MOVED", subject: itemId, exit: "busy", facts: { by: desk.agent } });
  if (desk.conflicts.length > 0) {
    throw new InputError({ code: "DESK-CONFLICTS", subject: itemId, exit: "busy", facts: { count: desk.conflicts.length } });
  }
  if (desk.signatures.some((each) => each.agent === agent)) return desk;
  await change
    .insertInto("record_signature")
    .values({ item_id: itemId, number, agent, at: database.now(), approves: approves ? 1 : 0 })
    .execute();
  await writeAudit(database, change, {
    actor: agent,
    action: "record-signed",
    subject: itemId,
    facts: { version: String(number) },
  });
  return await openDeskOf(change, itemId);
}
