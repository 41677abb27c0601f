/** The desk of an item as people find it: opened, kept up with what was answered elsewhere, and answered when it is signed. */
import { type DeskRecord, deskRecord } from "../../../../catalogue/record-versions/desk-record.ts";
import { type Desk, isSigned } from "../../../../catalogue/record-versions/port.ts";
import { fieldsOf, type ReadFields } from "../../../../formats/record-remainder.ts";
import { answerGate } from "../../../../pipeline/answer-gate.ts";
import { canonicalJson } from "../../../../pipeline/derive.ts";
import type { ItemRow } from "../../../../pipeline/ledger-rows.ts";
import { compactRecord, type ItemRecord } from "../../../../pipeline/record.ts";
import { recordOfDigest, type StoredRecord, storedRecord } from "../../../../pipeline/stored-record.ts";
import type { Language } from "../../language.ts";
import type { Workroom } from "../workroom.ts";

/** How many people must stand for the record of the item. */
export function peopleNeeded({ metadataEntry }: Workroom["gates"], { profile }: ItemRow): number {
  return profile.approvals?.[metadataEntry.name] === "two-persons" ? 2 : 1;
}

/** The item's desk, opened where nobody has done so; what was answered elsewhere since is laid over it like anybody's save. */
export async function deskFor(workroom: Workroom, item: ItemRow): Promise<Desk> {
  const { recordVersions } = workroom;
  const stored = await storedRecord(workroom, item);
  const seed = { fields: deskFields(stored?.record), origin: stored?.digest ?? ("" as const) };
  const desk = (await recordVersions.desk(item.id)) ?? (await recordVersions.openDesk(item.id, seed));
  if (!stored || desk.origin === stored.digest) return desk;
  if (await isOwnAnswer(workroom, item, desk, stored)) return (await recordVersions.desk(item.id)) ?? desk;
  return await follow(workroom, desk, stored);
}

/** A crash may have come between the answer and the note of it. */
async function isOwnAnswer(
  { gates, recordVersions }: Workroom,
  item: ItemRow,
  desk: Desk,
  stored: StoredRecord,
): Promise<boolean> {
  if (stored.isDraft || desk.answered >= desk.number || !isSigned(desk.signatures, peopleNeeded(gates, item))) return false;
  if (canonicalJson(deskFields(stored.record)) !== canonicalJson(deskFields(recordIn(desk, item)))) return false;
  await recordVersions.markAnswered(item.id, desk.number, stored.digest, desk.signatures.at(-1)?.agent ?? "");
  return true;
}

const recordIn = (desk: Desk, item: ItemRow): ItemRecord | undefined =>
  deskRecord(desk.fields, { profiles: new Map(), lists: new Map(), authorities: NO_AUTHORITIES }, item).record;
const NO_AUTHORITIES = { entries: [], byId: () => undefined, named: () => [] };

async function follow(workroom: Workroom, desk: Desk, { record, digest, item }: StoredRecord): Promise<Desk> {
  const now = deskFields(record);
  const before = deskFields(desk.origin === "" ? undefined : await recordOfDigest(workroom, desk.origin));
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  const changed = names.filter((name) => canonicalJson(now[name] ?? null) !== canonicalJson(before[name] ?? null));
  const { desk: followed } = await workroom.recordVersions.save({
    itemId: item.id,
    saveId: `answer-${desk.number}-${digest}`,
    base: desk.number,
    on: before,
    changes: Object.fromEntries(changed.map((name) => [name, now[name]])),
    cause: "answered",
    agent: await agentOf(workroom, item, digest),
    origin: digest,
  });
  return followed;
}

async function agentOf({ ledger, gates }: Workroom, { id }: ItemRow, digest: string): Promise<string> {
  const events = await ledger.events(id);
  const made = events.filter(({ outputs }) => outputs.some(({ artifact }) => artifact.digest === digest));
  return made.findLast(({ stage }) => stage === gates.metadataEntry.name)?.agent ?? made.at(-1)?.agent ?? "";
}

/** What of a record is filled in at the desk. */
export function deskFields(record: ItemRecord | undefined): ReadFields {
  if (!record) return {};
  const { v: _, shelfmark: __, ...fields } = fieldsOf(record);
  return fields;
}

/** The record that the desk makes, with everything wrong with it. */
export async function judged(
  workroom: Workroom,
  item: ItemRow,
  desk: Pick<Desk, "fields">,
  language: Language,
): Promise<DeskRecord> {
  const rules = await workroom.recordRules(language);
  const pageCount = (await workroom.ledger.pages(item.id)).length || undefined;
  return deskRecord(desk.fields, rules, { shelfmark: item.shelfmark, pageCount });
}

/**
 * Answer the gate with the desk's newest version where enough people stand for it. Again it does nothing: the same record is the
 * same answer.
 * @returns true when this version has answered
 */
export async function answerSigned(workroom: Workroom, item: ItemRow, desk: Desk): Promise<boolean> {
  if (desk.answered === desk.number) return true;
  if (desk.conflicts.length > 0 || !isSigned(desk.signatures, peopleNeeded(workroom.gates, item))) return false;
  const { record, issues } = await judged(workroom, item, desk, "vi");
  if (!record || issues.some(({ level }) => level === "error")) return false;
  const agent = desk.signatures.findLast(({ approves }) => approves)?.agent ?? "";
  const note = desk.signatures.map((each) => each.agent).join(", ");
  const value = compactRecord({ ...record, shelfmark: item.shelfmark });
  const gate = workroom.gates.metadataEntry;
  await answerGate(workroom, [{ gate, itemId: item.id, subject: item.id, value, agent, note }]);
  const digest = (await workroom.ledger.current(item.id, gate.output))?.digest ?? "";
  await workroom.recordVersions.markAnswered(item.id, desk.number, digest, agent);
  return true;
}
