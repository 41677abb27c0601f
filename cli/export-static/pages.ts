/** What surrounds the items of a static edition: collections, logo, a page that lists the items, and the viewer. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CollectionEntry, collectionOf, partCollectionOf } from "../../iiif/collection.ts";
import { partsOf } from "../../iiif/parts.ts";
import { areSpreads } from "../../iiif/spreads.ts";
import type { Publication } from "../../pipeline/publication.ts";
import type { Language } from "../../web/server/language.ts";
import { miradorFile } from "../../web/server/mirador-file.ts";
import { collectionEntry } from "../../web/server/routes/iiif-collections.ts";
import { editionPage } from "../../web/server/views/edition-page.ts";
import { miradorPage } from "../../web/server/views/mirador-page.ts";
import { PACKAGE_ROOT } from "../package-root.ts";
import type { Exporting } from "./item.ts";

const ASSETS: readonly (readonly [name: string, file: () => string])[] = [
  ["icon.svg", () => join(PACKAGE_ROOT, "web/pages/icon.svg")],
  ["edition.css", () => join(PACKAGE_ROOT, "web/pages/edition.css")],
  ["mirador.css", () => join(PACKAGE_ROOT, "web/pages/mirador.css")],
  ["mirador.js", () => join(PACKAGE_ROOT, "web/pages/mirador.js")],
  ["mirador/mirador.min.js", miradorFile],
];

/** Write them for the items that the folder has, in the order of shelfmarks. */
export async function exportPages(exporting: Exporting, items: readonly Publication[], language: Language): Promise<void> {
  const { folder, edition, site } = exporting;
  const { uris } = edition;
  const entries: readonly CollectionEntry[] = items.map(collectionEntry);
  await folder.remove(`${uris.home()}iiif/3/collections`);
  await folder.write(uris.collection(), JSON.stringify(collectionOf(entries, edition)));
  for (const part of new Map(entries.flatMap((each) => partsOf(each, edition)).map((each) => [each.id, each])).values()) {
    await folder.write(part.id, JSON.stringify(partCollectionOf(part.kind, part.slug, entries, edition)));
  }
  for (const publication of items) {
    const view = {
      language,
      root: site.root,
      publication,
      manifest: uris.manifest(publication.item),
      isPaged: !areSpreads(publication.pages),
    };
    await folder.write(uris.reader(publication.item), miradorPage({ ...view, back: uris.home() }).text);
  }
  const { logoFile } = site.services;
  if (logoFile && edition.provider?.logo) await folder.write(uris.logo(), await readFile(logoFile));
  await folder.write(uris.home(), editionPage({ language, root: site.root, items, edition }).text);
  for (const [name, file] of ASSETS) await folder.write(`${uris.home()}assets/${name}`, await readFile(file()));
}
