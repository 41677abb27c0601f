/** One public item as files: pictures, manifest, texts, descriptions, PDF, and a page on which it is read. */
import { readFile } from "node:fs/promises";
import { dublinCoreOf } from "../../formats/dublin-core.ts";
import { marcOf } from "../../formats/marc21/marc.ts";
import { marcXmlOf } from "../../formats/marc21/marcxml.ts";
import { modsOf } from "../../formats/mods/mods.ts";
import { oaiIdentifier } from "../../formats/oai/identifier.ts";
import type { RecordPlaces } from "../../formats/record-places.ts";
import { annotationPagesOf } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { fitInto, THUMBNAIL_PX } from "../../iiif/canvas.ts";
import type { Edition } from "../../iiif/edition.ts";
import { isRefusal } from "../../iiif/image/refusal.ts";
import { planImage } from "../../iiif/image-request.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import { staticImage } from "../../iiif/static-image.ts";
import type { Publication } from "../../pipeline/publication.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import { type TextLayer, textLayerSchema } from "../../pipeline/text-layer.ts";
import { altoOf, bookText } from "../../web/server/harvest/item-text.ts";
import type { Repository } from "../../web/server/harvest/repository.ts";
import type { PublishedPage } from "../../web/server/publications.ts";
import type { Site } from "../../web/server/site.ts";
import type { EditionFolder } from "./folder.ts";

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Files have no server to protect. */
const NO_LIMITS = { maxSide: Number.MAX_SAFE_INTEGER, maxArea: Number.MAX_SAFE_INTEGER };

/** Everything that items are written with; `site` mints the addresses of the edition. */
export interface Exporting {
  readonly site: Site;
  readonly edition: Edition;
  readonly repository: Repository;
  readonly folder: EditionFolder;
  readonly signal: AbortSignal;
  /** Called after each page. */
  readonly onPage: () => void;
}

/** Write an item, page by page; what is there already is not made again. */
export async function exportItem(exporting: Exporting, publication: Publication): Promise<void> {
  const { site, edition, folder, signal, onPage } = exporting;
  const { uris } = edition;
  const { item, pages } = publication;
  const record = await site.publications.recordOf(publication);
  const ids = pages.map((page) => page.id);
  const texts: TextLayer[] = [];
  await folder.begin(item, ids);
  for (const [at, page] of pages.entries()) {
    signal.throwIfAborted();
    texts.push(await readText(site, page));
    await exportPicture(exporting, page);
    await folder.write(uris.alto(item, page.id), await altoOf(site, publication, record, at));
    onPage();
  }
  const book = bookOf(publication, record, texts);
  // A layer of text that is gone must not stay.
  await folder.remove(uris.manifest(item).replace(/[^/]*$/, "annotations"));
  for (const page of book.pages) {
    for (const each of annotationPagesOf(book, page, uris)) await folder.write(each.id, JSON.stringify(each));
  }
  await folder.write(uris.manifest(item), JSON.stringify(manifestOf(book, edition)));
  await folder.write(uris.itemFile(item, "text.txt"), bookText(site.services.cache, publication));
  await exportDescriptions(exporting, publication, record);
  await folder.writeFrom(uris.pdf(item), publication.pdf, () => site.services.store.open(publication.pdf));
  await folder.keep(item, ids, uris);
}

async function readText({ services }: Site, page: PublishedPage): Promise<TextLayer> {
  return textLayerSchema.parse(JSON.parse(await readFile(await services.cache.file(page.text), "utf8")));
}

async function exportPicture({ site, folder, edition }: Exporting, page: PublishedPage): Promise<void> {
  const service = edition.uris.imageService(page.id);
  const { info, requests } = staticImage(service, await site.pictures.describe(page));
  // The address in `info.json` belongs to the source too: the same pictures may be wanted under another one.
  await folder.makeFrom(service, `${page.access} ${service}`, async (write) => {
    await write("info.json", Buffer.from(JSON.stringify(info)));
    for (const request of requests) {
      const plan = planImage(request, page, NO_LIMITS, 3);
      if (isRefusal(plan)) throw new RangeError(`${plan.reason}: ${Object.values(request).join("/")}`);
      await write(Object.values(request).join("/"), await site.pictures.make(page, plan));
    }
  });
}

async function exportDescriptions(
  { folder, edition: { uris }, repository }: Exporting,
  publication: Publication,
  record: ItemRecord,
): Promise<void> {
  const { item, pages } = publication;
  const [first] = pages;
  const small = first && fitInto(first, THUMBNAIL_PX);
  const places: RecordPlaces = {
    identifier: oaiIdentifier(repository.identifier, item),
    manifest: uris.manifest(item),
    reader: uris.reader(item),
    pdf: uris.pdf(item),
    ...(first && small && { thumbnail: uris.image(first.id, `full/${small.width},${small.height}/0/default.jpg`) }),
  };
  await folder.write(uris.itemFile(item, "mods.xml"), `${XML}${modsOf(record, places)}\n`);
  await folder.write(uris.itemFile(item, "dc.xml"), `${XML}${dublinCoreOf(record, places)}\n`);
  await folder.write(uris.itemFile(item, "marc.xml"), `${XML}${marcXmlOf(marcOf(record, places))}\n`);
}
