/** Labels and values of an item's description, Vietnamese first, English complete. */
import type { InternationalString, MetadataItem } from "@iiif/presentation-3";
import { agentLabel } from "../pipeline/record.ts";
import type { Book } from "./book.ts";
import type { Edition } from "./edition.ts";
import { bilingual, languageMap, languageName, languageNames, neutral } from "./language.ts";
import { dateOf, extentOf, layoutOf, sizeOf } from "./measures.ts";
import { rightsUri } from "./rights.ts";
import { termOf, termsOf } from "./terms.ts";

type Value = InternationalString | undefined;
type Row = readonly [vi: string, en: string, value: Value];

/** The description that viewers show beside the pages. Empty fields are left out. */
export function metadataOf(book: Book, edition: Edition): MetadataItem[] {
  const rows = [...identityOf(book, edition), ...contentOf(book, edition), ...copyOf(book, edition), ...stateOf(book)];
  return rows.flatMap(([vi, en, value]) => (value ? [{ label: bilingual(vi, en), value }] : []));
}

/** What it is called, who made it, when. */
function identityOf({ record, structure }: Book, edition: Edition): Row[] {
  const roles = [...new Set(record.agents.map((agent) => agent.role))];
  return [
    ["Ký hiệu kho", "Shelfmark", neutral(structure.shelfmark)],
    ["Nhan đề", "Title", record.titles.length > 1 ? languageMap(record.titles) : undefined],
    ...roles.map((role): Row => {
      const { vi, en, none } = termOf("roles", role, edition);
      const names = record.agents.filter((agent) => agent.role === role).map(agentLabel);
      return [(vi ?? none ?? [role]).join(", "), (en ?? none ?? [role]).join(", "), neutral(...names)];
    }),
    ["Niên đại", "Date", dateOf(record)],
    ["Lần in", "Edition", single(record.edition)],
    ["Hình thức", "Form", term("forms", record.form, edition)],
    ["Thể loại", "Genre", term("genres", record.genre, edition)],
  ];
}

/** What it is about and in which language. */
function contentOf({ record }: Book, edition: Edition): Row[] {
  const places = record.places.map(({ name, now }) => (now === undefined || now === name ? name : `${name} (${now})`));
  return [
    [
      "Ngôn ngữ",
      "Language",
      record.otherLanguages.length > 0
        ? languageNames([record.language, ...record.otherLanguages])
        : languageName(record.language),
    ],
    ["Chữ viết", "Script", termsOf("scripts", record.scripts, edition)],
    ["Kiểu chữ", "Hand", termsOf("hands", record.hands, edition)],
    ["Chủ đề", "Subject", list(record.subjects)],
    ["Địa danh", "Places", list(places)],
    ["Chữ kỵ húy", "Taboo characters", list(record.tabooCharacters)],
    ["Ấn triện", "Seals", list(record.seals.map((seal) => seal.text))],
    ["Học vị", "Degree", term("degrees", record.degree, edition)],
    ["Ghi chú", "Notes", record.notes.length > 0 ? languageMap(record.notes) : undefined],
  ];
}

/** The copy that was scanned. */
function copyOf({ record, pages }: Book, edition: Edition): Row[] {
  return [
    ["Số lượng", "Extent", extentOf(record)],
    ["Kích thước", "Dimensions", sizeOf(record.dimensions)],
    ["Khung bản", "Text frame", sizeOf(record.frame)],
    ["Quy cách trang", "Page layout", layoutOf(record)],
    ["Giấy", "Paper", single(record.paper)],
    ["Mực", "Ink", single(record.ink)],
    ["Tình trạng vật lý", "Condition", term("conditions", record.condition, edition)],
    ["Mô tả tình trạng", "Note on condition", single(record.conditionNote)],
    ["Tờ thiếu", "Missing leaves", list(record.missingLeaves)],
    ["Phục chế", "Restoration", single(record.restoration)],
    ["Nguồn gốc", "Provenance", single(record.provenance)],
    ["Số hiệu khác", "Other identifiers", list(record.identifiers.map(({ type, value }) => `${type}: ${value}`))],
    ["Nơi giữ", "Holder", single(record.holder)],
    ["Loại tài liệu", "Class of holding", term("holding-classes", record.holdingClass, edition)],
    ["Số trang", "Pages", neutral(String(pages.length))],
  ];
}

function stateOf(book: Book): Row[] {
  const { rights } = book.record;
  return [
    ["Bản quyền", "Rights", rights && !rightsUri(rights) ? neutral(rights) : undefined],
    ["Tình trạng văn bản", "State of the text", textState(book)],
  ];
}

/** What a reader must know of the text: that nobody has checked it yet, as long as one page is machine text. */
export function textState({ pages }: Book): InternationalString {
  const unreviewed = pages.filter((page) => page.text.status === "machine").length;
  if (unreviewed === 0) return bilingual("Văn bản đã được người hiệu đính.", "The text has been checked by a person.");
  return bilingual(
    `Văn bản do máy nhận dạng, chưa được người hiệu đính (${unreviewed} trong ${pages.length} trang).`,
    `Unreviewed machine text: not yet checked by a person (${unreviewed} of ${pages.length} pages).`,
  );
}

function term(listName: string, id: string | undefined, edition: Edition): Value {
  return id === undefined ? undefined : termOf(listName, id, edition);
}

function single(value: string | undefined): Value {
  return value === undefined ? undefined : neutral(value);
}

function list(values: readonly string[]): Value {
  return values.length > 0 ? neutral(...values) : undefined;
}
