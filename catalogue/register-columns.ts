/** Which heading means which column, in Vietnamese and English; accents, case and punctuation do not matter. */
import { foldColumnName } from "../formats/column-name.ts";
import type { RegisterColumn } from "./register.ts";

const HEADINGS: Readonly<Record<RegisterColumn, readonly string[]>> = {
  shelfmark: [
    "shelfmark",
    "shelf mark",
    "call number",
    "signature",
    "ký hiệu",
    "ký hiệu kho",
    "ký hiệu xếp giá",
    "số ký hiệu",
    "mã ký hiệu",
    "ký hiệu tài liệu",
  ],
  title: ["title", "nhan đề", "nhan đề chính", "tên sách", "tên tài liệu", "tên văn bản", "tiêu đề"],
  holder: ["holder", "library", "institution", "owner", "đơn vị", "đơn vị lưu giữ", "nơi lưu giữ", "thư viện", "chủ sở hữu"],
  class: ["class", "category", "type", "loại", "loại hình", "loại tài liệu", "phân loại", "nhóm", "nhóm tài liệu"],
  extent: ["extent", "pages", "page count", "số trang", "trang"],
  from: ["from", "effective from", "registered", "từ ngày", "ngày vào sổ", "ngày đăng ký"],
  until: ["until", "effective until", "removed", "đến ngày", "ngày ra sổ", "ngày loại khỏi sổ", "ngày thanh lý"],
};

const COLUMN_OF: ReadonlyMap<string, RegisterColumn> = new Map(
  Object.entries(HEADINGS).flatMap(([column, headings]) =>
    headings.map((heading) => [foldColumnName(heading), column as RegisterColumn] as const),
  ),
);

/** The column a heading means, by what a person said of it or by itself; undefined when it means none we know. */
export function columnOf(heading: string, mapping?: ReadonlyMap<string, RegisterColumn>): RegisterColumn | undefined {
  const name = foldColumnName(heading);
  return mapping?.get(name) ?? COLUMN_OF.get(name);
}
