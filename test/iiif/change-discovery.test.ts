import { describe, expect, test } from "vitest";
import {
  ACTIVITIES_A_PAGE,
  activitiesOnPage,
  activityCollection,
  activityPage,
  pageOfActivity,
} from "../../iiif/change-discovery.ts";
import { urisOf } from "../../iiif/uri.ts";
import type { Activity } from "../../pipeline/publication-log.ts";

const URIS = urisOf("https://so.thuvien.vn");

function activity(number: number, kind: Activity["kind"] = "update"): Activity {
  return { number, itemId: `A.${number}`, kind, at: "2026-11-20T08:00:00Z", publication: "0".repeat(64), sets: [] };
}

interface Page {
  readonly id: string;
  readonly prev?: { readonly id: string };
  readonly next?: { readonly id: string };
  readonly orderedItems: readonly { readonly type: string; readonly object: object; readonly endTime: string }[];
}

function pageOf(page: number, last: number, kind?: Activity["kind"]): Page {
  const { first, last: end } = activitiesOnPage(page);
  const numbers = Array.from({ length: Math.min(end, last) - first + 1 }, (_, at) => first + at);
  return activityPage(
    page,
    numbers.map((number) => activity(number, kind)),
    last,
    URIS,
  ) as Page;
}

describe("the log as IIIF Change Discovery", () => {
  test("has no page before anything was published", () => {
    expect(activityCollection({ count: 0, last: 0 }, URIS)).not.toHaveProperty("last");
  });

  test("names its first and its last page, and how much there is", () => {
    expect(activityCollection({ count: 250, last: 250 }, URIS)).toMatchObject({
      type: "OrderedCollection",
      totalItems: 250,
      first: { id: "https://so.thuvien.vn/iiif/discovery/activities/0", type: "OrderedCollectionPage" },
      last: { id: "https://so.thuvien.vn/iiif/discovery/activities/2", type: "OrderedCollectionPage" },
    });
  });

  test("puts every activity on one page, and no page is empty", () => {
    for (const last of [1, ACTIVITIES_A_PAGE, ACTIVITIES_A_PAGE + 1, 3 * ACTIVITIES_A_PAGE]) {
      const pages = Array.from({ length: pageOfActivity(last) + 1 }, (_, at) => pageOf(at, last));
      const ids = pages.flatMap((page) => page.orderedItems.map(({ object }) => (object as { id: string }).id));
      expect(ids).toEqual(Array.from({ length: last }, (_, at) => URIS.manifest(`A.${at + 1}`)));
      for (const page of pages) expect(page.orderedItems.length).toBeGreaterThan(0);
      expect(pages.map((page) => page.next?.id)).toEqual([...pages.slice(1).map((page) => page.id), undefined]);
      expect(pages.map((page) => page.prev?.id)).toEqual([undefined, ...pages.slice(0, -1).map((page) => page.id)]);
    }
  });

  test("never changes the activities of a full page; only its link to the next one comes", () => {
    const { next: none, ...full } = pageOf(0, ACTIVITIES_A_PAGE);
    const { next, ...later } = pageOf(0, 5 * ACTIVITIES_A_PAGE);
    expect(later).toEqual(full);
    expect([none, next?.id]).toEqual([undefined, URIS.activityPage(1)]);
  });

  test("gives a description with what was created or changed, and only the name of what was deleted", () => {
    const [created] = pageOf(0, 1, "create").orderedItems;
    expect(created).toMatchObject({
      type: "Create",
      endTime: "2026-11-20T08:00:00Z",
      object: { type: "Manifest", seeAlso: [{ id: "https://so.thuvien.vn/items/A.1/mods.xml", type: "Dataset" }] },
    });
    const [deleted] = pageOf(0, 1, "delete").orderedItems;
    expect(deleted).toMatchObject({ type: "Delete", object: { id: URIS.manifest("A.1"), type: "Manifest" } });
    expect(deleted?.object).not.toHaveProperty("seeAlso");
  });
});
