import { randomBytes } from "node:crypto";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestFile } from "../../../pipeline/digest-file.ts";
import { type Collector, collectOrphans } from "../../../pipeline/gc/collect-orphans.ts";
import type { KillPoint } from "../../../pipeline/killpoint.ts";
import { overlay } from "../../../pipeline/store/overlay.ts";
import { openToyHouse, type ToyHouse } from "../../fixtures/toy-house.ts";

const DAY_MS = 24 * 3600 * 1000;
let house: ToyHouse;
let file: string;

beforeEach(async () => {
  house = await openToyHouse();
  await house.add({ "1.txt": "one" });
  await house.settle();
  file = join(house.folder, "orphan.tif");
});
afterEach(async () => await house.close());

/** Store bytes that nobody records, as an upload does that is killed; they look `days` old. */
async function orphan(days = 10): Promise<string> {
  await writeFile(file, randomBytes(50));
  const stored = await digestFile(file);
  await house.store.putFile(file, stored);
  const then = new Date(Date.now() - days * DAY_MS);
  await utimes(house.store.localPath(stored.digest) ?? "", then, then);
  return stored.digest;
}

function collector(changes: Partial<Collector> & { readonly daysLater?: number } = {}): Collector {
  const { daysLater = 0, ...rest } = changes;
  const clock = { now: () => new Date(Date.now() + daysLater * DAY_MS) };
  return { ...house, clock, orphanGraceDays: 7, shelfDays: 30, isRehearsal: false, ...rest };
}

async function fates(changes: Parameters<typeof collector>[0] = {}): Promise<readonly string[]> {
  return (await collectOrphans(collector(changes))).collected.map(({ fate, digest }) => `${fate} ${digest}`);
}

async function shelf(): Promise<readonly string[]> {
  const digests: string[] = [];
  for await (const { digest } of house.store.orphans.list()) digests.push(digest);
  return digests;
}

const page = async (digest: string) => {
  const master = { digest, sizeBytes: (await house.store.stat(digest))?.sizeBytes ?? 50, mediaType: "image/tiff" };
  await house.ledger.addPages("T.1", [{ id: "p-new", sourceName: "new", sourcePath: "new", master, isRescan: false }], "toy");
};

describe("collecting what nobody names", () => {
  test("takes an old object from the store, keeps it for its time on the shelf, and only then destroys it", async () => {
    const digest = await orphan();
    expect(await fates()).toEqual([`laid ${digest}`]);
    expect(await house.store.stat(digest)).toBeUndefined();
    expect(await fates({ daysLater: 29 })).toEqual([]);
    expect(await shelf()).toEqual([digest]);
    expect(await fates({ daysLater: 31 })).toEqual([`destroyed ${digest}`]);
    expect(await shelf()).toEqual([]);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("leaves everything that a row names, however old it is", async () => {
    expect((await collectOrphans(collector({ daysLater: 400 }))).collected).toEqual([]);
    expect((await house.fsck()).findings).toEqual([]);
  });

  test("leaves an object that is younger than the grace time", async () => {
    await orphan(6);
    expect(await fates()).toEqual([]);
  });

  test("says in a rehearsal what it would do, and does nothing", async () => {
    const digest = await orphan();
    expect(await fates({ isRehearsal: true })).toEqual([`laid ${digest}`]);
    expect(await house.store.stat(digest)).toBeDefined();
    expect(await shelf()).toEqual([]);
  });

  test("leaves an object that no row but a description in the store names", async () => {
    const digest = await orphan();
    await house.store.putNamed("items/T.1/text-p-1.txt-v1-approved.json", JSON.stringify({ from: digest }));
    expect(await fates()).toEqual([]);
    expect(await house.store.stat(digest)).toBeDefined();
  });

  test("puts back at the next run what a catalogue names again", async () => {
    const digest = await orphan();
    await fates();
    await page(digest);
    expect((await house.fsck()).findings.map(({ code }) => code)).toContain("OBJECT-MISSING");
    expect(await fates({ daysLater: 60 })).toEqual([`put-back ${digest}`]);
    expect((await house.fsck()).findings.map(({ code }) => code)).not.toContain("OBJECT-MISSING");
  });

  test("refuses a catalogue that knows less than the store, and moves nothing", async () => {
    const digest = await orphan();
    await house.store.putNamed("items/T.9/v1.json", "{}");
    await expect(collectOrphans(collector())).rejects.toMatchObject({ code: "GC-BEHIND", subject: "T.9" });
    expect(await house.store.stat(digest)).toBeDefined();
  });
});

describe("collecting beside an add of the same bytes", () => {
  test("leaves the object when the bytes are stored again before it goes", async () => {
    const digest = await orphan();
    const store = overlay(house.store, {
      orphans: {
        ...house.store.orphans,
        lay: async (...args) => {
          await house.store.putFile(file, await digestFile(file));
          return await house.store.orphans.lay(...args);
        },
      },
    });
    expect(await fates({ store })).toEqual([]);
    expect(await house.store.stat(digest)).toBeDefined();
  });

  test("leaves the store whole when the bytes are stored again after it went", async () => {
    const digest = await orphan();
    await collectOrphans(collector());
    await house.store.putFile(file, await digestFile(file));
    await page(digest);
    expect((await house.fsck()).findings.map(({ code }) => code)).not.toContain("OBJECT-MISSING");
    await fates({ daysLater: 60 });
    expect((await house.fsck()).findings.map(({ code }) => code)).not.toContain("OBJECT-MISSING");
  });

  test("gives back within the same run what was recorded between the last question and the move", async () => {
    const digest = await orphan();
    const seen: KillPoint[] = [];
    const lay: Collector["onPoint"] = (point) => void seen.push(point);
    const store = overlay(house.store, {
      orphans: {
        ...house.store.orphans,
        lay: async (...args) => {
          await page(digest);
          return await house.store.orphans.lay(...args);
        },
      },
    });
    expect(await fates({ store, onPoint: lay })).toEqual([`laid ${digest}`, `put-back ${digest}`]);
    expect(seen).toEqual(["orphan-laid"]);
    expect(await house.store.stat(digest)).toBeDefined();
  });

  test("never loses an object to thirty adds and collections that meet at random", async () => {
    for (let round = 0; round < 30; round += 1) {
      const digest = await orphan();
      const put = digestFile(file).then((stored) => house.store.putFile(file, stored));
      await Promise.all([collectOrphans(collector()), put]);
      expect(await house.store.stat(digest)).toBeDefined();
    }
  });
});

describe("a collection that dies, and two at once", () => {
  test("killed after the first of three objects: the next run goes on, and each is destroyed once", async () => {
    const digests = [await orphan(), await orphan(), await orphan()];
    const onPoint = () => {
      throw new Error("killed");
    };
    await expect(collectOrphans(collector({ onPoint }))).rejects.toThrow("killed");
    expect(await shelf()).toHaveLength(1);
    await fates();
    expect([...(await shelf())].sort()).toEqual([...digests].sort());
    expect(await fates({ daysLater: 31 })).toHaveLength(3);
    expect((await house.fsck()).findings).toEqual([]);
    expect(await readdir(join(house.folder, "store/objects/.incoming"))).toEqual([]);
  });

  test("two together lay each object once and lose none that is named", async () => {
    const digests = [await orphan(), await orphan(), await orphan(), await orphan()];
    await Promise.all([collectOrphans(collector()), collectOrphans(collector())]);
    expect([...(await shelf())].sort()).toEqual([...digests].sort());
    expect((await house.fsck()).findings).toEqual([]);
  });
});
