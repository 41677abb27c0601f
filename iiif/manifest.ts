/**
 * The IIIF Presentation 3 manifest of an item.
 *
 * `iiif-builder` makes manifest, canvases and painting annotations. It drops `provider` and `partOf` without a word, loses
 * `start`, empties every canvas that a range names, and knows one context only; so those are set on what it returns.
 * @see https://iiif.io/api/presentation/3.0/
 */
import type { InternationalString, Manifest, MetadataItem } from "@iiif/presentation-3";
import { IIIFBuilder } from "iiif-builder";
import type { Book } from "./book.ts";
import { addCanvas, thumbnailOf } from "./canvas.ts";
import { PRESENTATION_CONTEXT } from "./context.ts";
import { type Division, divisionsOf } from "./divisions.ts";
import { bilingual, languageMap, neutral } from "./language.ts";
import { linkedPage } from "./linked-page.ts";
import { metadataOf } from "./metadata.ts";
import { rightsUri } from "./rights.ts";
import type { Uris } from "./uri.ts";

/**
 * The manifest, with pages in order and the reading direction of the structure.
 * Does not embed text: each canvas names its annotation page.
 * @throws {StageError} IIIF-DIVISION when a division of the record begins after the last page.
 */
export function manifestOf(book: Book, uris: Uris): Manifest {
  const builder = new IIIFBuilder();
  const id = uris.manifest(book.structure.item);
  const { titles, summary, rights } = book.record;
  const rightsTerm = rightsUri(rights);
  builder.createManifest(id, (manifest) => {
    manifest.setLabel(languageMap(titles));
    if (summary) manifest.setSummary({ vi: [summary] });
    manifest.setMetadata(metadataOf(book));
    manifest.setRequiredStatement(attribution(book));
    if (rightsTerm) manifest.setRights(rightsTerm);
    manifest.setViewingDirection(book.structure.viewingDirection);
    manifest.setBehavior("paged");
    for (const page of book.pages.slice(0, 1)) manifest.addThumbnail(thumbnailOf(uris, page));
    manifest.setRendering([linkedPage(uris.pdf(book.structure.item), "application/pdf", "Tải sách dạng PDF", "Download as PDF")]);
    for (const page of book.pages) addCanvas(manifest, uris, book, page);
  });
  const made = builder.toPresentation3({ id, type: "Manifest" }) as Manifest;
  return { ...made, ...droppedByBuilder(book, uris), "@context": PRESENTATION_CONTEXT };
}

function attribution({ record, structure }: Book): MetadataItem {
  const source = record.holder ? `${record.holder}, ${structure.shelfmark}` : structure.shelfmark;
  return { label: bilingual("Nguồn", "Attribution"), value: neutral(source) };
}

function droppedByBuilder(book: Book, uris: Uris): Partial<Manifest> {
  const { item } = book.structure;
  const [first] = book.pages;
  const divisions = divisionsOf(book.record, book.pages.length);
  return {
    homepage: [linkedPage(uris.reader(item), "text/html", "Đọc trên trang của thư viện", "Read on the library's page")],
    partOf: [collectionRef(uris)],
    ...(first && { start: { id: uris.canvas(item, first.id), type: "Canvas" } }),
    ...(book.record.holder && {
      provider: [
        {
          id: uris.provider(),
          type: "Agent",
          label: neutral(book.record.holder),
          homepage: [linkedPage(uris.home(), "text/html", "Sưu tập số", "Digital collection")],
        },
      ],
    }),
    ...(divisions.length > 0 && { structures: [contents(book, uris, divisions)] }),
  };
}

function collectionRef(uris: Uris): { id: string; type: "Collection"; label: InternationalString } {
  return { id: uris.collection(), type: "Collection", label: bilingual("Sưu tập số", "Digital collection") };
}

function contents(book: Book, uris: Uris, divisions: readonly Division[]): NonNullable<Manifest["structures"]>[number] {
  const { item } = book.structure;
  return {
    id: uris.range(item, 0),
    type: "Range",
    label: bilingual("Mục lục", "Table of contents"),
    items: divisions.map((division, index) => ({
      id: uris.range(item, index + 1),
      type: "Range",
      label: neutral(division.title),
      items: book.pages
        .slice(division.first - 1, division.last)
        .map((each) => ({ id: uris.canvas(item, each.id), type: "Canvas" as const })),
    })),
  };
}
