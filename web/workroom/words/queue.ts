/** Words of the expert's queue. */
import { type Area, wordsOf } from "./words.ts";

const vi = {
  title: "Việc của tôi",
  intro: "Trang nào sửa trước thì đáng từng phút nhất: chỗ máy ngờ nhiều và giúp chỉ tiêu tiến nhanh.",
  waiting: "{waiting} trang chờ duyệt, khoảng {errors} chữ sai trong {characters} chữ đã xem qua",
  notLookedAt: "còn {count} trang chưa được xem qua; tải lại để xem tiếp",
  none: "Không còn trang nào chờ duyệt.",
  page: "{shelfmark}, trang {label}",
  reason_doubt: "khoảng {expectedErrors} chữ sai trong {characters} chữ",
  reason_target: "thuộc chỉ tiêu {name}, hạn {deadline}, còn {daysLeft} ngày",
  reason_overdue: "thuộc chỉ tiêu {name}, đã quá hạn {days} ngày",
  "reason_almost-complete": "tài liệu chỉ còn {pagesLeft} trang",
  byPage: "Theo trang",
  byCharacter: "Từng chữ ngờ",
  characterIntro: "Mỗi lần một chữ, chữ đáng sửa nhất trước. Phím 1–5 lấy ứng viên, Enter để yên và sang chữ sau.",
  place: "{at}/{count}",
  asRead: "Để yên: {text}",
  open: "Mở trang",
  corrected: "Đã sửa {read} thành {typed}.",
  notCorrected: "Chỗ này đã có người sửa; bản của họ được giữ nguyên.",
  keyNext: "để yên, sang chữ sau",
  keyTake: "lấy ứng viên",
};

const en = {
  title: "My work",
  intro: "Which page is worth an expert's minutes most: where the machine doubts, and where a target comes nearer.",
  waiting:
    "{waiting} {waiting|page waits|pages wait} for review; about {errors} {errors|character|characters} wrong among the {characters} looked at",
  notLookedAt: "{count} {count|page has|pages have} not been looked at yet; load again for more",
  none: "No page waits for review.",
  page: "{shelfmark}, page {label}",
  reason_doubt: "about {expectedErrors} of {characters} {characters|character|characters} wrong",
  reason_target: "counts for {name}, due {deadline}, {daysLeft} {daysLeft|day|days} left",
  reason_overdue: "counts for {name}, overdue by {days} {days|day|days}",
  "reason_almost-complete": "only {pagesLeft} {pagesLeft|page of the item is|pages of the item are} left",
  byPage: "By page",
  byCharacter: "By character",
  characterIntro: "One character at a time, the one most worth it first. Keys 1–5 take a proposal, Enter leaves it and goes on.",
  place: "{at} of {count}",
  asRead: "Leave as it is: {text}",
  open: "Open the page",
  corrected: "{read} was corrected to {typed}.",
  notCorrected: "Somebody has changed this place already; their text stands.",
  keyNext: "leave it, go on",
  keyTake: "take a proposal",
} satisfies Readonly<Record<keyof typeof vi, string>>;

/** The sentences. */
export const queue: Area<keyof typeof vi> = { vi, en };
/** Says them. */
export const say = wordsOf(queue);
