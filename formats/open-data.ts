/** Public records as open data: one JSON object an item, or one row of a table. */
import { agentLabel, authorNamesOf, type ItemRecord } from "../pipeline/record.ts";
import { guardCell } from "./cell.ts";

/** What is said of an item beside its record. */
export interface OpenDataPlace {
  /** Permanent identifier. */
  readonly id: string;
  /** Last change, UTC to the second. */
  readonly changedAt: string;
  readonly pageCount: number;
  readonly isTextReviewed: boolean;
  readonly page: string;
  readonly manifest: string;
  readonly pdf: string;
  readonly text: string;
  readonly mods: string;
  /** Licence of the description; the rights of the pictures are the record's. */
  readonly license?: string;
}

/** Fields that say how the library works or whom it asked, and nothing of the item. */
const INTERNAL = ["v", "profile", "access", "consent", "consentNote"] as const satisfies readonly (keyof ItemRecord)[];

/** An item as one object; empty fields are left out. */
export function openDataObject(record: ItemRecord, place: OpenDataPlace): object {
  const { id, ...rest } = place;
  const told = Object.entries(record).filter(
    ([name, value]) =>
      !(INTERNAL as readonly string[]).includes(name) && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { id, ...Object.fromEntries(told), ...rest };
}

type Column = readonly [name: string, value: (record: ItemRecord, place: OpenDataPlace) => string | number | undefined];

const ofKind =
  (kind: ItemRecord["titles"][number]["kind"]): Column[1] =>
  ({ titles }) =>
    joined(titles.filter((title) => title.kind === kind).map(({ text }) => text));

const COLUMNS: readonly Column[] = [
  ["id", (_, { id }) => id],
  ["shelfmark", ({ shelfmark }) => shelfmark],
  ["title_as_written", ofKind("as-written")],
  ["title_transliteration", ofKind("transliteration")],
  ["title_translation", ofKind("translation")],
  ["title_other", ofKind("other")],
  ["authors", (record) => joined(authorNamesOf(record))],
  [
    "other_agents",
    ({ agents }) => joined(agents.filter(({ role }) => role !== "author").map((agent) => `${agentLabel(agent)} (${agent.role})`)),
  ],
  ["date_as_written", ({ dateAsWritten }) => dateAsWritten],
  ["date_edtf", ({ dateEdtf }) => dateEdtf],
  ["form", ({ form }) => form],
  ["genre", ({ genre }) => genre],
  ["language", ({ language }) => language],
  ["other_languages", ({ otherLanguages }) => joined(otherLanguages)],
  ["scripts", ({ scripts }) => joined(scripts)],
  ["subjects", ({ subjects }) => joined(subjects)],
  ["places", ({ places }) => joined(places.map(({ name }) => name))],
  ["summary", ({ summary }) => summary],
  ["holder", ({ holder }) => holder],
  ["holding_class", ({ holdingClass }) => holdingClass],
  ["pages", (_, { pageCount }) => pageCount],
  ["text_reviewed", (_, { isTextReviewed }) => (isTextReviewed ? "true" : "false")],
  ["rights", ({ rights }) => rights],
  ["page", (_, { page }) => page],
  ["manifest", (_, { manifest }) => manifest],
  ["pdf", (_, { pdf }) => pdf],
  ["text", (_, { text }) => text],
  ["mods", (_, { mods }) => mods],
  ["changed_at", (_, { changedAt }) => changedAt],
  ["license", (_, { license }) => license ?? ""],
];

/** The first line of the table (RFC 4180), after the mark by which spreadsheets know UTF-8. */
export function openDataHeading(): string {
  return `\uFEFF${COLUMNS.map(([name]) => name).join(",")}\r\n`;
}

/** An item as one line of the table. No cell is a formula. */
export function openDataRow(record: ItemRecord, place: OpenDataPlace): string {
  return `${COLUMNS.map(([, value]) => cell(value(record, place))).join(",")}\r\n`;
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = guardCell(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function joined(values: readonly string[]): string {
  return values.join("; ");
}
