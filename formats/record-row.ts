/** One row of a record table as the record of an item. */
import { nfcLatin } from "../hannom/latin-nfc.ts";
import type { Facts } from "../pipeline/errors.ts";
import { type ItemRecord, type RecordInput, recordSchema } from "../pipeline/record.ts";
import { foldColumnName } from "./column-name.ts";
import { RECORD_COLUMNS, type RecordField } from "./record-columns.ts";

/** One thing that is wrong with a table of records; `facts.row` counts from 1 with the heading. */
export interface RecordProblem {
  readonly code: string;
  readonly facts: Facts;
}

/** The cells of a row by what they mean; a missing cell is an empty one. */
export type RecordCells = Readonly<Partial<Record<RecordField, string>>>;

/** A record or what is wrong with it, never both. */
export interface RecordRow {
  readonly record?: ItemRecord;
  readonly problems: readonly RecordProblem[];
}

const LANGUAGES: Readonly<Record<string, string>> = {
  "chu han": "lzh",
  han: "lzh",
  "han van": "lzh",
  nom: "vi-Hani",
  "chu nom": "vi-Hani",
  "han nom": "vi-Hani",
  "quoc ngu": "vi",
  "chu quoc ngu": "vi",
  "tieng viet": "vi",
  viet: "vi",
  phap: "fr",
  "tieng phap": "fr",
  anh: "en",
  "tieng anh": "en",
};

const ACCESS: Readonly<Record<string, ItemRecord["access"]>> = {
  "": "public",
  "cong khai": "public",
  public: "public",
  "noi bo": "internal",
  internal: "internal",
  "han che": "restricted",
  restricted: "restricted",
};

/** EDTF level 1 as far as records use it: years to days, `X` for unknown digits, `?~%`, intervals and open ends. */
const EDTF_DATE = "-?[0-9]{1,3}[0-9X](?:-[0-9X]{2}){0,2}[?~%]?";
const EDTF = new RegExp(`^(?:${EDTF_DATE}|(?:${EDTF_DATE}|\\.\\.)?/(?:${EDTF_DATE}|\\.\\.)?)$`);

/** Make a record of a row. All problems of the row are collected; `row` is only used to name them. */
export function recordOfRow(cells: RecordCells, row: number): RecordRow {
  const problems: RecordProblem[] = [];
  const problem = (code: string, field: RecordField, value = "") => {
    problems.push({ code, facts: { row, column: RECORD_COLUMNS[field].heading, value } });
  };
  const cell = (field: RecordField) => nfcLatin((cells[field] ?? "").trim());
  const titles = titlesOf(cell);
  if (cell("shelfmark") === "") problem("REC-EMPTY", "shelfmark");
  if (titles.length === 0) problem("REC-EMPTY", "titleVi");

  const access = ACCESS[foldColumnName(cell("access"))];
  if (access === undefined) problem("REC-ACCESS", "access", cell("access"));
  const language = languageOf(cell("language"));
  if (language === undefined) problem("REC-LANGUAGE", "language", cell("language"));
  const dateEdtf = cell("dateEdtf") || (EDTF.test(cell("date")) ? cell("date") : "");
  if (dateEdtf !== "" && !EDTF.test(dateEdtf)) problem("REC-DATE", "dateEdtf", dateEdtf);
  if (cell("rights") !== "" && !URL.canParse(cell("rights"))) problem("REC-RIGHTS", "rights", cell("rights"));
  const divisions = divisionsOf(cell("divisions"));
  if (divisions === undefined) problem("REC-DIVISIONS", "divisions", cell("divisions"));
  if (problems.length > 0) return { problems };

  const record = recordSchema.safeParse({
    v: 1,
    shelfmark: cell("shelfmark"),
    titles,
    agents: listOf(cell("creators")).map((name) => ({ role: "author", name })),
    language,
    access,
    subjects: listOf(cell("subjects")),
    divisions,
    ...filled({
      dateAsWritten: cell("date"),
      dateEdtf,
      holder: cell("holder"),
      rights: cell("rights"),
      summary: cell("summary"),
    }),
  });
  return record.success ? { record: record.data, problems } : { problems: schemaProblems(record.error.issues, row) };
}

/** The entries that are not empty. */
function filled(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ""));
}

/** What the schema of records says, in the words of a table. */
export function schemaProblems(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  row: number,
): readonly RecordProblem[] {
  return issues.map(({ path, message }) => ({
    code: "REC-FIELD",
    facts: { row, column: path.map(String).join("."), value: message },
  }));
}

function titlesOf(cell: (field: RecordField) => string): RecordInput["titles"] {
  const candidates = [
    { language: "vi", text: cell("titleVi") },
    { language: "lzh", text: cell("titleHan") },
    { language: "vi-Hani", text: cell("titleNom") },
    { language: "vi", text: cell("titleTranslated"), kind: "translation" as const },
    { language: "en", text: cell("titleEn") },
  ];
  return candidates.filter(({ text }) => text !== "");
}

/** A word for a language, or a BCP 47 tag; nothing means Han-Nom. */
function languageOf(text: string): string | undefined {
  if (text === "") return "vi-Hani";
  return LANGUAGES[foldColumnName(text)] ?? (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text) ? text : undefined);
}

function listOf(text: string): readonly string[] {
  return text
    .split(/[;|\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

/** `Title = page`, parted by semicolons or line ends. Undefined when a part is not of this form. */
function divisionsOf(text: string): ItemRecord["divisions"] | undefined {
  const parts = listOf(text).map((part) => /^(.+?)\s*=\s*([1-9]\d*)$/u.exec(part));
  const found = parts.flatMap((match) => (match?.[1] === undefined ? [] : [{ title: match[1], page: Number(match[2]) }]));
  return found.length === parts.length ? found : undefined;
}
