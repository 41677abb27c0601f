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
  holder: [
    "holder",
    "library",
    "institution",
    "owner",
    "đơn vị",
    "đơn vị giữ",
    "nơi giữ",
    "đơn vị lưu giữ",
    "nơi lưu giữ",
    "thư viện",
    "chủ sở hữu",
  ],
  class: ["class", "category", "type", "loại", "loại hình", "loại tài liệu", "phân loại", "nhóm", "nhóm tài liệu"],
  extent: ["extent", "pages", "page count", "số trang", "trang"],
  decision: [
    "decision",
    "rarity decision",
    "decision on rarity",
    "quyết định",
    "số quyết định",
    "quyết định công nhận",
    "quyết định công nhận quý hiếm",
    "căn cứ xếp loại",
    "căn cứ công nhận",
  ],
  condition: ["condition", "physical condition", "tình trạng", "tình trạng vật lý", "tình trạng tài liệu", "hiện trạng"],
  consent: [
    "consent",
    "owner consent",
    "thỏa thuận",
    "sự đồng ý",
    "đồng ý",
    "đồng ý công bố",
    "đồng ý số hóa",
    "ý kiến chủ sở hữu",
  ],
  provenance: ["provenance", "origin", "source", "nguồn gốc", "xuất xứ", "nguồn sưu tầm", "nơi sưu tầm"],
  // "họ" (clan) and "hộ" (household) alone are one word without marks, so neither is taken.
  village: ["village", "làng", "làng xã", "thôn", "xã", "xã thôn", "thôn làng"],
  clan: ["clan", "lineage", "dòng họ", "họ tộc", "tộc họ", "gia tộc", "chi họ"],
  household: ["household", "family", "hộ gia đình", "gia đình", "chủ hộ", "nhà riêng", "tư gia"],
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
