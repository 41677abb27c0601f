/**
 * A record that comes back, laid over the one that is there, field by field: against the record that was exported it shows who
 * changed what. Where both sides changed a field in different ways nobody is overwritten: the field is a conflict.
 */
import type { IncomingRecord } from "../../formats/record-incoming.ts";
import { fieldsOf, type ReadFields } from "../../formats/record-remainder.ts";
import { type RecordProblem, schemaProblems } from "../../formats/record-row.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { type ItemRecord, strictRecordSchema } from "../../pipeline/record.ts";

/** A field that both sides changed. Undefined is a field that is empty. */
export interface FieldConflict {
  readonly field: string;
  readonly base: unknown;
  /** In the catalogue. */
  readonly mine: unknown;
  /** In the file. */
  readonly theirs: unknown;
}

/** Which side holds where both changed a field; without one the conflict stands and the record is not to be used. */
export type Preference = "file" | "catalogue";

/** What comes of it. */
export interface Merged {
  /** The record as it would be; the catalogue's value stands where there is a conflict that nobody decided. */
  readonly record: ItemRecord;
  /** Fields in which it differs from the catalogue's. */
  readonly changed: readonly string[];
  readonly conflicts: readonly FieldConflict[];
}

/** Fields that always hold something: an empty cell is no word about them. */
const NEVER_EMPTY: readonly string[] = ["v", "shelfmark", "titles", "access", "language"];

/**
 * Lay the file's record over `mine`. `base` is what was exported; without it a field that is empty in the catalogue is filled, and
 * every other difference is a conflict.
 */
export function mergeRecord(
  mine: ItemRecord,
  incoming: IncomingRecord,
  { base, prefer }: { readonly base?: ItemRecord | undefined; readonly prefer?: Preference | undefined },
): Merged | { readonly problems: readonly RecordProblem[] } {
  const here = fieldsOf(mine);
  const understood = asRecord(mine, incoming, incoming.fields);
  if (understood.problems) return { problems: understood.problems };
  const there = fieldsOf(understood.record);
  const told = incoming.said && asRecord(mine, incoming, incoming.said(mine)).record;
  const known = { before: base && fieldsOf(base), told: told && fieldsOf(told) };
  const names = spokenOf(incoming, here, there);
  const sides = names.map((field) => ({ field, base: known.before?.[field], mine: here[field], theirs: there[field] }));
  const judged = sides.map((side) => ({ side, verdict: verdictOn(side, known) }));
  const conflicts = judged.filter(({ verdict }) => verdict === "conflict").map(({ side }) => side);
  const taken = judged.filter(({ verdict }) => verdict === "file" || (verdict === "conflict" && prefer === "file"));
  const merged = { ...here, ...Object.fromEntries(taken.map(({ side }) => [side.field, side.theirs])) };
  const record = strictRecordSchema.safeParse(merged);
  if (!record.success) return { problems: schemaProblems(record.error.issues, incoming.row) };
  const after = fieldsOf(record.data);
  const changed = Object.keys({ ...here, ...after }).filter((field) => !isSame(here[field], after[field]));
  return { record: record.data, changed, conflicts };
}

type Verdict = Preference | "conflict";

/** What the record was when it was exported, and what the format would say of the catalogue's. */
interface Known {
  readonly before: ReadFields | undefined;
  readonly told: ReadFields | undefined;
}

/** What comes of fields that somebody changed since `base`, laid over those that are there now. */
export interface MergedFields {
  /** Fields to be set; undefined empties. */
  readonly taken: ReadFields;
  readonly conflicts: readonly FieldConflict[];
}

/**
 * The same question for fields as they are while somebody works at them, complete or not: `theirs` speaks of the fields that it
 * has, undefined for one that was emptied. Without `base` only empty fields are filled.
 */
export function mergeFields(mine: ReadFields, theirs: ReadFields, base: ReadFields | undefined): MergedFields {
  const sides = Object.keys(theirs).map((field) => ({
    field,
    base: base?.[field],
    mine: mine[field],
    theirs: theirs[field],
  }));
  const known = { before: base, told: undefined };
  const judged = sides.map((side) => ({ side, verdict: verdictOn(side, known) }));
  const of = (wanted: Verdict) => judged.filter(({ verdict }) => verdict === wanted).map(({ side }) => side);
  return { taken: Object.fromEntries(of("file").map(({ field, theirs: value }) => [field, value])), conflicts: of("conflict") };
}

function verdictOn({ field, base, mine, theirs }: FieldConflict, { before, told }: Known): Verdict {
  if (isSame(theirs, mine) || (told && isSame(theirs, told[field]))) return "catalogue";
  if (before === undefined) return mine === undefined ? "file" : "conflict";
  if (isSame(theirs, base)) return "catalogue";
  return isSame(mine, base) ? "file" : "conflict";
}

/** Words about a record as one; what the file does not speak of is taken from the catalogue, so that the rest can be understood. */
function asRecord(mine: ItemRecord, { covered, row }: IncomingRecord, words: ReadFields) {
  const isCovered = (field: string) => covered === "all" || (covered.includes(field) && !NEVER_EMPTY.includes(field));
  const around = Object.entries(fieldsOf(mine)).filter(([field]) => !isCovered(field));
  const fields = { v: 1, ...Object.fromEntries(around), ...words, shelfmark: mine.shelfmark };
  const parsed = strictRecordSchema.safeParse(fields);
  return parsed.success
    ? { record: parsed.data, problems: undefined }
    : { record: undefined, problems: schemaProblems(parsed.error.issues, row) };
}

function spokenOf({ fields, covered }: IncomingRecord, here: ReadFields, there: ReadFields): readonly string[] {
  const names = covered === "all" ? [...Object.keys(there), ...Object.keys(here)] : [...covered, ...Object.keys(fields)];
  const isSaid = (name: string) => fields[name] !== undefined;
  return [...new Set(names)].filter(
    (name) => name !== "v" && name !== "shelfmark" && (isSaid(name) || !NEVER_EMPTY.includes(name)),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
