/** What each field of a record looks like in the form. */

/** One input. `words` is the key of its label; `list` the controlled list that it takes entries of. */
export type Cell =
  | { readonly kind: "text" | "long" | "number" | "names"; readonly key: string; readonly words?: string }
  | { readonly kind: "term"; readonly key: string; readonly list: string; readonly words?: string }
  | { readonly kind: "choice"; readonly key: string; readonly options: readonly string[]; readonly words?: string };

/** How a field is filled in. */
export type FieldForm =
  /** One input for the field itself. */
  | { readonly shape: "one"; readonly cell: Cell }
  /** Some inputs that make one value. */
  | { readonly shape: "group"; readonly cells: readonly Cell[] }
  /** A list of plain texts or ids. */
  | { readonly shape: "list"; readonly cell: Cell }
  /** A list of entries of some inputs; `blank` is what a new one begins with. */
  | { readonly shape: "entries"; readonly cells: readonly Cell[]; readonly blank: Readonly<Record<string, unknown>> };

const text = (key: string, words?: string): Cell => ({ kind: "text", key, ...(words === undefined ? {} : { words }) });
const number = (key: string): Cell => ({ kind: "number", key });
const term = (key: string, list: string): Cell => ({ kind: "term", key, list });
const choice = (key: string, ...options: readonly string[]): Cell => ({ kind: "choice", key, options });
const one = (cell: Cell): FieldForm => ({ shape: "one", cell });
const list = (cell: Cell): FieldForm => ({ shape: "list", cell });
const size: FieldForm = { shape: "group", cells: [number("heightMillimetres"), number("widthMillimetres")] };

/** By field. What is not here (shelfmark) is not filled in at the desk. */
export const FIELD_FORMS: Readonly<Record<string, FieldForm>> = {
  profile: one(term("profile", "profiles")),
  titles: {
    shape: "entries",
    cells: [
      text("text", "titleText"),
      term("language", "languages"),
      choice("kind", "as-written", "transliteration", "translation", "other"),
    ],
    blank: { text: "", language: "lzh", kind: "as-written" },
  },
  agents: {
    shape: "entries",
    cells: [
      text("name"),
      term("language", "languages"),
      text("normalised"),
      { kind: "names", key: "alsoKnownAs" },
      term("role", "roles"),
      choice("kind", "person", "family", "corporate"),
      text("years"),
      text("authority"),
    ],
    blank: { name: "", role: "author", kind: "person" },
  },
  edition: one(text("edition")),
  dateAsWritten: one(text("dateAsWritten")),
  dateEdtf: one(text("dateEdtf")),
  dateCertainty: one(choice("dateCertainty", "stated", "inferred", "approximate")),
  dateEvidence: one(text("dateEvidence")),
  form: one(term("form", "forms")),
  extent: { shape: "group", cells: [number("fascicles"), number("volumes"), number("leaves"), number("pages"), text("note")] },
  dimensions: size,
  frame: size,
  linesPerPage: one(number("linesPerPage")),
  charactersPerLine: one(number("charactersPerLine")),
  paper: one(text("paper")),
  ink: one(text("ink")),
  condition: one(term("condition", "conditions")),
  conditionNote: one(text("conditionNote")),
  missingLeaves: list(text("leaf")),
  restoration: one(text("restoration")),
  language: one(term("language", "languages")),
  otherLanguages: list(term("language", "languages")),
  scripts: list(term("script", "scripts")),
  hands: list(term("hand", "hands")),
  tabooCharacters: list(text("character")),
  seals: { shape: "entries", cells: [text("text", "sealText"), number("page"), text("note")], blank: { text: "" } },
  genre: one(term("genre", "genres")),
  subjects: list(text("subject")),
  places: {
    shape: "entries",
    cells: [text("name"), term("language", "languages"), text("now"), term("relation", "place-relations"), text("authority")],
    blank: { name: "", relation: "about" },
  },
  summary: one({ kind: "long", key: "summary" }),
  divisions: { shape: "entries", cells: [text("title", "partTitle"), number("page")], blank: { title: "" } },
  notes: {
    shape: "entries",
    cells: [{ kind: "long", key: "text", words: "noteText" }, term("language", "languages")],
    blank: { text: "", language: "vi" },
  },
  degree: one(term("degree", "degrees")),
  holder: one(text("holder")),
  holdingClass: one(text("holdingClass")),
  identifiers: { shape: "entries", cells: [text("type", "idType"), text("value")], blank: { type: "catalogue", value: "" } },
  provenance: one({ kind: "long", key: "provenance" }),
  consent: one(term("consent", "consents")),
  consentNote: one(text("consentNote")),
  access: one(choice("access", "public", "internal", "restricted")),
  rights: one(term("rights", "rights")),
};

/** What a new entry begins with: behind the title on the book stands its phiên âm, then a translation. */
export function blankAfter(
  field: string,
  blank: Readonly<Record<string, unknown>>,
  before: unknown,
): Readonly<Record<string, unknown>> {
  const { kind, language } = (before ?? {}) as { readonly kind?: unknown; readonly language?: unknown };
  if (field !== "titles" || !isHanTag(language) || kind !== "as-written") return blank;
  return { ...blank, language: "vi", kind: "transliteration" };
}

/** The three groups of the form, made of the groups of the profiles. */
export const FORM_GROUPS = [
  { id: "identity", of: ["title", "agents", "date"] },
  { id: "shape", of: ["form", "script"] },
  { id: "matter", of: ["content", "custody"] },
] as const;

/** Where a field stands that its kind of document does not have. */
export const USUAL_GROUP: Readonly<Record<string, (typeof FORM_GROUPS)[number]["id"]>> = Object.fromEntries([
  ...["profile", "titles", "agents", "edition", "dateAsWritten", "dateEdtf", "dateCertainty", "dateEvidence"].map((field) => [
    field,
    "identity",
  ]),
  ...[
    "form",
    "extent",
    "dimensions",
    "frame",
    "linesPerPage",
    "charactersPerLine",
    "paper",
    "ink",
    "condition",
    "conditionNote",
  ].map((field) => [field, "shape"]),
  ...["missingLeaves", "restoration", "language", "otherLanguages", "scripts", "hands", "tabooCharacters", "seals"].map(
    (field) => [field, "shape"],
  ),
]);

/** True for a BCP 47 tag of texts in Chinese characters, Nôm included: those are never changed, not even to NFC. */
export function isHanTag(tag: unknown): boolean {
  return typeof tag === "string" && /^(lzh|zh|och|ltc)\b(?!-Latn)|-Han[ist]?\b/i.test(tag);
}

const LATIN_ONLY = /^[\p{Script=Latin}\p{M}\p{P}\p{N}\p{S}\p{Z}]*$/u;

/** Composed letters for a text in Quốc ngữ; a text with any other script in it is left as it is, code point by code point. */
export function composed(text: string): string {
  return LATIN_ONLY.test(text) ? text.normalize("NFC") : text;
}

/** Folded as people type without marks: "Kiều" is found by "kieu", "Đại" by "dai". */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").trim();
}
