/** Words of the list of failures. */
import { type Area, wordsOf } from "./words.ts";

const vi = {
  title: "Việc lỗi",
  none: "Không có gì bị lỗi.",
  count: "{count} việc cần người xem, theo từng loại lỗi",
  group: "{code} · {count}",
  seen: "từ {first} đến {last}",
  todo: "Cách xử lý",
  retryAll: "Thử lại tất cả lỗi này",
  retryOne: "Thử lại",
  refused: "Tệp bị từ chối khi gửi: sửa tệp rồi gửi lại cả lô.",
  retried: "Đã cho làm lại {count} việc.",
  file: "Tệp hoặc trang",
  stage: "Bước",
  meaning: "Điều đã xảy ra",
  more: "và {count} chỗ khác",
  detail: "Chi tiết",
};

const en = {
  title: "Failures",
  none: "Nothing has failed.",
  count: "{count} {count|thing needs|things need} a person, by what is wrong",
  group: "{code} · {count}",
  seen: "from {first} to {last}",
  todo: "What to do",
  retryAll: "Try all of these again",
  retryOne: "Try again",
  refused: "Files that were refused when they were handed in: mend them and hand the batch in again.",
  retried: "Tasks that are due again: {count}.",
  file: "File or page",
  stage: "Step",
  meaning: "What happened",
  more: "and {count} more",
  detail: "Details",
} satisfies Readonly<Record<keyof typeof vi, string>>;

/** The sentences. */
export const failures: Area<keyof typeof vi> = { vi, en };
/** Says them. */
export const say = wordsOf(failures);
