/**
 * What happened to public items, for harvesters that follow a collection instead of reading all of it again: IIIF Change
 * Discovery 1.0, level 2 (every activity has its time).
 * @see https://iiif.io/api/discovery/1.0/
 */
import type { Activity, ActivityKind } from "../pipeline/publication-log.ts";
import { bilingual } from "./language.ts";
import type { Uris } from "./uri.ts";

/** The context of Change Discovery. */
export const DISCOVERY_CONTEXT = "http://iiif.io/api/discovery/1/context.json";

/** Activities on one page. Never change it: pages that harvesters have seen would hold other activities. */
export const ACTIVITIES_A_PAGE = 100;

const TYPES: Readonly<Record<ActivityKind, string>> = { create: "Create", update: "Update", delete: "Delete" };

/** The page, from 0, on which the activity of this number stands. */
export function pageOfActivity(number: number): number {
  return Math.floor((number - 1) / ACTIVITIES_A_PAGE);
}

/** The numbers of the activities of a page, from 0. */
export function activitiesOnPage(page: number): { readonly first: number; readonly last: number } {
  return { first: page * ACTIVITIES_A_PAGE + 1, last: (page + 1) * ACTIVITIES_A_PAGE };
}

/** The whole log: where it begins and ends. Without any activity there is no page yet. */
export function activityCollection(extent: { readonly count: number; readonly last: number }, uris: Uris): object {
  return {
    "@context": DISCOVERY_CONTEXT,
    id: uris.activities(),
    type: "OrderedCollection",
    totalItems: extent.count,
    seeAlso: [
      {
        id: uris.dataCatalogue(),
        type: "Dataset",
        format: "application/ld+json",
        label: bilingual("Mô tả bộ dữ liệu (DCAT)", "Description of the data (DCAT)"),
        profile: "http://www.w3.org/ns/dcat#",
      },
    ],
    ...(extent.last > 0 && { first: pageRef(0, uris), last: pageRef(pageOfActivity(extent.last), uris) }),
  };
}

/**
 * One page, oldest activity first. The activities of a full page stay what they are; the page only gains its `next`.
 * @param last the number of the newest activity of all
 */
export function activityPage(page: number, activities: readonly Activity[], last: number, uris: Uris): object {
  return {
    "@context": DISCOVERY_CONTEXT,
    id: uris.activityPage(page),
    type: "OrderedCollectionPage",
    partOf: { id: uris.activities(), type: "OrderedCollection" },
    ...(page > 0 && { prev: pageRef(page - 1, uris) }),
    ...(page < pageOfActivity(last) && { next: pageRef(page + 1, uris) }),
    orderedItems: activities.map((activity) => asActivity(activity, uris)),
  };
}

/** A deleted item has no description any more: its manifest is named and nothing else. */
function asActivity({ kind, itemId, at, number }: Activity, uris: Uris): object {
  const manifest = { id: uris.manifest(itemId), type: "Manifest" };
  const described = { ...manifest, seeAlso: [modsOf(itemId, uris)] };
  return {
    id: `${uris.activityPage(pageOfActivity(number))}#${number}`,
    type: TYPES[kind],
    object: kind === "delete" ? manifest : described,
    endTime: at,
  };
}

function modsOf(itemId: string, uris: Uris): object {
  return {
    id: uris.itemFile(itemId, "mods.xml"),
    type: "Dataset",
    format: "application/xml",
    label: bilingual("Biên mục MODS", "MODS description"),
    profile: "http://www.loc.gov/mods/v3",
  };
}

function pageRef(page: number, uris: Uris): object {
  return { id: uris.activityPage(page), type: "OrderedCollectionPage" };
}
