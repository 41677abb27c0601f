/** Labels and values of an item's description, Vietnamese first, English complete. */
import type { InternationalString, MetadataItem } from "@iiif/presentation-3";
import { authorNamesOf } from "../pipeline/record.ts";
import type { Book } from "./book.ts";
import { bilingual, languageMap, languageName, neutral } from "./language.ts";
import { rightsUri } from "./rights.ts";

/** The description that viewers show beside the pages. Empty fields are left out. */
export function metadataOf(book: Book): MetadataItem[] {
  const { record, structure, pages } = book;
  const entries: MetadataItem[] = [];
  const add = (vi: string, en: string, value: InternationalString | undefined): void => {
    if (value) entries.push({ label: bilingual(vi, en), value });
  };
  add("Ký hiệu kho", "Shelfmark", neutral(structure.shelfmark));
  add("Nhan đề", "Title", record.titles.length > 1 ? languageMap(record.titles) : undefined);
  add("Tác giả", "Creator", list(authorNamesOf(record)));
  add("Niên đại", "Date", list([record.dateAsWritten, record.dateEdtf].filter((each) => each !== undefined)));
  add("Ngôn ngữ", "Language", languageName(record.language));
  add("Chủ đề", "Subject", list(record.subjects));
  add("Nơi giữ", "Holder", record.holder ? neutral(record.holder) : undefined);
  add("Số trang", "Pages", neutral(String(pages.length)));
  add("Bản quyền", "Rights", record.rights && !rightsUri(record.rights) ? neutral(record.rights) : undefined);
  add("Tình trạng văn bản", "State of the text", textState(book));
  return entries;
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

function list(values: readonly string[]): InternationalString | undefined {
  return values.length > 0 ? neutral(...values) : undefined;
}
