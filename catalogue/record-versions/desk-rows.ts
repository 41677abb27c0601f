/** Reading desks from their rows. */
import type { ReadFields } from "../../formats/record-remainder.ts";
import type { Database, Rows } from "../database.ts";
import type { Desk, DeskVersion, FieldStep, HistoryPage, OpenConflict } from "./port.ts";

/** The desk of an item, its row held until the transaction ends where the database has rows to hold. */
export async function heldDesk(database: Database, change: Rows, itemId: string): Promise<Desk | undefined> {
  if (database.hasRowLocks) {
    await change.selectFrom("record_desk").select("item_id").where("item_id", "=", itemId).forUpdate().execute();
  }
  return await deskOf(change, itemId);
}

/** The desk of an item. */
export async function deskOf(rows: Rows, itemId: string): Promise<Desk | undefined> {
  const row = await rows.selectFrom("record_desk").selectAll().where("item_id", "=", itemId).executeTakeFirst();
  if (!row) return undefined;
  const { number, origin, agent, settled, answered } = row;
  const signatures = await rows
    .selectFrom("record_signature")
    .select(["agent", "at", "approves"])
    .where("item_id", "=", itemId)
    .where("number", "=", number)
    .orderBy("at")
    .orderBy("agent")
    .execute();
  const conflicts = await conflictsOf(rows, itemId);
  const fields = JSON.parse(row.fields) as ReadFields;
  const signed = signatures.map((each) => ({ ...each, approves: each.approves === 1 }));
  return { itemId, number, fields, origin, agent, savedAt: row.saved_at, settled, answered, conflicts, signatures: signed };
}

async function conflictsOf(rows: Rows, itemId: string): Promise<readonly OpenConflict[]> {
  const open = await rows
    .selectFrom("record_conflict")
    .selectAll()
    .where("item_id", "=", itemId)
    .where("decided_in", "=", 0)
    .orderBy("number")
    .orderBy("field")
    .execute();
  return open.map(({ number, field, sides, agent, saved_at }) => {
    const { base, mine, theirs } = JSON.parse(sides) as Omit<OpenConflict, "field">;
    return { number, field, base, mine, theirs, agent, savedAt: saved_at };
  });
}

/** Versions of an item, newest first; of one field those that changed it. */
export async function versionsOf(
  rows: Rows,
  itemId: string,
  { field, before, limit }: HistoryPage,
): Promise<readonly DeskVersion[]> {
  const found: DeskVersion[] = [];
  let below = before;
  // Which fields a version changed stands in its text, so versions of one field are looked for piece by piece.
  while (found.length < limit) {
    const piece = await pieceOf(rows, itemId, below);
    found.push(...piece.filter(({ steps }) => field === undefined || field in steps));
    below = piece.at(-1)?.number;
    if (below === undefined || piece.length < PIECE) break;
  }
  return found.slice(0, limit);
}

const PIECE = 200;

async function pieceOf(rows: Rows, itemId: string, below: number | undefined): Promise<readonly DeskVersion[]> {
  let query = rows.selectFrom("record_version").selectAll().where("item_id", "=", itemId);
  if (below !== undefined) query = query.where("number", "<", below);
  const versions = await query.orderBy("number", "desc").limit(PIECE).execute();
  return versions.map(({ number, agent, saved_at, cause, steps }) => ({
    number,
    agent,
    savedAt: saved_at,
    cause,
    steps: JSON.parse(steps) as Record<string, FieldStep>,
  }));
}

/** The fields as they were at the end of version `number`: those of the desk with every later step taken back. */
export async function fieldsAt(rows: Rows, desk: Desk, number: number): Promise<ReadFields | undefined> {
  if (number < 0 || number > desk.number) return undefined;
  const fields: Record<string, unknown> = { ...desk.fields };
  for (let below = desk.number + 1; below > number + 1; below -= PIECE) {
    const query = rows.selectFrom("record_version").select("steps").where("item_id", "=", desk.itemId);
    const later = query.where("number", ">", Math.max(number, below - PIECE - 1)).where("number", "<", below);
    for (const { steps } of await later.orderBy("number", "desc").execute()) {
      for (const [field, { was }] of Object.entries(JSON.parse(steps) as Record<string, FieldStep>)) fields[field] = was;
    }
  }
  return withoutEmpty(fields);
}

/** Fields that hold something. */
export function withoutEmpty(fields: ReadFields): ReadFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}
