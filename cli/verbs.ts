/** Where each verb stands in the help, and its Vietnamese name, without diacritics so that it can be typed anywhere. */

/** Groups of the help, in its order. */
export type VerbGroup = "daily" | "text" | "holdings" | "proof" | "system";

/** One verb; sub-commands have no group of their own. */
export interface Verb {
  readonly alias: string;
  readonly group?: VerbGroup;
}

/** By the full name of the command. */
export const VERBS: Readonly<Record<string, Verb>> = {
  check: { alias: "kiem-tra", group: "daily" },
  add: { alias: "them", group: "daily" },
  work: { alias: "chay", group: "daily" },
  status: { alias: "xem", group: "daily" },
  errors: { alias: "loi", group: "daily" },
  quality: { alias: "chat-luong", group: "daily" },
  "quality accept": { alias: "chap-nhan" },
  "quality reject": { alias: "tu-choi" },
  "quality replace": { alias: "thay" },
  retry: { alias: "thu-lai", group: "daily" },
  redo: { alias: "lam-lai", group: "daily" },
  pause: { alias: "tam-dung", group: "daily" },
  resume: { alias: "tiep-tuc", group: "daily" },
  cancel: { alias: "huy", group: "daily" },
  chart: { alias: "bang-chuan", group: "daily" },
  "chart add": { alias: "them" },
  "chart show": { alias: "xem" },
  date: { alias: "nien-dai", group: "text" },
  describe: { alias: "mo-ta", group: "text" },
  record: { alias: "bieu-ghi", group: "text" },
  "record show": { alias: "xem" },
  "record check": { alias: "kiem-tra" },
  "record suggest": { alias: "goi-y" },
  "record export": { alias: "xuat" },
  "record import": { alias: "nhap" },
  "record template": { alias: "mau" },
  text: { alias: "van-ban", group: "text" },
  "text export": { alias: "xuat" },
  "text import": { alias: "nhap" },
  evaluate: { alias: "danh-gia", group: "text" },
  export: { alias: "xuat", group: "text" },
  serve: { alias: "mo", group: "text" },
  index: { alias: "lap-chi-muc", group: "text" },
  register: { alias: "so-dang-ky", group: "holdings" },
  "register import": { alias: "nhap" },
  "register undo": { alias: "hoan-tac" },
  "register history": { alias: "lich-su" },
  "register template": { alias: "mau" },
  target: { alias: "chi-tieu", group: "holdings" },
  "target set": { alias: "dat" },
  "target remove": { alias: "bo" },
  "target adopt": { alias: "ap-dung" },
  "target show": { alias: "xem" },
  "target report": { alias: "bao-cao" },
  organisation: { alias: "don-vi", group: "holdings" },
  "organisation import": { alias: "nhap" },
  "organisation list": { alias: "liet-ke" },
  count: { alias: "dem", group: "holdings" },
  "count import": { alias: "nhap" },
  verify: { alias: "doi-chieu", group: "proof" },
  fsck: { alias: "kiem-kho", group: "proof" },
  rebuild: { alias: "dung-lai", group: "proof" },
  doctor: { alias: "kham-may", group: "system" },
  demo: { alias: "chay-thu", group: "system" },
  profile: { alias: "ho-so", group: "system" },
  "profile list": { alias: "liet-ke" },
  "profile show": { alias: "xem" },
  config: { alias: "cau-hinh", group: "system" },
  "config show": { alias: "xem" },
};
