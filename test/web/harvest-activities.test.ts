import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { recordOf } from "../fixtures/book.ts";
import { type HarvestPool, openHarvestPool } from "../fixtures/harvest-pool.ts";

const BASE = "https://so.thuvien.vn";

let pool: HarvestPool;

beforeAll(async () => {
  pool = await openHarvestPool((clock) => openCatalogue({ file: ":memory:" }, clock));
  for (let at = 0; at < 130; at += 1) {
    await pool.publish(`A.${at}`, recordOf());
    pool.clock.time += 1000;
  }
  for (const at of [7, 70]) await pool.describe(`A.${at}`, recordOf({ access: "restricted" }));
  pool.clock.time += 1000;
  for (const at of [8, 80]) await pool.publish(`A.${at}`, recordOf({ summary: "mới" }));
  await pool.publish("secret", recordOf({ access: "internal" }));
}, 60_000);
afterAll(() => pool.close());

const get = (url: string, headers: Record<string, string> = {}) => pool.server.inject({ url, headers });

interface Activity {
  readonly type: string;
  readonly object: { readonly id: string };
  readonly endTime: string;
}

interface Page {
  readonly prev?: { readonly id: string };
  readonly orderedItems: readonly Activity[];
}

/** Walk backwards from the end, as the specification has clients do (section 4), until `lastCrawl`. */
async function crawl(lastCrawl = ""): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  const collection = (await get("/iiif/discovery/activities")).json() as { last: { id: string } };
  let address: string | undefined = collection.last.id;
  while (address !== undefined) {
    const page = (await get(address.slice(BASE.length))).json() as Page;
    for (const activity of [...page.orderedItems].reverse()) {
      if (activity.endTime < lastCrawl) return states;
      if (!states.has(activity.object.id)) states.set(activity.object.id, activity.type);
    }
    address = page.prev?.id;
  }
  return states;
}

describe("following the activities", () => {
  test("from the beginning gives exactly what is public, and what was taken back", async () => {
    const states = await crawl();
    const shown = [...states].filter(([, type]) => type !== "Delete").map(([id]) => id);
    const lines = (await get("/data/items.jsonl")).body.trimEnd().split("\n");
    expect([...shown].sort()).toEqual(lines.map((line) => (JSON.parse(line) as { manifest: string }).manifest).sort());
    const deleted = [...states].filter(([, type]) => type === "Delete").map(([id]) => id);
    expect([...deleted].sort()).toEqual([`${BASE}/iiif/3/items/A.7/manifest`, `${BASE}/iiif/3/items/A.70/manifest`]);
    expect(JSON.stringify([...states])).not.toContain("secret");
  });

  test("from the last visit gives what happened since, also within the same second", async () => {
    const states = await crawl("2026-11-20T08:02:10Z");
    expect([...states.values()].sort()).toEqual(["Delete", "Delete", "Update", "Update"]);
  });

  test("is in order of time on every page", async () => {
    for (const number of [0, 1]) {
      const times = ((await get(`/iiif/discovery/activities/${number}`)).json() as Page).orderedItems.map(
        ({ endTime }) => endTime,
      );
      expect(times).toEqual([...times].sort());
    }
  });

  test("costs nothing where nothing has changed", async () => {
    const page = await get("/iiif/discovery/activities/0");
    expect(page.headers["content-type"]).toBe('application/ld+json;profile="http://iiif.io/api/discovery/1/context.json"');
    expect(page.headers["access-control-allow-origin"]).toBe("*");
    await pool.publish("A.9", recordOf({ summary: "mới hơn" }));
    const again = await get("/iiif/discovery/activities/0", { "if-none-match": String(page.headers["etag"]) });
    expect(again.statusCode).toBe(304);
    const last = await get("/iiif/discovery/activities/1", { "if-none-match": String(page.headers["etag"]) });
    expect(last.statusCode).toBe(200);
  });

  test.each(["2", "-1", "01", "1e9", "99999999999999999999", "%00", "x"])("page %s does not exist", async (number) => {
    expect((await get(`/iiif/discovery/activities/${number}`)).statusCode).toBe(404);
  });
});
