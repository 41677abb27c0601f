/** Sentences of the first page. Vietnamese is the source; English is complete (the type demands it). */
import type { Language } from "./server/language.ts";

const VI = {
  newest: "Mới công bố",
  all: "Tất cả tài liệu",
  browse: "Duyệt sưu tập",
  pageOfList: "Trang {number}/{last}",
  pages: "Các trang của danh sách",
};

/** The names of the sentences. */
export type HomeMessageKey = keyof typeof VI;

const EN: Readonly<Record<HomeMessageKey, string>> = {
  newest: "Newest",
  all: "All items",
  browse: "Browse the collection",
  pageOfList: "Page {number} of {last}",
  pages: "Pages of the list",
};

const TABLES: Readonly<Record<Language, Readonly<Record<HomeMessageKey, string>>>> = { vi: VI, en: EN };

/** A sentence in the reader's language, its `{names}` filled in. */
export function sayHome(language: Language, key: HomeMessageKey, facts: Readonly<Record<string, string | number>> = {}): string {
  return TABLES[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}
