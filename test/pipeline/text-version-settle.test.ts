import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import type { TextVersions } from "../../catalogue/text/port.ts";
import { rebuild } from "../../pipeline/rebuild.ts";
import { overlay } from "../../pipeline/store/overlay.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { settleTexts } from "../../pipeline/text-version-settle.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";
import { pageOfTexts } from "../fixtures/working-text.ts";

const ITEM = "T.1";
const PAGE = "p-1.txt";

describe("the working texts in the store", () => {
  let house: ToyHouse;
  let store: Store;
  let texts: TextVersions;
  let saves = 0;
  beforeEach(async () => {
    house = await openToyHouse();
    await house.add({ "1.txt": "one", "2.txt": "two" });
    ({ store, texts } = house);
  });
  afterEach(async () => {
    await house.close();
    await rm(house.folder, { recursive: true, force: true });
  });

  const save = async (base: number, text: string, author = "lan") => {
    saves += 1;
    return await texts.save({
      page: PAGE,
      base,
      author,
      saveId: `save-${saves}`,
      content: pageOfTexts(text, "年"),
    });
  };
  const rebuilt = async (from: Store = store) => {
    const other = await openCatalogue({ file: join(house.folder, "other.sqlite") }, () => new Date());
    const counts = await rebuild(other.ledger, from, other.texts).catch(async (thrown: unknown) => {
      await other.close();
      throw thrown;
    });
    return { other, counts };
  };

  test("are written when nothing was saved for a while, and only what is new", async () => {
    await save(0, "百");
    expect(await settleTexts(store, texts, 300)).toBe(0);
    expect(await settleTexts(store, texts, 0)).toBe(1);
    expect(await settleTexts(store, texts, 0)).toBe(0);
    await save(1, "百千");
    await save(1, "百萬", "minh");
    expect(await settleTexts(store, texts, 0)).toBe(1);
    expect(await store.listNamed(`items/${ITEM}/text-`)).toEqual([
      `items/${ITEM}/text-${PAGE}-v1-in-work.json`,
      `items/${ITEM}/text-${PAGE}-v3-in-work.json`,
    ]);
    const last = JSON.parse((await store.getNamed(`items/${ITEM}/text-${PAGE}-v3-in-work.json`)) ?? "");
    expect(last).toMatchObject({ newest: { number: 3, isAside: true, content: pageOfTexts("百萬", "年") } });
  });

  test("bring every version back into an empty catalogue, those kept aside and the state of the page too", async () => {
    for (let base = 0; base < 40; base += 1) await save(base, "百".repeat(base + 1));
    await settleTexts(store, texts, 0);
    await save(3, "mất mạng một giờ", "minh");
    await save(40, "xong");
    await texts.take(PAGE, "lan", { step: "correct", number: 42 });
    await settleTexts(store, texts, 0);
    await texts.take(PAGE, "hoa", { step: "approve", number: 42, isSecondPerson: true });
    await settleTexts(store, texts, 0);

    const { other, counts } = await rebuilt();
    expect(counts).toMatchObject({ items: [ITEM], textVersions: 42 });
    expect(await other.texts.history(PAGE, { limit: 100 })).toEqual(await texts.history(PAGE, { limit: 100 }));
    for (const { number } of await other.texts.history(PAGE, { limit: 100 })) {
      expect(await other.texts.version(PAGE, number)).toEqual(await texts.version(PAGE, number));
    }
    expect(await other.texts.pageText(PAGE)).toMatchObject({
      state: "approved",
      latest: 42,
      approvedBy: "hoa",
      lastNumber: 42,
    });
    expect(await other.texts.proveVersions()).toEqual({ versions: 42, problems: [] });
    expect(await settleTexts(store, other.texts, 0)).toBe(0);
    await other.close();
  });

  test("are whole after a crash between writing and noting it, and after two who write at once", async () => {
    await save(0, "百");
    const forgetful = { ...texts, markSettled: async () => {} };
    await settleTexts(store, forgetful, 0);
    await save(1, "百千");
    await Promise.all([settleTexts(store, forgetful, 0), settleTexts(store, texts, 0)]);
    const { other, counts } = await rebuilt();
    expect(counts.textVersions).toBeGreaterThanOrEqual(2);
    expect(await other.texts.latest(PAGE)).toMatchObject({ number: 2, content: pageOfTexts("百千", "年") });
    expect((await other.texts.proveVersions()).problems).toEqual([]);
    await other.close();
  });

  test("make nothing due and no new version of the item", async () => {
    const before = await house.ledger.item(ITEM);
    const marks = await house.ledger.unplanned(100);
    await save(0, "百");
    await settleTexts(store, texts, 0);
    expect(await house.ledger.item(ITEM)).toEqual(before);
    expect(await house.ledger.unplanned(100)).toEqual(marks);
  });

  test("are refused with a code when somebody changed them", async () => {
    await save(0, "百");
    await settleTexts(store, texts, 0);
    const lying = overlay(store, {
      getNamed: async (key) => (key.includes("/text-") ? '{"v":1}' : await store.getNamed(key)),
    });
    await expect(rebuilt(lying)).rejects.toMatchObject({ code: "TEXT-SETTLED" });
  });
});
