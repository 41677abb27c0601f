/** A public item as METS: its pages, pictures and texts under the addresses of this server. */
import { viewerSections } from "../../../formats/mets/dfg-viewer.ts";
import type { MetsFileGroup, MetsObject } from "../../../formats/mets/mets-object.ts";
import { modsOf } from "../../../formats/mods/mods.ts";
import { divisionsOf } from "../../../iiif/divisions.ts";
import { pictureWithin } from "../../../iiif/picture.ts";
import type { Uris } from "../../../iiif/uri.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import type { ItemRecord } from "../../../pipeline/record.ts";
import { type PublicItem, placesOf } from "./public-item.ts";
import type { Repository } from "./repository.ts";

/** Longer side, in pixels, of the pictures that viewers show first, and of the small ones. */
const DEFAULT_PIXELS = 1600;
const THUMBNAIL_PIXELS = 200;

/** The values of the METS document; `metsElement` writes them. */
export function metsOf({ publication, record, at }: PublicItem, uris: Uris, repository: Repository): MetsObject {
  const { item, pages } = publication;
  const places = placesOf(publication, uris, repository);
  return {
    id: places.identifier,
    label: record.titles[0]?.text ?? publication.shelfmark,
    type: record.form === "manuscript" ? "manuscript" : "monograph",
    createdAt: at,
    creator: { name: repository.name, kind: "ORGANIZATION" },
    description: { serialized: modsOf(record, places) },
    administration: viewerSections(ownershipOf(item, record, uris, repository)),
    groups: groupsOf(publication, uris),
    pages: pages.map((page) => ({ label: page.label, contentIds: [uris.canvas(item, page.id)] })),
    divisions: divisionsOf(record, pages.length).map(({ title, first, last }) => ({ label: title, first, last })),
  };
}

function ownershipOf(item: string, record: ItemRecord, uris: Uris, repository: Repository) {
  return {
    owner: record.holder ?? repository.name,
    ...(repository.hasLogo && { logo: uris.logo() }),
    site: uris.home(),
    contact: `mailto:${repository.adminEmail}`,
    ...(record.rights === undefined ? {} : { license: record.rights }),
    reference: uris.reader(item),
    presentation: uris.reader(item),
    manifest: uris.manifest(item),
  };
}

function groupsOf({ item, pages }: Publication, uris: Uris): readonly MetsFileGroup[] {
  const pictures = (use: string, address: (page: Publication["pages"][number]) => string): MetsFileGroup => ({
    use,
    locations: "URL",
    ofPages: pages.map((page) => ({ href: address(page), mediaType: "image/jpeg" })),
  });
  const texts = pages.map(({ id }) => ({ href: uris.alto(item, id), mediaType: "text/xml" }));
  return [
    pictures("DEFAULT", (page) => pictureWithin(uris, page, DEFAULT_PIXELS)),
    pictures("MAX", ({ id }) => uris.image(id, "full/max/0/default.jpg")),
    pictures("THUMBS", (page) => pictureWithin(uris, page, THUMBNAIL_PIXELS)),
    { use: "FULLTEXT", locations: "URL", ofPages: texts },
    { use: "DOWNLOAD", locations: "URL", ofItem: [{ href: uris.pdf(item), mediaType: "application/pdf" }] },
  ];
}
