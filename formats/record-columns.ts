/** The columns of a record table: which names are understood, and what each column means. */
import { foldColumnName } from "./column-name.ts";

/** What a column holds. */
export type RecordField =
  | "shelfmark"
  | "titleVi"
  | "titleHan"
  | "titleNom"
  | "titleTranslated"
  | "titleEn"
  | "creators"
  | "date"
  | "dateEdtf"
  | "language"
  | "holder"
  | "rights"
  | "access"
  | "summary"
  | "subjects"
  | "divisions";

/** Names by field, folded; the first is the Vietnamese one that templates and messages use. */
export const RECORD_COLUMNS: Readonly<Record<RecordField, { readonly heading: string; readonly names: readonly string[] }>> = {
  shelfmark: {
    heading: "Ký hiệu kho",
    names: ["ky hieu kho", "ky hieu", "so ky hieu", "ky hieu xep gia", "shelfmark", "call number"],
  },
  titleVi: { heading: "Nhan đề", names: ["nhan de", "ten sach", "ten tai lieu", "nhan de phien am", "title", "title vi"] },
  titleHan: { heading: "Nhan đề chữ Hán", names: ["nhan de chu han", "nhan de han", "title han", "han title", "chinese title"] },
  titleNom: {
    heading: "Nhan đề chữ Nôm",
    names: [
      "nhan de chu nom",
      "nhan de nom",
      "nhan de han nom",
      "nhan de chu han nom",
      "title nom",
      "nom title",
      "original title",
    ],
  },
  titleTranslated: { heading: "Nhan đề dịch", names: ["nhan de dich", "nhan de dich nghia", "dich nghia", "translated title"] },
  titleEn: { heading: "Nhan đề tiếng Anh", names: ["nhan de tieng anh", "english title", "title en"] },
  creators: { heading: "Tác giả", names: ["tac gia", "nguoi soan", "author", "authors", "creator", "creators"] },
  date: { heading: "Niên đại", names: ["nien dai", "nam", "ngay thang", "date", "date as written", "year"] },
  dateEdtf: { heading: "Năm dương lịch", names: ["nam duong lich", "nien dai edtf", "edtf", "date edtf"] },
  language: { heading: "Ngôn ngữ", names: ["ngon ngu", "chu viet", "language", "script"] },
  holder: {
    heading: "Nơi giữ",
    names: ["noi giu", "don vi giu", "noi luu giu", "don vi luu giu", "thu vien", "holder", "repository", "library"],
  },
  rights: { heading: "Bản quyền", names: ["ban quyen", "quyen", "giay phep", "rights", "license", "licence"] },
  access: { heading: "Mức tiếp cận", names: ["muc tiep can", "tiep can", "access", "access level"] },
  summary: { heading: "Tóm tắt", names: ["tom tat", "noi dung", "summary", "abstract"] },
  subjects: { heading: "Chủ đề", names: ["chu de", "de tai", "tu khoa", "subject", "subjects", "keywords"] },
  divisions: { heading: "Mục lục", names: ["muc luc", "divisions", "contents", "table of contents"] },
};

/** The field that a column name means, or undefined for a column that is not ours to read. */
export function recordFieldOf(columnName: string): RecordField | undefined {
  const folded = foldColumnName(columnName);
  const fields = Object.keys(RECORD_COLUMNS) as RecordField[];
  return fields.find((field) => RECORD_COLUMNS[field].names.includes(folded));
}
