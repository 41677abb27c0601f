import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ObjectCache } from "../../pipeline/object-cache.ts";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import { openMemoryStore } from "../../pipeline/store/memory.ts";
import { openS3Store } from "../../pipeline/store/s3.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { allOf, sampleOf } from "../contracts/store.ts";
import { hasS3, S3 } from "../services.ts";
import { type Fault, FaultProxy } from "./fault-proxy.ts";
import { fullStore } from "./full-store.ts";
import { LyingS3 } from "./lying-s3.ts";
import { LyingStore, type StoreLie } from "./lying-store.ts";
import { slowStore } from "./slow-store.ts";

const BODY_BYTES = 1_000_000;
const quick = { accessKey: "a", secretKey: "b", bucket: "test", timeoutSeconds: 0.5 };
const always = Number.POSITIVE_INFINITY;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-faults-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("putting an object into a store that lies", () => {
  let server: LyingS3;
  let store: Store;
  beforeEach(async () => {
    server = await LyingS3.start();
    store = await openS3Store({ ...quick, endpoint: server.url });
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });
  const sample = () => sampleOf(folder, randomBytes(BODY_BYTES));

  it("succeeds when nothing is wrong", async () => {
    const { path, stored, bytes } = await sample();
    await store.putFile(path, stored);
    expect((await allOf(await store.open(stored.digest))).equals(bytes)).toBe(true);
  });

  it.each(["drop", "shorten", "flip"] as const)("is found out when the store answers 200 but does %s", async (lie) => {
    const { path, stored } = await sample();
    server.lie(lie);
    await expect(store.putFile(path, stored)).rejects.toMatchObject({
      code: "STORE-LIED",
      subject: stored.digest,
      retry: "later",
    });
    expect(server.lied).toBeGreaterThan(0);
    expect([...server.objects.keys()]).toEqual([]); // wrong bytes do not stay under a digest
  });

  it.each(["drop", "shorten", "flip", "stale", "lose-answer", "short-answer", "busy", "hang"] as const)(
    "succeeds at last when the store does %s once",
    async (lie) => {
      const { path, stored, bytes } = await sample();
      server.lie(lie, 1);
      await store.putFile(path, stored);
      expect(server.lied).toBe(1);
      expect((await allOf(await store.open(stored.digest))).equals(bytes)).toBe(true);
    },
  );

  it.each(["busy", "hang", "short-answer"] as const)("ends with SVC-STORE when the store does %s for ever", async (lie) => {
    const { path, stored } = await sample();
    server.lie(lie);
    await expect(store.putFile(path, stored)).rejects.toMatchObject({ code: "SVC-STORE", retry: "later" });
    expect(server.lied).toBeGreaterThan(1);
  });

  it("ends with SPACE-FULL, without hammering, when the store has no room", async () => {
    const { path, stored } = await sample();
    server.lie("full");
    await expect(store.putFile(path, stored)).rejects.toMatchObject({ code: "SPACE-FULL", exit: "space", retry: "later" });
    expect(server.lied).toBe(1);
  });

  it("writes a named text once although the answer was lost", async () => {
    server.lie("lose-answer", 1);
    await store.putNamed("items/A/v1.json", '{"title":"喃"}');
    expect(server.lied).toBe(1);
    expect(await store.getNamed("items/A/v1.json")).toBe('{"title":"喃"}');
  });

  it("finds a named text that was dropped", async () => {
    server.lie("drop");
    await expect(store.putNamed("items/A/v1.json", "{}")).rejects.toMatchObject({ code: "STORE-LIED" });
  });
});

describe.each([
  { where: "a store that checks nothing", isReal: false },
  { where: "a real S3 server", isReal: true },
])("a bad line to $where", ({ isReal }) => {
  describe.skipIf(isReal && !hasS3)("while storing", () => {
    let server: LyingS3;
    let proxy: FaultProxy;
    let store: Store;
    beforeAll(async () => {
      server = await LyingS3.start();
      proxy = await FaultProxy.start(new URL(isReal ? S3.endpoint : server.url));
      const settings = isReal ? { ...S3, bucket: `sohoa-line-${randomBytes(4).toString("hex")}` } : quick;
      store = await openS3Store({ ...settings, timeoutSeconds: 2, endpoint: proxy.url });
    });
    afterEach(() => {
      proxy.set(undefined);
      proxy.delayMs = 0;
    });
    afterAll(async () => {
      await store?.close();
      await proxy?.stop();
      await server?.stop();
    });
    const fault = (what: Fault["what"], percent: number, times: number): Fault => ({
      direction: "up",
      afterBytes: Math.round((BODY_BYTES * percent) / 100) + 1500, // after the requests before the body
      what,
      times,
    });

    it.each([
      ["reset", 1],
      ["reset", 50],
      ["reset", 99],
      ["end", 50],
      ["stall", 50],
      ["flip", 50],
    ] as const)("puts the object whole although the line did %s at %i % of the first upload", async (what, percent) => {
      const { path, stored, bytes } = await sampleOf(folder, randomBytes(BODY_BYTES));
      proxy.set(fault(what, percent, 1));
      await store.putFile(path, stored);
      expect(proxy.happened).toBe(1);
      expect((await allOf(await store.open(stored.digest))).equals(bytes)).toBe(true);
    });

    it.each(["reset", "end", "flip"] as const)(
      "stores nothing under the digest when the line does %s each time",
      async (what) => {
        const { path, stored } = await sampleOf(folder, randomBytes(BODY_BYTES));
        proxy.set(fault(what, 50, always));
        const code = what === "flip" && !isReal ? "STORE-LIED" : "SVC-STORE";
        await expect(store.putFile(path, stored)).rejects.toMatchObject({ code });
        expect(proxy.happened).toBeGreaterThan(1);
        proxy.set(undefined);
        expect(await store.stat(stored.digest)).toBeUndefined();
      },
    );

    it("puts the object over a slow line", async () => {
      const { path, stored } = await sampleOf(folder, randomBytes(BODY_BYTES));
      proxy.delayMs = 20;
      await store.putFile(path, stored);
      expect(await store.stat(stored.digest)).toEqual(stored);
    });

    it("fetches an object whole although the line was cut once, and says so when it is cut each time", async () => {
      const { path, stored } = await sampleOf(folder, randomBytes(BODY_BYTES));
      await store.putFile(path, stored);
      const cache = new ObjectCache(store, join(folder, `cache-${isReal}`), 1e9);
      proxy.set({ direction: "down", afterBytes: BODY_BYTES / 2, what: "reset", times: always });
      await expect(cache.file(stored.digest)).rejects.toMatchObject({ code: "SVC-STORE", retry: "later" });
      proxy.set({ direction: "down", afterBytes: BODY_BYTES / 2, what: "end", times: 1 });
      const fetched = await cache.file(stored.digest);
      expect(proxy.happened).toBe(1);
      expect((await sampleOf(folder, readFileSync(fetched))).stored).toEqual(stored);
    });

    it("refuses bytes that change each time they are fetched", async () => {
      const { path, stored } = await sampleOf(folder, randomBytes(BODY_BYTES));
      await store.putFile(path, stored);
      proxy.set({ direction: "down", afterBytes: BODY_BYTES / 2, what: "flip", times: always });
      const cache = new ObjectCache(store, join(folder, `changed-${isReal}`), 1e9);
      await expect(cache.file(stored.digest)).rejects.toMatchObject({ code: "STORE-LIED" });
    });
  });
});

describe("the object cache over a store that lies", () => {
  it.each([
    ["drop", "STORE-MISSING"],
    ["shorten", "STORE-LIED"],
    ["flip", "STORE-LIED"],
  ] satisfies [StoreLie, string][])("finds out a store that does %s", async (lie, code) => {
    const lying = new LyingStore(openMemoryStore());
    const { path, stored } = await sampleOf(folder, randomBytes(1000));
    await lying.putFile(path, stored);
    lying.lie = lie;
    const cache = new ObjectCache(lying, join(folder, `lies-${lie}`), 1e6);
    await expect(cache.file(stored.digest)).rejects.toMatchObject({ code });
    lying.lie = undefined;
    expect(existsSync(await cache.file(stored.digest))).toBe(true);
  });

  it("waits for a slow store", async () => {
    const slow = slowStore(openMemoryStore(), 50);
    const { path, stored } = await sampleOf(folder, randomBytes(1000));
    await slow.putFile(path, stored);
    expect(existsSync(await new ObjectCache(slow, join(folder, "slow"), 1e6).file(stored.digest))).toBe(true);
  });
});

describe("a store without room", () => {
  it("stores again as soon as there is room", async () => {
    const full = fullStore(openMemoryStore());
    const { path, stored } = await sampleOf(folder, randomBytes(1000));
    await expect(full.store.putFile(path, stored)).rejects.toMatchObject({ code: "SPACE-FULL" });
    full.isFull = false;
    await full.store.putFile(path, stored);
    expect(await full.store.stat(stored.digest)).toEqual(stored);
  });

  const disk = join(tmpdir(), `sohoa-full-disk-${process.pid}`);
  const isMounted =
    process.platform === "linux" &&
    spawnSync("mkdir", ["-p", disk]).status === 0 &&
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).status === 0;
  afterAll(() => {
    if (isMounted) spawnSync("umount", [disk]);
    spawnSync("rmdir", [disk]);
  });

  it.skipIf(!isMounted)("leaves nothing half-written on a disk that is really full, and goes on when room was made", async () => {
    const store = await openFilesystemStore(disk);
    const large = await sampleOf(folder, randomBytes(2 << 20));
    await expect(store.putFile(large.path, large.stored)).rejects.toMatchObject({ code: "SPACE-FULL", exit: "space" });
    expect(await store.stat(large.stored.digest)).toBeUndefined();
    expect(await readdir(join(disk, "objects", ".incoming"))).toEqual([]);
    await expect(store.putNamed("items/A/v1.json", "x".repeat(2 << 20))).rejects.toMatchObject({ code: "SPACE-FULL" });
    expect(await store.getNamed("items/A/v1.json")).toBeUndefined();
    const small = await sampleOf(folder, randomBytes(100_000));
    await store.putFile(small.path, small.stored);
    await store.putNamed("items/A/v1.json", "{}");
  });
});
