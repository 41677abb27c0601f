/** Public items with their descriptions, for everything that is written for machines. */
import { oaiIdentifier } from "../../../formats/oai/identifier.ts";
import type { RecordPlaces } from "../../../formats/record-places.ts";
import { pictureWithin } from "../../../iiif/picture.ts";
import type { Uris } from "../../../iiif/uri.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import type { AnnouncedItem } from "../../../pipeline/publication-log.ts";
import type { ItemRecord } from "../../../pipeline/record.ts";
import type { Sight } from "../access/sight.ts";
import type { Site } from "../site.ts";
import type { Repository } from "./repository.ts";

/** A public item. */
export interface PublicItem {
  readonly publication: Publication;
  readonly record: ItemRecord;
  /** When it was published or changed last, UTC to the second. */
  readonly at: string;
}

/** Items asked for in one query: what a list holds in memory. */
const AT_ONCE = 200;

type Sources = Pick<Site, "services" | "publications">;

/** Every public item in order of identifier, a few at a time: a list of any length needs no more memory than a short one. */
export async function* publicItems(site: Sources): AsyncGenerator<PublicItem> {
  let after = "";
  for (;;) {
    const announced = await site.services.ledger.publicItems({ limit: AT_ONCE, after });
    yield* await shownOf(site, announced);
    const last = announced.at(-1);
    if (!last || announced.length < AT_ONCE) return;
    after = last.itemId;
  }
}

/** Those of announced items that may be seen now, in the same order. The log may lag behind a record by seconds. */
export async function shownOf(
  { publications }: Pick<Site, "publications">,
  announced: readonly AnnouncedItem[],
): Promise<readonly PublicItem[]> {
  const shown = await publications.ofItems(announced.filter(({ isPublic }) => isPublic).map(({ itemId }) => itemId));
  const found: PublicItem[] = [];
  for (const { itemId, at } of announced) {
    const publication = shown.get(itemId);
    if (publication) found.push({ publication, record: await publications.recordOf(publication), at });
  }
  return found;
}

/** One item by its identifier, when it may be seen. Any text may be given. */
export async function itemFor(site: Sources, item: string, sight?: Sight): Promise<PublicItem | undefined> {
  const publication = await site.publications.ofItem(item, sight);
  if (!publication) return undefined;
  const [record, announced] = await Promise.all([
    site.publications.recordOf(publication),
    site.services.ledger.announcedItem(publication.item),
  ]);
  if (announced) return { publication, record, at: announced.at };
  // What was never public was never announced: its description is of this moment.
  return (
    sight && { publication, record, at: `${site.services.clock.now().toISOString().slice(0, "2026-11-20T08:00:00".length)}Z` }
  );
}

/** Where the parts of an item stand. */
export function placesOf({ item, pages }: Publication, uris: Uris, repository: Repository): RecordPlaces {
  const [first] = pages;
  return {
    identifier: oaiIdentifier(repository.identifier, item),
    manifest: uris.manifest(item),
    reader: uris.reader(item),
    pdf: uris.pdf(item),
    ...(first && { thumbnail: pictureWithin(uris, first, 200) }),
  };
}
