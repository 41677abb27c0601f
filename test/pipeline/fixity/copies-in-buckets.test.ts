/** Store and second copy over a real S3 server, each way round: filled, one bit flipped, found, repaired; and gc over a bucket. */
import { randomBytes } from "node:crypto";
import { chmod, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "minio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestFile } from "../../../pipeline/digest-file.ts";
import { type Copy, look } from "../../../pipeline/fixity/look.ts";
import { unpaced } from "../../../pipeline/fixity/pace.ts";
import { repair } from "../../../pipeline/fixity/repair.ts";
import { replicate } from "../../../pipeline/fixity/replicate.ts";
import { verifyRound } from "../../../pipeline/fixity/round.ts";
import { collectOrphans } from "../../../pipeline/gc/collect-orphans.ts";
import { openFilesystemStore } from "../../../pipeline/store/filesystem.ts";
import { overlay } from "../../../pipeline/store/overlay.ts";
import { openS3Store } from "../../../pipeline/store/s3.ts";
import type { Store } from "../../../pipeline/store/store.ts";
import { openToyHouse, type ToyHouse } from "../../fixtures/toy-house.ts";
import { hasS3, S3 } from "../../services.ts";

const PAGES = 12;
const FOREVER = new AbortController().signal;
const DAY_MS = 24 * 3600 * 1000;

interface Place {
  readonly store: Store;
  /** Change the bytes of an object behind the store's back. */
  rot(digest: string): Promise<void>;
}

async function inFolder(folder: string): Promise<Place> {
  const store = await openFilesystemStore(folder);
  return {
    store,
    async rot(digest) {
      const path = store.localPath(digest) ?? "";
      await chmod(path, 0o644);
      await writeFile(path, flipped(await bytesOf(store, digest)));
    },
  };
}

async function inBucket(): Promise<Place> {
  const { Client: Minio } = await import("minio");
  const { hostname, port } = new URL(S3.endpoint);
  const client: Client = new Minio({ ...S3, endPoint: hostname, port: Number(port), useSSL: false });
  const bucket = `sohoa-copies-${randomBytes(5).toString("hex")}`;
  const store = await openS3Store({ ...S3, bucket });
  return {
    store,
    async rot(digest) {
      const key = `objects/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`;
      await client.putObject(bucket, key, flipped(await bytesOf(store, digest)));
    },
  };
}

async function bytesOf(store: Store, digest: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await store.open(digest)) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function flipped(bytes: Buffer): Buffer {
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes;
}

let house: ToyHouse;
let places: readonly Place[];
let copies: readonly Copy[];

async function openHouse(first: () => Promise<Place>, second: () => Promise<Place>): Promise<void> {
  const store = await first();
  places = [store, await second()];
  house = await openToyHouse(undefined, { openStore: async () => store.store });
  copies = [
    { name: "store", store: store.store },
    { name: "copy2", store: (places[1] as Place).store },
  ];
  await house.add(Object.fromEntries(Array.from({ length: PAGES }, (_, at) => [`${at + 1}.txt`, `page ${at + 1}`])));
}

const fill = () => replicate({ ...house, objectCopies: async () => copies }, FOREVER);

function round() {
  const control = { folder: join(house.folder, "control"), openStore: openFilesystemStore };
  const clock = { now: () => new Date(Date.now() + 60_000) };
  const budget = { bytesPerDay: 2 ** 30, everyDays: 0 };
  return verifyRound({ ...house, clock, copies, control, budget, pace: unpaced }, new Set(), FOREVER);
}

let folder = 0;
const aFolder = () => inFolder(join(process.env["TMPDIR"] ?? "/tmp", `sohoa-copies-${process.pid}-${++folder}`));

describe.skipIf(!hasS3).each([
  ["a folder, its copy in a bucket", aFolder, inBucket],
  ["a bucket, its copy in a folder", inBucket, aFolder],
  ["a bucket, its copy in another bucket", inBucket, inBucket],
] as const)("a store in %s", (_, first, second) => {
  beforeEach(async () => await openHouse(first, second), 60_000);
  afterEach(async () => {
    await places[1]?.store.close();
    await house.close();
  });

  test("is copied whole, texts included, and a second pass copies nothing", async () => {
    const done = await fill();
    expect(done).toMatchObject({ refused: 0 });
    expect(done.copied).toBeGreaterThanOrEqual(PAGES);
    expect(done.texts).toBeGreaterThan(0);
    expect(await fill()).toEqual({ copied: 0, refused: 0, texts: 0 });
    const names = await Promise.all(copies.map(({ store }) => store.listNamed("items/")));
    expect(names[1]).toEqual(names[0]);
  }, 120_000);

  test("has every flipped bit found in one round, whichever copy it is in, and repaired from the other one", async () => {
    await fill();
    const digests: string[] = [];
    for await (const { digest } of (copies[1] as Copy).store.list()) digests.push(digest);
    const rotten = digests.slice(0, 10).map((digest, at) => ({ digest, at: at % 2 }));
    for (const { digest, at } of rotten) await places[at]?.rot(digest);
    expect(await round()).toMatchObject({ damaged: 10, unreadable: 0 });
    const quarantine = join(house.folder, "quarantine");
    for (const { digest, copy } of await house.ledger.damaged()) {
      const [bad, good] = copy === "store" ? copies : [...copies].reverse();
      expect(await repair({ ...house, quarantine }, digest, bad as Copy, good as Copy)).toBe("repaired");
    }
    for (const { digest } of rotten)
      for (const { store } of copies) expect(await look(store, digest)).toMatchObject({ outcome: "match" });
    expect(await house.ledger.damaged()).toEqual([]);
    const acts = (await house.ledger.actsOf(rotten.map(({ digest }) => digest))).map(({ act }) => act);
    expect(acts.filter((act) => act === "quarantine")).toHaveLength(10);
    expect(acts.filter((act) => act === "recovery")).toHaveLength(10);
    const kept = await Promise.all(["store", "copy2"].map((name) => readdir(join(quarantine, name))));
    expect(kept.flat()).toHaveLength(10);
    expect((await round()).damaged).toBe(0);
    expect((await house.fsck()).findings).toEqual([]);
  }, 240_000);

  test("that has an object damaged in both copies keeps both as they are", async () => {
    await fill();
    const [digest = ""] = (await house.ledger.currentOfItem("T.1", ["image/master"])).map(({ artifact }) => artifact.digest);
    for (const place of places) await place.rot(digest);
    const [bad, good] = copies as [Copy, Copy];
    expect(await repair({ ...house, quarantine: join(house.folder, "quarantine") }, digest, bad, good)).toBe("no-source");
    for (const { store } of copies) expect(await look(store, digest)).toMatchObject({ outcome: "mismatch" });
  }, 120_000);
});

describe.skipIf(!hasS3)("collecting in a bucket", () => {
  beforeEach(async () => await openHouse(inBucket, aFolder), 60_000);
  afterEach(async () => {
    await places[1]?.store.close();
    await house.close();
  });

  async function orphan(): Promise<string> {
    const file = join(house.folder, "orphan.tif");
    await writeFile(file, randomBytes(50));
    const stored = await digestFile(file);
    await house.store.putFile(file, stored);
    return stored.digest;
  }

  /** The days are those of the collector: the bucket's own dates cannot be set. */
  const collect = (daysLater: number, store: Store = house.store) =>
    collectOrphans({
      ...house,
      store,
      clock: { now: () => new Date(Date.now() + daysLater * DAY_MS) },
      orphanGraceDays: 7,
      shelfDays: 30,
      isRehearsal: false,
    });

  test("lays what nobody names on the shelf, destroys it after its days, and leaves everything that is named", async () => {
    const digest = await orphan();
    expect((await collect(0)).collected).toEqual([]);
    expect((await collect(8)).collected).toMatchObject([{ digest, fate: "laid" }]);
    expect(await house.store.stat(digest)).toBeUndefined();
    expect((await collect(37)).collected).toEqual([]);
    expect((await collect(39)).collected).toMatchObject([{ digest, fate: "destroyed" }]);
    expect((await house.fsck()).findings).toEqual([]);
  }, 120_000);

  test("believes no listing: one that leaves objects out, or calls young ones old, takes nothing away", async () => {
    const young = await orphan();
    const lagging = overlay(house.store, { async *list() {} });
    expect((await collect(400, lagging)).collected).toEqual([]);
    const old = overlay(house.store, {
      async *list() {
        for await (const each of house.store.list()) yield { ...each, modifiedAt: new Date(0) };
      },
    });
    expect((await collect(0, old)).collected).toEqual([]);
    expect(await house.store.stat(young)).toBeDefined();
    // Nothing but the object that nobody names yet, and that is younger than its grace.
    expect((await house.fsck()).findings).toMatchObject([{ code: "ORPHAN", subject: young }]);
  }, 120_000);
});
