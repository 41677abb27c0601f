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
import { PRESENTATION_CONTEXT, SEARCH_2_CONTEXT } from "./context.ts";
import { rangesOf } from "./divisions.ts";
import type { Edition } from "./edition.ts";
import { bilingual, languageMap, neutral } from "./language.ts";
import { linkedPage } from "./linked-page.ts";
import { metadataOf } from "./metadata.ts";
import { navDateOf } from "./nav-date.ts";
import { partsOf } from "./parts.ts";
import { agentsOf, inBoth } from "./provider.ts";
import { recordLinks } from "./record-links.ts";
import { rightsUri } from "./rights.ts";
import { searchServices } from "./search-services.ts";
import { areSpreads } from "./spreads.ts";

/**
 * The manifest, with pages in order and the reading direction of the structure.
 * Does not embed text: each canvas names its annotation pages.
 * @throws {StageError} IIIF-DIVISION when a division of the record begins after the last page.
 */
export function manifestOf(book: Book, edition: Edition): Manifest {
  const builder = new IIIFBuilder();
  const { uris } = edition;
  const { item } = book.structure;
  const id = uris.manifest(item);
  const { titles, summary, rights } = book.record;
  const rightsTerm = rightsUri(rights);
  builder.createManifest(id, (manifest) => {
    manifest.setLabel(languageMap(titles));
    if (summary) manifest.setSummary({ vi: [summary] });
    manifest.setMetadata(metadataOf(book, edition));
    manifest.setRequiredStatement(attribution(book, edition));
    if (rightsTerm) manifest.setRights(rightsTerm);
    manifest.setViewingDirection(book.structure.viewingDirection);
    manifest.setBehavior(areSpreads(book.pages.map((page) => page.text)) ? "individuals" : "paged");
    for (const page of book.pages.slice(0, 1)) manifest.addThumbnail(thumbnailOf(edition, page.id, page.text));
    manifest.setHomepage(linkedPage(uris.reader(item), "text/html", "Đọc trên trang của thư viện", "Read on the library's page"));
    manifest.setRendering([
      linkedPage(uris.pdf(item), "application/pdf", "Tải sách dạng PDF", "Download as PDF"),
      linkedPage(uris.itemFile(item, "text.txt"), "text/plain", "Tải toàn văn", "Download the text"),
    ]);
    manifest.setSeeAlso(recordLinks(item, edition));
    for (const page of book.pages) addCanvas(manifest, edition, book, page);
  });
  const made = builder.toPresentation3({ id, type: "Manifest" }) as Manifest;
  return { ...made, ...droppedByBuilder(book, edition) };
}

function attribution({ record, structure }: Book, { provider }: Edition): MetadataItem {
  const label = bilingual("Nguồn", "Attribution");
  const source = record.holder ? `${record.holder}, ${structure.shelfmark}` : structure.shelfmark;
  if (!provider?.requiredStatement) return { label, value: neutral(source) };
  const texts = Object.entries(inBoth(provider.requiredStatement));
  return { label, value: Object.fromEntries(texts.map(([tag, statement = []]) => [tag, [source, ...statement]])) };
}

function droppedByBuilder(book: Book, edition: Edition): Partial<Manifest> {
  const { item } = book.structure;
  const { uris } = edition;
  const [first] = book.pages;
  const navDate = navDateOf(book.record.dateEdtf);
  const providers = agentsOf(book.record, edition.provider, uris);
  const structures = rangesOf(book, uris);
  return {
    "@context": edition.hasSearch ? [SEARCH_2_CONTEXT, PRESENTATION_CONTEXT] : PRESENTATION_CONTEXT,
    ...(navDate && { navDate }),
    partOf: [
      collectionRef(uris.collection()),
      ...partsOf(book.record, edition).map(({ id, label }) => ({ ...collectionRef(id), label })),
      ...(book.structure.batches ?? []).map((batch) => ({
        ...collectionRef(uris.collectionOf("batch", batch)),
        label: neutral(batch),
      })),
    ],
    ...(first && { start: { id: uris.canvas(item, first.id), type: "Canvas" } }),
    ...(providers.length > 0 && { provider: providers }),
    ...(edition.hasSearch && {
      service: searchServices({
        search: (version) => uris.search(version, item),
        autocomplete: (version) => uris.autocomplete(version, item),
      }),
    }),
    ...(structures.length > 0 && { structures }),
  };
}

function collectionRef(id: string): { id: string; type: "Collection"; label: InternationalString } {
  return { id, type: "Collection", label: bilingual("Sưu tập số", "Digital collection") };
}
