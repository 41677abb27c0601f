/**
 * The descriptive record of an item (`record`, `record/draft`). Values of controlled fields are ids of lists that a library may
 * edit, so that this schema only says their form; `catalogue/record/check.ts` says what a document of its kind must have.
 * Readable are all records ever stored: every field but shelfmark and titles is optional or empty by default.
 */
import { z } from "zod";

const text = z.string().min(1);
const count = z.int().positive();
/** An entry of a controlled list: letters, figures and hyphens, so that it reads the same in every format. */
const LIST_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const id = z.string().regex(LIST_ID);

/** A text in one language and script; `language` is a BCP 47 tag such as vi, vi-Hani (Nôm), lzh (literary Chinese), en. */
const localized = z.object({ language: text, text });

/** What a title is to the one on the book. */
const TITLE_KINDS = ["as-written", "transliteration", "translation", "other"] as const;

/** Someone or something that had a part in the item. */
const agent = z.object({
  /** Of the list `roles`: author, copyist, carver, printer, block-holder (tàng bản) … */
  role: id,
  kind: z.enum(["person", "family", "corporate"]).default("person"),
  /** The name as the item has it. */
  name: text,
  /** Language and script of the name as written. */
  language: text.optional(),
  /** The name that catalogues file it under, such as Nguyễn Du. */
  normalised: text.optional(),
  /** Tự (courtesy name), hiệu (art name), and other names. */
  alsoKnownAs: z.array(z.object({ kind: z.enum(["courtesy", "art", "posthumous", "other"]), name: text })).default([]),
  /** Years of life or work as catalogues write them: 1766-1820. */
  years: text.optional(),
  /** Identifier in the library's authority list. */
  authority: text.optional(),
});

/** A place and what it has to do with the item. */
const place = z.object({
  /** The name as the item has it, often an old one. */
  name: text,
  language: text.optional(),
  /** Where that is today. */
  now: text.optional(),
  /** Of the list `place-relations`: about, made-at, found-at … */
  relation: id.default("about"),
  authority: text.optional(),
});

/** How much there is of it. */
const extent = z.object({
  /** Quyển (卷). */
  fascicles: count.optional(),
  /** Tập (冊), physical volumes. */
  volumes: count.optional(),
  /** Tờ (葉), of two pages each. */
  leaves: count.optional(),
  pages: count.optional(),
  /** What figures do not say, such as a volume that is missing. */
  note: text.optional(),
});

const size = z.object({ heightMillimetres: z.number().positive(), widthMillimetres: z.number().positive() });

const recordFields = z.object({
  v: z.literal(1),
  shelfmark: text,
  /** The kind of document that this describes: a name of `config/record-profiles`. */
  profile: id.optional(),

  /** The first is the main one. */
  titles: z.array(localized.extend({ kind: z.enum(TITLE_KINDS).optional() })).min(1),
  agents: z.array(agent).default([]),
  /** Authors as records before `agents` had them; read, never written. */
  creators: z.array(text).default([]),
  edition: text.optional(),

  /** The date as the item states it, such as 明命二十一年. */
  dateAsWritten: text.optional(),
  /** EDTF level 1, such as 1840 or 1878/1879. */
  dateEdtf: text.optional(),
  dateCertainty: z.enum(["stated", "inferred", "approximate"]).optional(),
  /** What the date is known from. */
  dateEvidence: text.optional(),

  /** Of the list `forms`: woodblock, manuscript, rubbing, typographic … */
  form: id.optional(),
  extent: extent.optional(),
  /** The leaf or the sheet. */
  dimensions: size.optional(),
  /** The frame around the text (khung bản, 版框). */
  frame: size.optional(),
  linesPerPage: count.optional(),
  charactersPerLine: count.optional(),
  paper: text.optional(),
  ink: text.optional(),
  /** Of the list `conditions`. */
  condition: id.optional(),
  conditionNote: text.optional(),
  /** As the folios are numbered: 12a, 12b. */
  missingLeaves: z.array(text).default([]),
  restoration: text.optional(),

  /** Main language of the text. */
  language: text.default("vi-Hani"),
  otherLanguages: z.array(text).default([]),
  /** Of the list `scripts`: han, nom, quoc-ngu … */
  scripts: z.array(id).default([]),
  /** Of the list `hands`: regular, running, cursive, seal … */
  hands: z.array(id).default([]),
  /** Characters avoided or altered (kỵ húy). */
  tabooCharacters: z.array(text).default([]),
  /** What seals say, and the page (1-based) where one stands. */
  seals: z.array(z.object({ text, page: count.optional(), note: text.optional() })).default([]),

  /** Of the list `genres`: royal edict, genealogy, land register, literature … */
  genre: id.optional(),
  subjects: z.array(text).default([]),
  places: z.array(place).default([]),
  summary: text.optional(),
  /** A top-level division of the item: its title and the page it begins on (1-based). */
  divisions: z.array(z.object({ title: z.string(), page: count })).default([]),
  notes: z.array(localized).default([]),
  /** Degree of a thesis or dissertation, of the list `degrees`. */
  degree: id.optional(),

  holder: text.optional(),
  /** Class of holding as the register has it: rare, ancient, han-nom … */
  holdingClass: text.optional(),
  /** Numbers that others gave it: `type` such as isbn, doi, catalogue. */
  identifiers: z.array(z.object({ type: id, value: text })).default([]),
  provenance: text.optional(),
  /** Of the list `consents`: whether its owner agreed to publishing. */
  consent: id.optional(),
  consentNote: text.optional(),
  access: z.enum(["public", "internal", "restricted"]).default("public"),
  /** A RightsStatements.org or Creative Commons URI. */
  rights: z.url().optional(),
});

/** A record of any age in today's form: authors are agents, and every title says what it is. */
function upgraded({ creators, ...record }: z.output<typeof recordFields>) {
  const authors = creators.map((name) => agent.parse({ role: "author", name }));
  const titles = record.titles.map((title) => ({
    ...title,
    kind: title.kind ?? usualTitleKind(title.language, record.language),
  }));
  return { ...record, titles, agents: [...authors, ...record.agents] };
}

/** In a book in Hán or Nôm a title in Quốc ngữ is its phiên âm; a title in a third language is a translation. */
export function usualTitleKind(language: string, bookLanguage: string): TitleKind {
  if (isHanScript(language) || language === bookLanguage) return "as-written";
  return isHanScript(bookLanguage) && /^vi(-Latn)?$/i.test(language) ? "transliteration" : "translation";
}

/** True for a BCP 47 tag of texts in Chinese characters, Nôm included. */
export function isHanScript(language: string): boolean {
  return /^(lzh|zh|och|ltc)\b(?!-Latn)|-Han[ist]?\b/i.test(language);
}

/** The fields of a record that a person fills in, as the schema has them. */
export const RECORD_FIELDS = (Object.keys(recordFields.shape) as (keyof typeof recordFields.shape)[]).filter(
  (field): field is Exclude<keyof typeof recordFields.shape, "v" | "creators"> => field !== "v" && field !== "creators",
);

/** Reads a record of any age. */
export const recordSchema = recordFields.transform(upgraded);

/** As {@link recordSchema}, for what people write: a field that it does not know is a problem, not dropped. */
export const strictRecordSchema = recordFields.strict().transform(upgraded);

/** True for a text that may be an entry of a controlled list. */
export function isListId(text: string | undefined): text is string {
  return text !== undefined && LIST_ID.test(text);
}

/** What a title is to the one on the book. */
export type TitleKind = (typeof TITLE_KINDS)[number];

/** What {@link recordSchema} reads. */
export type RecordInput = Readonly<z.input<typeof recordFields>>;

/** The descriptive record of an item. */
export type ItemRecord = Readonly<z.output<typeof recordSchema>>;

/** Someone who had a part in an item. */
export type RecordAgent = ItemRecord["agents"][number];

/** The names of the authors, each as one line; the printer or the copyist is no author. */
export function authorNamesOf({ agents }: Pick<ItemRecord, "agents">): readonly string[] {
  return agents.filter(({ role }) => role === "author").map(agentLabel);
}

/** The name as written and, where it is another, the one that catalogues use: 阮攸 (Nguyễn Du). */
export function agentLabel({ name, normalised }: Pick<RecordAgent, "name" | "normalised">): string {
  return normalised === undefined || normalised === name ? name : `${name} (${normalised})`;
}

/** The record without what is empty, as it is stored: a new field of this schema changes no stored byte. */
export function compactRecord(record: ItemRecord): RecordInput {
  return withoutEmpty(record) as RecordInput;
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0));
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutEmpty(each)]));
}
