/** What a PDF says about itself, from the record. */
import type { PdfMetadata } from "../../formats/pdf/xmp.ts";
import { authorNamesOf, type ItemRecord } from "../../pipeline/record.ts";

/** Named without a version: the version of the program must not change the bytes. */
const PRODUCER = "sohoa";

/** The form of a BCP 47 tag; anything else would not be a language to a reader. */
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

/** Info and XMP of an item; the first title is the main one. */
export function metadataOf(record: ItemRecord): PdfMetadata {
  const [main, ...others] = record.titles;
  const authors = authorNamesOf(record);
  return {
    title: main?.text ?? record.shelfmark,
    otherTitles: firstOfEachLanguage(others),
    language: LANGUAGE_TAG.test(record.language) ? record.language : "und",
    identifier: record.shelfmark,
    producer: PRODUCER,
    ...(authors.length === 0 ? {} : { author: authors.join("; ") }),
    ...(record.summary === undefined ? {} : { subject: record.summary }),
    ...(record.rights === undefined ? {} : { rights: record.rights }),
  };
}

/** XMP allows one alternative a language (ISO 16684-1, 8.2.2.4). */
function firstOfEachLanguage(titles: ItemRecord["titles"]): ItemRecord["titles"] {
  return titles.filter(({ language }, at) => titles.findIndex((other) => other.language === language) === at);
}
