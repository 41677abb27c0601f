import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fsck } from "../../pipeline/fsck.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import { overlay } from "../../pipeline/store/overlay.ts";
import type { Stored } from "../../pipeline/store/store.ts";
import { openToyHouse, type ToyHouse } from "../fixtures/toy-house.ts";

/** More than are looked at at a time. */
const PAGES = 250;

type Listed = Stored & { readonly modifiedAt: Date };

let house: ToyHouse;
beforeEach(async () => {
  house = await openToyHouse();
  await house.add(Object.fromEntries(Array.from({ length: PAGES }, (_, number) => [`${number}.txt`, `page ${number}`])));
});
afterEach(async () => await house.close());

async function check(over: { readonly ledger?: Partial<Ledger>; readonly store?: ToyHouse["store"] }) {
  const ledger = { ...house.ledger, ...over.ledger };
  const store = over.store ?? house.store;
  return await fsck({ ...house, ledger, store, readBytes: false, orphanGraceSeconds: -1 });
}

describe("looking at a home in parts", () => {
  test("finds nothing where nothing is wrong, and has seen everything", async () => {
    expect(await check({})).toMatchObject({ findings: [], pages: PAGES, items: 1, artifacts: PAGES + 2, objects: PAGES + 2 });
  });

  test("calls nothing an orphan that has a row, in whatever order the store lists", async () => {
    const listed: Listed[] = [];
    for await (const object of house.store.list()) listed.push(object);
    const lone = { digest: "5".repeat(64), sizeBytes: 7, modifiedAt: new Date(0) };
    const store = overlay(house.store, {
      async *list() {
        yield* [...listed, lone].reverse();
      },
    });
    expect((await check({ store })).findings).toEqual([
      { code: "ORPHAN", subject: lone.digest, detail: "7 bytes that no row names" },
    ]);
  });

  test("sees a page without a master and a page without its task, also far behind the first", async () => {
    const pages = await house.ledger.pages("T.1");
    const [bare, idle] = [pages.at(-1)?.id, pages.at(-2)?.id];
    const ledger: Partial<Ledger> = {
      currentOf: async (subjects) => (await house.ledger.currentOf(subjects)).filter(({ subject }) => subject !== bare),
      tasks: async (filter) => (await house.ledger.tasks(filter)).filter(({ subject }) => subject !== idle),
    };
    const { findings } = await check({ ledger });
    expect(findings).toEqual([
      { code: "PAGE-NO-MASTER", subject: bare, detail: pages.at(-1)?.sourceName },
      { code: "DUE-NO-TASK", subject: idle, detail: "shout" },
    ]);
  });

  test("misses the description of the newest version", async () => {
    const store = overlay(house.store, { hasNamed: async () => false });
    expect((await check({ store })).findings).toEqual([
      { code: "DESCRIPTION-MISSING", subject: "T.1", detail: "version 1 of 1" },
    ]);
  });
});
