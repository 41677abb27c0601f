/**
 * A book as schema.org describes it, for search engines that read pages.
 * @see https://schema.org/Book, https://schema.org/Manuscript
 */
import { pictureWithin } from "../../../iiif/picture.ts";
import type { Uris } from "../../../iiif/uri.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import { authorNamesOf, type ItemRecord } from "../../../pipeline/record.ts";
import { type Html, jsonLdBlock } from "./html.ts";

/** Longer side, in pixels, of the picture that stands for the book. */
const IMAGE_PIXELS = 1200;
const THUMBNAIL_PIXELS = 200;

/** The description as a block for the head of the page; `library` runs the site. */
export function structuredData(publication: Publication, record: ItemRecord, uris: Uris, library?: string): Html {
  return jsonLdBlock(bookData(publication, record, uris, library));
}

/** The same as a value. Empty fields are left out. */
export function bookData(publication: Publication, record: ItemRecord, uris: Uris, library?: string): object {
  const { item, pages, shelfmark } = publication;
  const [title, ...others] = record.titles;
  const authors = authorNamesOf(record).map((name) => ({ "@type": "Person", name }));
  const holder = record.holder ?? library;
  return {
    "@context": "https://schema.org",
    "@type": record.form === "manuscript" ? "Manuscript" : "Book",
    "@id": uris.reader(item),
    url: uris.reader(item),
    name: title?.text,
    ...(others.length > 0 && { alternateName: others.map(({ text }) => text) }),
    ...(authors.length > 0 && { author: authors }),
    ...dateOf(record),
    inLanguage: [record.language, ...record.otherLanguages],
    ...(record.summary && { abstract: record.summary }),
    ...(record.subjects.length > 0 && { about: record.subjects.map((name) => ({ "@type": "Thing", name })) }),
    ...(record.genre && { genre: record.genre }),
    numberOfPages: pages.length,
    identifier: { "@type": "PropertyValue", propertyID: "shelfmark", value: shelfmark },
    ...(holder && {
      holdingArchive: { "@type": "ArchiveOrganization", name: holder },
      provider: { "@type": "Library", name: holder },
    }),
    ...(record.rights && { license: record.rights }),
    isAccessibleForFree: true,
    isPartOf: { "@type": "Collection", "@id": uris.collection(), url: uris.home() },
    ...imageOf(publication, record, uris),
    encoding: [
      { "@type": "MediaObject", encodingFormat: "application/pdf", contentUrl: uris.pdf(item) },
      { "@type": "MediaObject", encodingFormat: "application/ld+json", contentUrl: uris.manifest(item) },
      { "@type": "MediaObject", encodingFormat: "text/plain", contentUrl: uris.itemFile(item, "text.txt") },
    ],
  };
}

/** A year or a day is a date; everything else that records may say of a time is what the text covers. */
function dateOf({ dateEdtf, dateAsWritten }: ItemRecord): object {
  if (dateEdtf !== undefined && /^\d{4}(-\d{2}){0,2}$/.test(dateEdtf)) return { dateCreated: dateEdtf };
  const text = dateEdtf ?? dateAsWritten;
  return text === undefined ? {} : { temporal: text };
}

function imageOf({ pages }: Publication, { rights }: ItemRecord, uris: Uris): object {
  const [first] = pages;
  if (!first) return {};
  const scale = Math.min(1, IMAGE_PIXELS / Math.max(first.width, first.height));
  const image = {
    "@type": "ImageObject",
    contentUrl: pictureWithin(uris, first, IMAGE_PIXELS),
    thumbnailUrl: pictureWithin(uris, first, THUMBNAIL_PIXELS),
    encodingFormat: "image/jpeg",
    width: Math.round(first.width * scale),
    height: Math.round(first.height * scale),
    ...(rights && { license: rights }),
  };
  return { image, thumbnailUrl: image.thumbnailUrl };
}
