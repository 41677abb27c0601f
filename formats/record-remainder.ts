/**
 * What a format cannot say of a record, carried beside what it says. Every standard loses something; a writer reads back what it
 * wrote, and what differs travels as one JSON text in the place that the standard keeps for local data. Beside each value stands
 * what the format itself said of the field at that time (`seen`): where somebody has changed that since, the change holds.
 */
import { canonicalJson } from "../pipeline/derive.ts";
import { compactRecord, type ItemRecord, recordSchema } from "../pipeline/record.ts";

/** Fields of a record by name, as a reader of some format found them. Nothing is said of their form. */
export type ReadFields = Readonly<Record<string, unknown>>;

/** What an export is of, so that an import knows what has changed since. */
export interface Origin {
  /** SHA-256 of the stored record. */
  readonly base?: string | undefined;
}

interface Remainder extends Origin {
  readonly fields?: Readonly<Record<string, { readonly is?: unknown; readonly seen?: unknown }>>;
}

/** A record's fields as a reader handed them over, and the digest of the record that was exported. */
export interface Carried extends Origin {
  readonly fields: ReadFields;
}

/** The remainder of `record` where a format says `readable` of it, as JSON; undefined when there is none. */
export function remainderOf(record: ItemRecord, readable: ReadFields, { base }: Origin): string | undefined {
  const wanted = fieldsOf(record);
  const seen = asUnderstood(readable);
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(seen)])].sort();
  const missing = names.filter((name) => !isEqual(wanted[name], seen[name]));
  const fields = Object.fromEntries(missing.map((name) => [name, { is: wanted[name], seen: seen[name] }]));
  const remainder: Remainder = { ...(base === undefined ? {} : { base }), ...(missing.length === 0 ? {} : { fields }) };
  return Object.keys(remainder).length === 0 ? undefined : canonicalJson(remainder);
}

/** What was read, completed by its remainder. A remainder that is not one is passed over. */
export function withRemainder(readable: ReadFields, text: string | undefined): Carried {
  const remainder = parsed(text);
  const seen = asUnderstood(readable);
  const base = typeof remainder.base === "string" ? { base: remainder.base } : {};
  const fields: Record<string, unknown> = { ...readable };
  for (const [name, entry] of Object.entries(remainder.fields ?? {})) {
    if (!isEqual(seen[name], entry.seen)) continue;
    if (entry.is === undefined) delete fields[name];
    else fields[name] = entry.is;
  }
  return { fields, ...base };
}

/** The fields of a record that hold something. */
export function fieldsOf(record: ItemRecord): ReadFields {
  return compactRecord(record) as unknown as ReadFields;
}

/** The fields with what a record has when nothing is said; as they are where they make no record. */
function asUnderstood(readable: ReadFields): ReadFields {
  const tried = recordSchema.safeParse({ v: 1, ...readable });
  return tried.success ? fieldsOf(tried.data) : readable;
}

function isEqual(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function parsed(text: string | undefined): Remainder {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Remainder) : {};
  } catch {
    return {};
  }
}

/** Only what holds something: for readers that build fields one by one. */
export function filledFields(fields: ReadFields): ReadFields {
  const isFilled = (value: unknown) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isFilled(value)));
}
