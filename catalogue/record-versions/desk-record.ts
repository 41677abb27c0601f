/** The record that the fields on a desk make, and everything that is still wrong with them. Pure. */
import type { ReadFields } from "../../formats/record-remainder.ts";
import { type ItemRecord, RECORD_FIELDS, strictRecordSchema } from "../../pipeline/record.ts";
import { type CheckedItem, checkRecord, type RecordIssue, type RecordRules } from "../record/check.ts";

/** What comes of the fields. */
export interface DeskRecord {
  /** Undefined while there is anything that no record may hold. */
  readonly record: ItemRecord | undefined;
  /** Everything wrong at once, errors and warnings. */
  readonly issues: readonly RecordIssue[];
}

/** What the record is of. */
export interface DescribedItem extends CheckedItem {
  readonly shelfmark: string;
}

/** Fields that people fill in at the desk; the shelfmark is the item's own. */
export const DESK_FIELDS: ReadonlySet<string> = new Set(RECORD_FIELDS.filter((field) => field !== "shelfmark"));

/** What an entry of a repeated field cannot be without. */
const CORE: Readonly<Record<string, string>> = {
  titles: "text",
  agents: "name",
  places: "name",
  seals: "text",
  notes: "text",
  identifiers: "value",
  divisions: "title",
};
/** What a form chooses for an entry before anybody has written anything into it. */
const CHOSEN = new Set(["language", "kind", "role", "relation", "type", "page"]);

/** Read the fields; entries that nobody has written anything into are no entries. */
export function deskRecord(fields: ReadFields, rules: RecordRules, item: DescribedItem): DeskRecord {
  const { shelfmark } = item;
  const filled = Object.entries(fields).flatMap(([name, value]) => {
    const kept = withoutBlank(name, value);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  const whole = strictRecordSchema.safeParse({ v: 1, ...Object.fromEntries(filled), shelfmark });
  if (whole.success) return { record: whole.data, issues: checkRecord(whole.data, rules, item) };
  const form = whole.error.issues.flatMap(({ path, code, message }) => formIssue(path, code, message));
  const wrong = new Set<string>(form.map(({ field }) => field));
  const sound = Object.fromEntries(filled.filter(([name]) => !wrong.has(name)));
  const titles = { titles: [{ language: "vi", text: shelfmark, kind: "as-written" }] };
  const rest = strictRecordSchema.safeParse({ v: 1, ...titles, ...sound, shelfmark });
  // What is wrong in its form has been said; the checks say the rest of the other fields.
  const others = rest.success ? checkRecord(rest.data, rules, item).filter(({ field }) => !wrong.has(field)) : [];
  return { record: undefined, issues: [...form, ...others] };
}

function formIssue(path: readonly PropertyKey[], code: string, problem: string): readonly RecordIssue[] {
  const [name, ...inside] = path.map(String);
  const field = RECORD_FIELDS.find((each) => each === name);
  if (field === undefined) return [];
  const level = "error" as const;
  if (field === "titles" && inside.length === 0) return [{ level, field, code: "REC-REQUIRED", facts: {} }];
  // Places in a list are counted from 1.
  const at = inside.map((each) => (/^\d+$/.test(each) ? String(Number(each) + 1) : each)).join(".");
  const isEmpty = code === "too_small" || code === "invalid_type" || code === "invalid_union";
  return [{ level, field, code: isEmpty ? "DESK-INCOMPLETE" : "DESK-FORM", facts: { at, problem } }];
}

function withoutBlank(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.flatMap((each) => {
      const entry = isObject(each) ? tidied(each) : each;
      return isBlankEntry(entry, CORE[name]) ? [] : [entry];
    });
    return kept.length === 0 ? undefined : kept;
  }
  if (!isObject(value)) return isBlank(value) ? undefined : value;
  const kept = tidied(value);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

function tidied(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(entry).flatMap(([key, each]): readonly (readonly [string, unknown])[] => {
    if (!Array.isArray(each)) return isBlank(each) ? [] : [[key, each]];
    const inner = each.filter((one) => !(isObject(one) ? isBlank(one["name"]) : isBlank(one)));
    return inner.length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(kept);
}

function isBlankEntry(entry: unknown, core: string | undefined): boolean {
  if (!isObject(entry)) return isBlank(entry);
  if (core !== undefined && !isBlank(entry[core])) return false;
  return Object.keys(entry).every((key) => CHOSEN.has(key));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
