/** Sentences of the search page. Vietnamese is the source; English is complete (the type demands it). */
import type { Language } from "./server/language.ts";

const VI = {
  title: "Tìm kiếm",
  label: "Tìm trong sưu tập",
  hint: "Chữ Hán Nôm, chữ Quốc ngữ có dấu hoặc không dấu, nhan đề, tác giả, ký hiệu. Đặt trong ngoặc kép để tìm nguyên cụm.",
  submit: "Tìm",
  found: "{count} tài liệu",
  foundAtMost: "Khoảng {count} tài liệu",
  nothing: "Không tìm thấy “{query}”. Thử ít chữ hơn, bỏ dấu thanh, hoặc bỏ bớt lựa chọn bên dưới.",
  onPages: "Có trên {count} trang",
  onPagesAtMost: "Có trên nhiều nhất {count} trang",
  inDescription: "Có trong nhan đề hoặc mô tả",
  page: "Trang {label}",
  narrow: "Thu hẹp",
  remove: "Bỏ lựa chọn",
  holder: "Thư viện",
  class: "Loại tài liệu",
  century: "Niên đại",
  script: "Chữ viết",
  centuryName: "Thế kỷ {value}",
  han: "Chữ Hán",
  nom: "Chữ Nôm",
  "quoc-ngu": "Chữ Quốc ngữ",
  previous: "Kết quả trước",
  next: "Kết quả tiếp theo",
};

/** The names of the sentences. */
export type SearchMessageKey = keyof typeof VI;

const EN: Readonly<Record<SearchMessageKey, string>> = {
  title: "Search",
  label: "Search the collection",
  hint: "Hán-Nôm characters, Quốc ngữ with or without its marks, titles, authors, shelfmarks. Put a phrase in double quotes.",
  submit: "Search",
  found: "Items: {count}",
  foundAtMost: "About {count} items",
  nothing: "“{query}” was not found. Try fewer words, leave out tone marks, or remove a choice below.",
  onPages: "Found on pages: {count}",
  onPagesAtMost: "Found on at most {count} pages",
  inDescription: "Found in the title or the description",
  page: "Page {label}",
  narrow: "Narrow down",
  remove: "Remove this choice",
  holder: "Library",
  class: "Class of holding",
  century: "Date",
  script: "Script",
  centuryName: "{value}th century",
  han: "Hán script",
  nom: "Nôm script",
  "quoc-ngu": "Quốc ngữ script",
  previous: "Previous results",
  next: "Next results",
};

const TABLES: Readonly<Record<Language, Readonly<Record<SearchMessageKey, string>>>> = { vi: VI, en: EN };

/** A sentence in the reader's language, its `{names}` filled in. */
export function saySearch(
  language: Language,
  key: SearchMessageKey,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  return TABLES[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** The name of a value that has one in the reader's language, such as a script; else the value itself. */
export function valueName(language: Language, facet: string, value: string): string {
  if (facet === "century") return saySearch(language, "centuryName", { value: language === "vi" ? roman(Number(value)) : value });
  const isNamed = facet === "script" && (value === "han" || value === "nom" || value === "quoc-ngu");
  return isNamed ? saySearch(language, value) : value;
}

const ROMAN = [
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
] as const;

function roman(value: number): string {
  const digit = ROMAN.find(([size]) => size <= value);
  return digit ? digit[1] + roman(value - digit[0]) : "";
}
