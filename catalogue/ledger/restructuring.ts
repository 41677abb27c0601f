/** What a person says of an item's leaves and parts: a new structure of the same pages. */
import { InputError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Made } from "../../pipeline/ledger-rows.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { writeAudit } from "../users/audit-log.ts";
import { keepArtifacts, pointAt } from "./artifact-rows.ts";
import { areCurrent } from "./closing.ts";
import { namedAfter, raiseVersion, writeEvents } from "./event-rows.ts";
import { INTAKE } from "./intake.ts";
import { markChanged } from "./plan-marks.ts";

type Restructure = Parameters<Ledger["restructure"]>[1];

/** The structure part of the ledger. */
export function restructuring(database: Database): Pick<Ledger, "restructure"> {
  return { restructure: (itemId, given) => database.change((change) => restructure(database, change, itemId, given)) };
}

async function restructure(database: Database, change: Change, itemId: string, given: Restructure): Promise<void> {
  const { structure, from, labels, agent } = given;
  const now = database.now();
  await holdItems(database, change, [itemId], "exclusively");
  const made: Made = { role: "item/structure", artifact: structure };
  if (await areCurrent(change, itemId, [made])) return;
  const current = await change
    .selectFrom("current")
    .select("digest")
    .where("subject", "=", itemId)
    .where("role", "=", "item/structure")
    .executeTakeFirst();
  if (current?.digest !== from) throw new InputError({ code: "STRUCTURE-STALE", subject: itemId, exit: "busy" });
  await relabel(change, itemId, labels);
  await keepArtifacts(change, [structure], now);
  await pointAt(database, change, [{ ...made, subject: itemId, itemId }]);
  const derivation = namedAfter("structure", itemId, [made], `${now} ${agent}`);
  const event = { derivation, subject: itemId, itemId, ...INTAKE, agent, startedAt: now, endedAt: now, outputs: [made] };
  await writeEvents(change, itemId, [{ ...event, stage: "structure", outcome: "answered" }]);
  await raiseVersion(change, itemId);
  await markChanged(change, { itemId, subjects: [itemId] }, now);
  const facts = { from, to: structure.digest };
  await writeAudit(database, change, { actor: agent, action: "structure-changed", subject: itemId, facts });
}

async function relabel(change: Change, itemId: string, labels: Restructure["labels"]): Promise<void> {
  const pages = await change.selectFrom("page").select(["id", "label"]).where("item_id", "=", itemId).execute();
  for (const { id, label } of pages) {
    const next = labels[id];
    if (next !== undefined && next !== label)
      await change.updateTable("page").set({ label: next }).where("id", "=", id).execute();
  }
}
