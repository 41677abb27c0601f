/** What is wrong with a record, all at once: each problem with its field, its reason, and what to do in a message by its code. */
import { isEdtf } from "../../formats/record-dates.ts";
import type { Terms } from "../../formats/record-terms.ts";
import { readDate } from "../../hannom/calendar/read-date.ts";
import type { Facts } from "../../pipeline/errors.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Authorities } from "./authorities.ts";
import { type ControlledLists, isListed } from "./lists.ts";
import { holds, type ProfileField, type RecordProfile, type RecordProfiles } from "./profile.ts";

/** A problem of one field. An error keeps the record from being imported; a warning is for the cataloguer to decide. */
export interface RecordIssue {
  readonly level: "error" | "warning";
  readonly field: keyof ItemRecord;
  readonly code: string;
  readonly facts: Facts;
}

/** What records are checked by. */
export interface RecordRules {
  readonly profiles: RecordProfiles;
  readonly lists: ControlledLists;
  readonly authorities: Authorities;
}

/** Everything that records are checked and written by. */
export interface LoadedRules extends RecordRules {
  readonly terms: Terms;
}

/** What is known of the item beside its record. */
export interface CheckedItem {
  readonly pageCount?: number | undefined;
}

type Check = (record: ItemRecord, rules: RecordRules, item: CheckedItem) => readonly RecordIssue[];

/** Every issue, in the order of the checks; none means that the record may be used. */
export function checkRecord(record: ItemRecord, rules: RecordRules, item: CheckedItem = {}): readonly RecordIssue[] {
  return CHECKS.flatMap((check) => check(record, rules, item));
}

const error = (field: keyof ItemRecord, code: string, facts: Facts = {}): RecordIssue => ({ level: "error", field, code, facts });
const warning = (field: keyof ItemRecord, code: string, facts: Facts = {}): RecordIssue => ({
  level: "warning",
  field,
  code,
  facts,
});

const checkProfile: Check = (record, { profiles }) => {
  if (record.profile === undefined) return [];
  const profile = profiles.get(record.profile);
  if (!profile) return [error("profile", "REC-PROFILE", { value: record.profile, known: [...profiles.keys()].join(", ") })];
  return [...missingFields(record, profile), ...fieldsOutside(record, profile)];
};

function missingFields(record: ItemRecord, { fields }: RecordProfile): readonly RecordIssue[] {
  return fields.flatMap((each): readonly RecordIssue[] => {
    if (!holds(record, each.field)) {
      if (each.need === "required") return [error(each.field, "REC-REQUIRED")];
      return each.need === "recommended" ? [warning(each.field, "REC-RECOMMENDED")] : [];
    }
    const missing = (each.mustHold ?? []).filter((wanted) => !partsOf(record, each).includes(wanted));
    return missing.map((wanted) => error(each.field, "REC-MUST-HOLD", { value: wanted }));
  });
}

/** Kinds of title, roles, and relations: what `mustHold` names. */
function partsOf(record: ItemRecord, { field }: ProfileField): readonly string[] {
  if (field === "titles") return record.titles.map(({ kind }) => kind);
  if (field === "agents") return record.agents.map(({ role }) => role);
  return field === "places" ? record.places.map(({ relation }) => relation) : [];
}

function fieldsOutside(record: ItemRecord, { fields }: RecordProfile): readonly RecordIssue[] {
  const known = new Set<string>([...fields.map(({ field }) => field), "v", "profile", "shelfmark"]);
  const names = Object.keys(record) as (keyof ItemRecord)[];
  return names.filter((name) => !known.has(name) && holds(record, name)).map((name) => warning(name, "REC-OUTSIDE"));
}

/** Lists by the field that takes their entries. */
const LIST_OF = {
  form: "forms",
  condition: "conditions",
  genre: "genres",
  consent: "consents",
  degree: "degrees",
  scripts: "scripts",
  hands: "hands",
} as const satisfies Partial<Record<keyof ItemRecord, string>>;

const checkLists: Check = (record, { lists }) => {
  const unlisted = (field: keyof ItemRecord, list: string, values: readonly (string | undefined)[]) =>
    values
      .filter((value): value is string => value !== undefined && !isListed(lists, list, value))
      .map((value) => error(field, "REC-UNLISTED", { value, list }));
  const plain = Object.entries(LIST_OF) as readonly (readonly [keyof typeof LIST_OF, string])[];
  return [
    ...plain.flatMap(([field, list]) => unlisted(field, list, [record[field] ?? []].flat())),
    ...unlisted(
      "agents",
      "roles",
      record.agents.map(({ role }) => role),
    ),
    ...unlisted(
      "places",
      "place-relations",
      record.places.map(({ relation }) => relation),
    ),
  ];
};

const TAG = /^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*$/;

const checkLanguages: Check = (record) => {
  const tags: readonly (readonly [keyof ItemRecord, string | undefined])[] = [
    ["language", record.language],
    ...record.otherLanguages.map((tag) => ["otherLanguages", tag] as const),
    ...record.titles.map(({ language }) => ["titles", language] as const),
    ...record.agents.map(({ language }) => ["agents", language] as const),
    ...record.notes.map(({ language }) => ["notes", language] as const),
  ];
  return tags.flatMap(([field, tag]) => (tag === undefined || TAG.test(tag) ? [] : [error(field, "REC-TAG", { value: tag })]));
};

/** The date for machines must be one of those that the date as written can mean. */
const checkDates: Check = ({ dateAsWritten, dateEdtf, dateCertainty }) => {
  if (dateEdtf !== undefined && !isEdtf(dateEdtf)) return [error("dateEdtf", "REC-EDTF", { value: dateEdtf })];
  if (dateAsWritten === undefined) return [];
  const { candidates } = readDate(dateAsWritten);
  const years = [...(dateEdtf ?? "").matchAll(/\d{4}/g)].map(Number);
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined || last === undefined || candidates.length === 0) return [];
  const isPossible = candidates.some((each) => first <= each.lastYear && last >= each.firstYear);
  if (isPossible) return [];
  const facts = {
    value: dateEdtf ?? "",
    written: dateAsWritten,
    meant: candidates
      .slice(0, 4)
      .map(({ edtf }) => edtf)
      .join(", "),
  };
  const issue = dateCertainty === "inferred" ? warning : error;
  return [issue("dateEdtf", "REC-DATE-DIFFERS", facts)];
};

const RIGHTS_URI =
  /^https?:\/\/(rightsstatements\.org\/(vocab|page)\/[A-Za-z-]+\/1\.0\/?|creativecommons\.org\/(licenses|publicdomain)\/[a-z-]+\/\d\.\d\/([a-z]{2}\/)?)$/;

const checkRights: Check = ({ rights, access, consent }) => [
  ...(rights !== undefined && !RIGHTS_URI.test(rights) ? [error("rights", "REC-RIGHTS-URI", { value: rights })] : []),
  ...(access === "public" && (consent === "refused" || consent === "pending")
    ? [error("access", "REC-CONSENT", { value: consent })]
    : []),
];

const checkPages: Check = ({ divisions, seals }, _rules, { pageCount }) => {
  if (pageCount === undefined) return [];
  const outside = (field: keyof ItemRecord, page: number | undefined) =>
    page !== undefined && page > pageCount ? [error(field, "REC-PAGE", { page, pages: pageCount })] : [];
  return [...divisions.flatMap(({ page }) => outside("divisions", page)), ...seals.flatMap(({ page }) => outside("seals", page))];
};

const checkAuthorities: Check = ({ agents, places }, { authorities }) => {
  if (authorities.entries.length === 0) return [];
  const unknown = (field: keyof ItemRecord, id: string | undefined) =>
    id !== undefined && !authorities.byId(id) ? [warning(field, "REC-AUTHORITY", { value: id })] : [];
  return [
    ...agents.flatMap(({ authority }) => unknown("agents", authority)),
    ...places.flatMap(({ authority }) => unknown("places", authority)),
  ];
};

/** What shows that a program damaged the text, or that a file cannot hold it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const DAMAGED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\uFFFD\uFFFE\uFFFF]|\p{Cs}/u;

const checkText: Check = (record) =>
  Object.entries(record).flatMap(([field, value]) => {
    const damaged = textsIn(value).find((text) => DAMAGED.test(text));
    return damaged === undefined ? [] : [error(field as keyof ItemRecord, "REC-DAMAGED", { value: damaged.slice(0, 60) })];
  });

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const checkTaboo: Check = ({ tabooCharacters }) =>
  tabooCharacters
    .filter((each) => !/^[\p{Script=Han}\p{Co}][\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]?$/u.test(each))
    .map((value) => warning("tabooCharacters", "REC-TABOO", { value }));

const CHECKS: readonly Check[] = [
  checkProfile,
  checkLists,
  checkLanguages,
  checkDates,
  checkRights,
  checkPages,
  checkAuthorities,
  checkText,
  checkTaboo,
];
