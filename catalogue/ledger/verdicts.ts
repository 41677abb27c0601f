/** What people say of pages' masters: rows that are only added, each about one picture. */
import type { Selectable } from "kysely";
import { InputError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { NewVerdict, VerdictRow } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import { holdItems } from "../locking.ts";
import type { VerdictTable } from "../schema.ts";
import { raiseVersion } from "./event-rows.ts";

/** The verdicts part of the ledger. */
export function verdicts(database: Database): Pick<Ledger, "judge" | "verdicts"> {
  return {
    judge: (itemId, given, agent) => database.change((change) => judge(database, change, { itemId, given, agent })),
    verdicts: (itemId) => database.read((rows) => verdictsOf(rows, itemId)),
  };
}

/** Pages, by item, whose current master a person wants scanned again. */
export async function rescanCounts(rows: Rows, itemId: string | undefined) {
  const all = rows
    .selectFrom("verdict")
    .innerJoin("current", (join) =>
      join
        .onRef("current.subject", "=", "verdict.subject")
        .onRef("current.digest", "=", "verdict.master")
        .on("current.role", "=", "image/master"),
    )
    .select((row) => ["verdict.item_id", row.fn.countAll<number>().as("count")])
    .where("verdict.verdict", "=", "rescan")
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom("verdict as later")
            .select("later.ordinal")
            .whereRef("later.subject", "=", "verdict.subject")
            .whereRef("later.master", "=", "verdict.master")
            .whereRef("later.ordinal", ">", "verdict.ordinal"),
        ),
      ),
    )
    .groupBy("verdict.item_id");
  return await (itemId === undefined ? all : all.where("verdict.item_id", "=", itemId)).execute();
}

/** Write rows as they are, leaving those alone that are there. */
export async function restoreVerdicts(change: Change, rows: readonly VerdictRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await change
      .insertInto("verdict")
      .values(chunk.map(({ itemId, judgedAt, ...rest }) => ({ ...rest, item_id: itemId, judged_at: judgedAt })))
      .onConflict((conflict) => conflict.columns(["item_id", "ordinal"]).doNothing())
      .execute();
  }
}

interface Judging {
  readonly itemId: string;
  readonly given: readonly NewVerdict[];
  readonly agent: string;
}

async function judge(database: Database, change: Change, { itemId, given, agent }: Judging) {
  await holdItems(database, change, [itemId], "exclusively");
  await refuseStale(change, itemId, given);
  const said = await verdictsOf(change, itemId);
  const last = new Map(said.map((row) => [`${row.subject}\n${row.master}`, row]));
  const rows: VerdictRow[] = [];
  for (const each of given) {
    const key = `${each.subject}\n${each.master}`;
    const before = last.get(key);
    if (before?.agent === agent && isSame(before, each)) continue;
    const { subject, master, verdict, reason, note } = each;
    const ordinal = said.length + rows.length + 1;
    const row = { subject, master, verdict, reason, note, itemId, ordinal, agent, judgedAt: database.now() };
    last.set(key, row);
    rows.push(row);
  }
  if (rows.length > 0) {
    await restoreVerdicts(change, rows);
    await raiseVersion(change, itemId);
  }
  return { judged: rows.length, unchanged: given.length - rows.length };
}

function isSame(one: NewVerdict, other: NewVerdict): boolean {
  return one.verdict === other.verdict && one.reason === other.reason && one.note === other.note;
}

/** The picture that was looked at may have been replaced meanwhile: nobody has judged the new one. */
export async function refuseStale(
  change: Change,
  itemId: string,
  given: readonly Pick<NewVerdict, "subject" | "master">[],
): Promise<void> {
  const found = await change
    .selectFrom("current")
    .select(["subject", "digest"])
    .where("item_id", "=", itemId)
    .where("role", "=", "image/master")
    .execute();
  const masters = new Map(found.map((row) => [row.subject, row.digest]));
  for (const { subject, master } of given) {
    const current = masters.get(subject);
    if (current === undefined) throw new InputError({ code: "PAGE-UNKNOWN", subject, facts: { item: itemId } });
    if (current !== master) throw new InputError({ code: "VERDICT-STALE", subject });
  }
}

async function verdictsOf(rows: Rows, itemId: string): Promise<readonly VerdictRow[]> {
  const found = await rows.selectFrom("verdict").selectAll().where("item_id", "=", itemId).orderBy("ordinal").execute();
  return found.map(asVerdict);
}

function asVerdict({ item_id, judged_at, ...rest }: Selectable<VerdictTable>): VerdictRow {
  return { ...rest, itemId: item_id, judgedAt: judged_at };
}
