import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { currentStructure } from "../../pipeline/current-structure.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { descriptionKey, storeDescription } from "../../pipeline/describe-item.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import { openToyHouse, TOY_PROFILE, type ToyHouse } from "../fixtures/toy-house.ts";

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
});
afterEach(async () => await house.close());

/** The description as one value and one text, each list read at once. */
async function atOnce({ ledger, cache }: ToyHouse, itemId: string, since: number): Promise<string> {
  const item = await ledger.item(itemId);
  const batches = (await ledger.batches()).filter((batch) => batch.itemId === itemId);
  const rejections = batches.map(async ({ id }) => [id, await ledger.rejections(id)] as const);
  const samples = await ledger.samples(itemId);
  return canonicalJson({
    v: 1,
    item: item && { id: item.id, shelfmark: item.shelfmark, profile: item.profile, version: item.version },
    batches,
    pages: await ledger.pages(itemId),
    current: await ledger.currentOfItem(itemId),
    rejections: Object.fromEntries(await Promise.all(rejections)),
    events: await ledger.events(itemId, since),
    verdicts: await ledger.verdicts(itemId),
    ...(samples.length > 0 && { samples }),
    activities: await ledger.activitiesOf(itemId),
    structure: (await currentStructure({ ledger, cache }, itemId))?.structure,
  });
}

const texts = (count: number, word: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`${number}.txt`, `${word} ${number} 喃`]));

/** Not described yet, as after a crash. */
const undescribed = (ledger: Ledger, storedVersion: number): Ledger => ({
  ...ledger,
  item: async (id) => {
    const item = await ledger.item(id);
    return item && { ...item, storedVersion };
  },
});

describe("the description of an item", () => {
  test("has the bytes that it would have if it were written at once, at every version", async () => {
    await house.add(texts(300, "tờ"));
    expect(await house.store.getNamed(descriptionKey("T.1", 1))).toBe(await atOnce(house, "T.1", 0));
    await house.ledger.recordRejections("T.1", [{ sourcePath: "đ.txt", code: "IMG-TRUNC", facts: { missingBytes: 7 } }]);
    const [page] = await house.ledger.pages("T.1");
    const master = page && (await house.ledger.current(page.id, "image/master"));
    if (!page || !master) throw new Error("no page");
    const judged = { subject: page.id, master: master.digest };
    await house.ledger.judge("T.1", [{ ...judged, verdict: "rescan", reason: "QC-BLUR", note: "mờ" }], "Lan");
    await house.ledger.keepSample("T.1", { rule: { share: 0.5, least: 1, tolerated: 0 }, lot: 300, pages: [judged] }, "Lan");
    await storeDescription(house, "T.1");
    const version = (await house.ledger.item("T.1"))?.version ?? 0;
    expect(version).toBeGreaterThan(1);
    expect(await house.store.getNamed(descriptionKey("T.1", version))).toBe(await atOnce(house, "T.1", 1));
  });

  test("has them for a small item that is done and published", async () => {
    await house.add(texts(2, "page"));
    await house.settle();
    const version = (await house.ledger.item("T.1"))?.version ?? 0;
    const events = await house.ledger.events("T.1", version - 1);
    const kept = await house.store.getNamed(descriptionKey("T.1", version));
    expect(events.length).toBeGreaterThan(0);
    expect(kept).toBe(await atOnce(house, "T.1", version - 1));
  });

  test("is not written with a page list that went bad in the store", async () => {
    await house.add(texts(3, "page"));
    const bad = join(house.folder, "bad");
    await writeFile(bad, "{}");
    const cache = { file: async () => bad };
    const ledger = undescribed(house.ledger, 0);
    const store = new Proxy(house.store, {
      get: (target, name) => (name === "hasNamed" ? async () => false : Reflect.get(target, name, target)),
    });
    await expect(storeDescription({ ledger, store, cache }, "T.1")).rejects.toMatchObject({ code: "STORE-LIED" });
  });

  test("of an item that changed while it was read is left to who changed it", async () => {
    await house.add(texts(3, "page"));
    let isChanged = false;
    const ledger: Ledger = {
      ...undescribed(house.ledger, 0),
      async *eachPage(itemId) {
        for await (const page of house.ledger.eachPage(itemId)) {
          if (!isChanged) await house.ledger.setProfile(itemId, { ...TOY_PROFILE, script: "latin" });
          isChanged = true;
          yield page;
        }
      },
    };
    const written: string[] = [];
    const store = new Proxy(house.store, {
      get(target, name) {
        if (name === "hasNamed") return async () => false;
        if (name === "putNamed") return async (key: string) => void written.push(key);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await storeDescription({ ...house, ledger, store }, "T.1");
    expect(isChanged).toBe(true);
    expect(written).toEqual([]);
    await storeDescription({ ...house, store }, "T.1");
    expect(written).toEqual([descriptionKey("T.1", 2)]);
  });
});
