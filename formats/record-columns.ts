/** The columns of a record table: which names are understood, what each holds, and how a cell is written and read. */
import { type ItemRecord, isListId, usualTitleKind } from "../pipeline/record.ts";
import { foldColumnName } from "./column-name.ts";
import {
  listOf,
  readDivisionList,
  readPerson,
  readPlace,
  readSeal,
  readSize,
  writePerson,
  writePlace,
  writeSeal,
  writeSize,
} from "./record-cells.ts";
import { isEdtf } from "./record-dates.ts";
import { accessWord, languageWord, readAccessWord, readLanguageWord } from "./record-languages.ts";
import type { ReadFields } from "./record-remainder.ts";
import type { Terms } from "./record-terms.ts";

/** What a cell says, or the code of what is wrong with it. Lists of several columns are joined, objects laid together. */
export type CellReading = ReadFields | { readonly problem: string; readonly list?: string };

/** One column. */
export interface RecordColumn {
  readonly id: string;
  /** The field of the record that it is about, or a part of. */
  readonly field: keyof ItemRecord;
  /** The Vietnamese name that templates and messages use. */
  readonly heading: string;
  /** Names that are understood, folded. */
  readonly names: readonly string[];
  write(record: ItemRecord, terms: Terms): string;
  /** Never called for an empty cell. */
  read(cell: string, terms: Terms): CellReading;
}

type Names = readonly string[];

function column(
  id: string,
  field: keyof ItemRecord,
  heading: string,
  names: Names,
  write: RecordColumn["write"],
  read: RecordColumn["read"],
): RecordColumn {
  return { id, field, heading, names: [foldColumnName(heading), ...names], write, read };
}

function textColumn(field: keyof ItemRecord, heading: string, names: Names): RecordColumn {
  const write = (record: ItemRecord) => String(record[field] ?? "");
  return column(field, field, heading, names, write, (cell) => ({ [field]: cell }));
}

function listColumn(field: "subjects" | "missingLeaves" | "tabooCharacters", heading: string, names: Names): RecordColumn {
  return column(
    field,
    field,
    heading,
    names,
    (record) => record[field].join("; "),
    (cell) => ({ [field]: listOf(cell) }),
  );
}

function numberColumn(field: "linesPerPage" | "charactersPerLine", heading: string, names: Names): RecordColumn {
  const read = (cell: string): CellReading => asCount(cell, (count) => ({ [field]: count }));
  return column(field, field, heading, names, (record) => String(record[field] ?? ""), read);
}

function extentColumn(unit: "fascicles" | "volumes" | "leaves" | "pages", heading: string, names: Names): RecordColumn {
  const read = (cell: string): CellReading => asCount(cell, (count) => ({ extent: { [unit]: count } }));
  return column(unit, "extent", heading, names, ({ extent }) => String(extent?.[unit] ?? ""), read);
}

function asCount(cell: string, then: (count: number) => ReadFields): CellReading {
  return /^[1-9]\d{0,8}$/.test(cell) ? then(Number(cell)) : { problem: "REC-NUMBER" };
}

function sizeColumn(field: "dimensions" | "frame", heading: string, names: Names): RecordColumn {
  const write = (record: ItemRecord) => (record[field] ? writeSize(record[field]) : "");
  const read = (cell: string): CellReading => {
    const size = readSize(cell);
    return size === undefined ? { problem: "REC-SIZE" } : { [field]: size };
  };
  return column(field, field, heading, names, write, read);
}

type TermField = "form" | "condition" | "genre" | "consent" | "degree" | "profile" | "dateCertainty";

function termColumn(field: TermField, list: string, heading: string, names: Names): RecordColumn {
  const write = (record: ItemRecord, terms: Terms) => {
    const id = record[field];
    return id === undefined ? "" : (terms.label(list, id) ?? id);
  };
  return column(field, field, heading, names, write, (cell, terms) => asTerm(cell, list, terms, (id) => ({ [field]: id })));
}

function termListColumn(field: "scripts" | "hands", heading: string, names: Names): RecordColumn {
  const write = (record: ItemRecord, terms: Terms) => record[field].map((id) => terms.label(field, id) ?? id).join("; ");
  const read = (cell: string, terms: Terms): CellReading => {
    const ids = listOf(cell).map((each) => termOf(each, field, terms));
    return ids.some((id) => id === undefined) ? { problem: "REC-TERM", list: field } : { [field]: ids };
  };
  return column(field, field, heading, names, write, read);
}

function asTerm(cell: string, list: string, terms: Terms, then: (id: string) => ReadFields): CellReading {
  const id = termOf(cell, list, terms);
  return id === undefined ? { problem: "REC-TERM", list } : then(id);
}

/** An id that no list has is a problem of the record, found by its check, and not of the table. */
function termOf(text: string, list: string, terms: Terms): string | undefined {
  return terms.find(list, text) ?? (isListId(text) ? text : undefined);
}

type Kind = ItemRecord["titles"][number]["kind"];

/** The first title of this language and kind; without a kind, of the one that a title in this language usually has. */
function titleColumn(id: string, language: string, kind: Kind | undefined, heading: string, names: Names): RecordColumn {
  const write = ({ titles, language: book }: ItemRecord) => {
    const wanted = kind ?? usualTitleKind(language, book);
    return titles.find((title) => title.language === language && title.kind === wanted)?.text ?? "";
  };
  const read = (text: string): CellReading => ({ titles: [{ language, text, ...(kind === undefined ? {} : { kind }) }] });
  return column(id, "titles", heading, names, write, read);
}

function roleColumn(role: string, heading: string, names: Names): RecordColumn {
  const write = ({ agents }: ItemRecord) =>
    agents
      .filter((agent) => agent.role === role)
      .map(writePerson)
      .join("; ");
  const read = (cell: string): CellReading => ({ agents: listOf(cell).map((each) => readPerson(each, role)) });
  return column(role, "agents", heading, names, write, read);
}

const OWN_ROLES = ["author", "copyist", "carver", "printer", "block-holder"];

const OTHER_ROLES = column(
  "otherAgents",
  "agents",
  "Vai trò khác",
  ["other agents", "contributors"],
  ({ agents }, terms) =>
    agents
      .filter(({ role }) => !OWN_ROLES.includes(role))
      .map((agent) => `${terms.label("roles", agent.role) ?? agent.role}: ${writePerson(agent)}`)
      .join("; "),
  (cell, terms) => {
    const read = listOf(cell).map((each) => {
      const [, role = "", name = ""] = /^([^:]+):\s*(.+)$/su.exec(each) ?? [];
      const id = termOf(role, "roles", terms);
      return id === undefined ? undefined : readPerson(name, id);
    });
    return read.includes(undefined) ? { problem: "REC-ROLE" } : { agents: read };
  },
);

const LANGUAGE = column(
  "language",
  "language",
  "Ngôn ngữ",
  ["chu viet", "language", "script"],
  ({ language }) => languageWord(language),
  (cell) => {
    const language = readLanguageWord(cell);
    return language === undefined ? { problem: "REC-LANGUAGE" } : { language };
  },
);

const OTHER_LANGUAGES = column(
  "otherLanguages",
  "otherLanguages",
  "Ngôn ngữ khác",
  ["other languages"],
  ({ otherLanguages }) => otherLanguages.map(languageWord).join("; "),
  (cell) => {
    const tags = listOf(cell).map(readLanguageWord);
    return tags.includes(undefined) ? { problem: "REC-LANGUAGE" } : { otherLanguages: tags };
  },
);

const DATE_EDTF = column(
  "dateEdtf",
  "dateEdtf",
  "Năm dương lịch",
  ["nien dai edtf", "edtf", "date edtf"],
  ({ dateEdtf }) => dateEdtf ?? "",
  (cell) => (isEdtf(cell) ? { dateEdtf: cell } : { problem: "REC-DATE" }),
);

const ACCESS = column(
  "access",
  "access",
  "Mức tiếp cận",
  ["tiep can", "access", "access level"],
  ({ access }) => accessWord(access),
  (cell) => {
    const access = readAccessWord(cell);
    return access === undefined ? { problem: "REC-ACCESS" } : { access };
  },
);

const RIGHTS = column(
  "rights",
  "rights",
  "Bản quyền",
  ["quyen", "giay phep", "rights", "license", "licence"],
  ({ rights }) => rights ?? "",
  (cell) => (URL.canParse(cell) ? { rights: cell } : { problem: "REC-RIGHTS" }),
);

const DIVISIONS = column(
  "divisions",
  "divisions",
  "Mục lục",
  ["divisions", "contents", "table of contents"],
  ({ divisions }) => divisions.map(({ title, page }) => `${title} = ${page}`).join("; "),
  (cell) => {
    const divisions = readDivisionList(cell);
    return divisions === undefined ? { problem: "REC-DIVISIONS" } : { divisions };
  },
);

const NUMBERS = column(
  "identifiers",
  "identifiers",
  "Số hiệu khác",
  ["so hieu", "identifiers", "isbn doi"],
  ({ identifiers }) => identifiers.map(({ type, value }) => `${type}: ${value}`).join("; "),
  (cell) => {
    const read = listOf(cell).map((each) => /^([a-z0-9]+(?:-[a-z0-9]+)*)\s*:\s*(.+)$/su.exec(each));
    const identifiers = read.flatMap((match) => (match ? [{ type: match[1], value: match[2] }] : []));
    return identifiers.length === read.length ? { identifiers } : { problem: "REC-NUMBERS" };
  },
);

/** In the order of templates and exports. */
export const RECORD_COLUMNS: readonly RecordColumn[] = [
  textColumn("shelfmark", "Ký hiệu kho", ["ky hieu", "so ky hieu", "ky hieu xep gia", "shelfmark", "call number"]),
  termColumn("profile", "profiles", "Loại biểu ghi", ["mau bieu ghi", "record profile"]),
  titleColumn("titleVi", "vi", undefined, "Nhan đề", ["ten sach", "ten tai lieu", "nhan de phien am", "title", "title vi"]),
  titleColumn("titleHan", "lzh", "as-written", "Nhan đề chữ Hán", ["nhan de han", "title han", "han title", "chinese title"]),
  titleColumn("titleNom", "vi-Hani", "as-written", "Nhan đề chữ Nôm", [
    "nhan de nom",
    "nhan de han nom",
    "nhan de chu han nom",
    "title nom",
    "nom title",
    "original title",
  ]),
  titleColumn("titleTranslated", "vi", "translation", "Nhan đề dịch", ["nhan de dich nghia", "dich nghia", "translated title"]),
  titleColumn("titleEn", "en", undefined, "Nhan đề tiếng Anh", ["english title", "title en"]),
  titleColumn("titleOther", "vi", "other", "Nhan đề khác", ["other title"]),
  roleColumn("author", "Tác giả", ["nguoi soan", "author", "authors", "creator", "creators"]),
  roleColumn("copyist", "Người sao chép", ["nguoi chep", "copyist", "copyists"]),
  roleColumn("carver", "Người khắc", ["tho khac", "carver"]),
  roleColumn("printer", "Nhà in", ["printer"]),
  roleColumn("block-holder", "Tàng bản", ["noi tang ban", "block holder"]),
  OTHER_ROLES,
  textColumn("edition", "Lần in", ["ban in", "edition"]),
  textColumn("dateAsWritten", "Niên đại", ["nam", "ngay thang", "date", "date as written", "year"]),
  DATE_EDTF,
  termColumn("dateCertainty", "certainties", "Độ chắc niên đại", ["date certainty"]),
  textColumn("dateEvidence", "Căn cứ niên đại", ["date evidence"]),
  termColumn("form", "forms", "Hình thức", ["hinh thuc van ban", "form"]),
  extentColumn("fascicles", "Số quyển", ["quyen so", "fascicles"]),
  extentColumn("volumes", "Số tập", ["volumes"]),
  extentColumn("leaves", "Số tờ", ["leaves"]),
  extentColumn("pages", "Số trang", ["pages", "page count"]),
  column(
    "extentNote",
    "extent",
    "Ghi chú số lượng",
    ["extent note"],
    ({ extent }) => extent?.note ?? "",
    (note) => ({ extent: { note } }),
  ),
  sizeColumn("dimensions", "Khổ", ["kho sach", "kich thuoc", "dimensions", "size"]),
  sizeColumn("frame", "Khung bản", ["frame"]),
  numberColumn("linesPerPage", "Số dòng mỗi trang", ["so dong", "lines per page"]),
  numberColumn("charactersPerLine", "Số chữ mỗi dòng", ["so chu", "characters per line"]),
  textColumn("paper", "Giấy", ["loai giay", "paper"]),
  textColumn("ink", "Mực", ["ink"]),
  termColumn("condition", "conditions", "Tình trạng", ["tinh trang vat ly", "condition"]),
  textColumn("conditionNote", "Ghi chú tình trạng", ["condition note"]),
  listColumn("missingLeaves", "Tờ thiếu", ["missing leaves"]),
  textColumn("restoration", "Tu bổ", ["trung tu", "restoration"]),
  LANGUAGE,
  OTHER_LANGUAGES,
  termListColumn("scripts", "Văn tự", ["loai chu", "scripts"]),
  termListColumn("hands", "Kiểu chữ", ["hands", "hand"]),
  listColumn("tabooCharacters", "Chữ húy", ["ky huy", "taboo characters"]),
  column(
    "seals",
    "seals",
    "Ấn triện",
    ["dau an", "seals"],
    ({ seals }) => seals.map(writeSeal).join("; "),
    (cell) => ({ seals: listOf(cell).map(readSeal) }),
  ),
  termColumn("genre", "genres", "Thể loại", ["the loai tai lieu", "genre"]),
  listColumn("subjects", "Chủ đề", ["de tai", "tu khoa", "subject", "subjects", "keywords"]),
  column(
    "places",
    "places",
    "Địa danh",
    ["dia danh co nay", "places"],
    ({ places }) => places.map(writePlace).join("; "),
    (cell) => ({ places: listOf(cell).map(readPlace) }),
  ),
  textColumn("summary", "Tóm tắt", ["noi dung", "summary", "abstract"]),
  DIVISIONS,
  column(
    "notes",
    "notes",
    "Phụ chú",
    ["notes"],
    ({ notes }) => notes.map(({ text }) => text).join("\n"),
    (cell) => ({ notes: cell.split("\n").map((text) => ({ language: "vi", text })) }),
  ),
  termColumn("degree", "degrees", "Học vị", ["degree"]),
  textColumn("holder", "Nơi giữ", ["don vi giu", "noi luu giu", "don vi luu giu", "thu vien", "holder", "repository", "library"]),
  textColumn("holdingClass", "Loại tài liệu", ["nhom tai lieu", "holding class"]),
  NUMBERS,
  textColumn("provenance", "Nguồn gốc", ["provenance"]),
  termColumn("consent", "consents", "Sự đồng ý", ["dong y cong bo", "consent"]),
  textColumn("consentNote", "Ghi chú đồng ý", ["consent note"]),
  ACCESS,
  RIGHTS,
];

const BY_NAME: ReadonlyMap<string, RecordColumn> = new Map(
  RECORD_COLUMNS.flatMap((each) => each.names.map((name) => [name, each] as const)),
);

/** The column that a name means, or undefined for one that is not ours to read. */
export function recordColumnOf(name: string): RecordColumn | undefined {
  return BY_NAME.get(foldColumnName(name));
}
