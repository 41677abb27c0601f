/** What every store must do. Run by `store.test.ts` over each adapter. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store, Stored } from "../../pipeline/store/store.ts";

/** An opened store and how to throw it away. */
export interface OpenedStore {
  readonly store: Store;
  readonly discard: () => Promise<void>;
}

/** Bytes in a file, with what a caller announces of them. */
export interface Sample {
  readonly path: string;
  readonly bytes: Buffer;
  readonly stored: Stored;
}

/** Write bytes to a file of their own. */
export async function sampleOf(folder: string, bytes: Buffer): Promise<Sample> {
  const digest = createHash("sha256").update(bytes).digest("hex");
  const path = join(folder, `${randomBytes(6).toString("hex")}.tif`);
  await writeFile(path, bytes);
  return { path, bytes, stored: { digest, sizeBytes: bytes.length } };
}

/** Everything that a stream gives. */
export async function allOf(stream: Readable): Promise<Buffer> {
  return buffer(stream);
}

/** The contract. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`a store (${name})`, () => {
    let opened: OpenedStore;
    let store: Store;
    let folder: string;
    const sample = (bytes: Buffer = randomBytes(3000)) => sampleOf(folder, bytes);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "sohoa-store-"));
      opened = await open();
      store = opened.store;
    });
    afterAll(async () => {
      await opened?.discard();
      await rm(folder, { recursive: true, force: true });
    });

    it("answers a check", async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });

    it("gives back exactly the bytes that were put, by their digest", async () => {
      const { path, bytes, stored } = await sample();
      await store.putFile(path, stored);
      expect(await store.stat(stored.digest)).toEqual(stored);
      expect((await allOf(await store.open(stored.digest))).equals(bytes)).toBe(true);
    });

    it("keeps an object of several parts (20 MB) whole", async () => {
      const { path, stored } = await sample(randomBytes(20 * 1024 * 1024 + 17));
      await store.putFile(path, stored);
      const hash = createHash("sha256");
      for await (const chunk of await store.open(stored.digest)) hash.update(chunk as Buffer);
      expect(hash.digest("hex")).toBe(stored.digest);
    });

    it("lays an object on the shelf whole, puts it back, and destroys it there", async () => {
      const { path, bytes, stored } = await sample();
      await store.putFile(path, stored);
      const later = new Date(Date.now() + 60_000);
      expect(await store.orphans.lay(stored.digest, "2026-11-21", new Date(0))).toBe("touched");
      expect(await store.orphans.lay(stored.digest, "2026-11-21", later)).toBe("laid");
      expect(await store.orphans.lay(stored.digest, "2026-11-21", later)).toBe("absent");
      expect(await store.stat(stored.digest)).toBeUndefined();
      const shelved = { ...stored, day: "2026-11-21" };
      const listed: unknown[] = [];
      for await (const each of store.orphans.list()) listed.push(each);
      expect(listed).toContainEqual(shelved);
      await store.orphans.putBack(shelved);
      await store.orphans.putBack(shelved);
      expect((await allOf(await store.open(stored.digest))).equals(bytes)).toBe(true);
      await store.orphans.lay(stored.digest, "2026-11-21", later);
      await store.orphans.destroy(shelved, "test");
      for await (const each of store.orphans.list()) expect(each.digest).not.toBe(stored.digest);
      expect(await store.stat(stored.digest)).toBeUndefined();
    });

    it("keeps an empty object", async () => {
      const { path, stored } = await sample(Buffer.alloc(0));
      await store.putFile(path, stored);
      expect(await store.stat(stored.digest)).toEqual(stored);
      expect((await allOf(await store.open(stored.digest))).length).toBe(0);
    });

    it("gives a range with both ends included", async () => {
      const { path, bytes, stored } = await sample();
      await store.putFile(path, stored);
      const part = await allOf(await store.open(stored.digest, { start: 10, end: 19 }));
      expect(part.equals(bytes.subarray(10, 20))).toBe(true);
      const first = await allOf(await store.open(stored.digest, { start: 0, end: 0 }));
      expect(first.equals(bytes.subarray(0, 1))).toBe(true);
      const tail = await allOf(await store.open(stored.digest, { start: bytes.length - 2, end: bytes.length + 100 }));
      expect(tail.equals(bytes.subarray(-2))).toBe(true);
      expect(await allOf(await store.open(stored.digest, { start: bytes.length + 5, end: bytes.length + 9 }))).toHaveLength(0);
    });

    it("takes the same bytes twice, also at the same time, and holds them once", async () => {
      const { path, stored } = await sample();
      await Promise.all([store.putFile(path, stored), store.putFile(path, stored), store.putFile(path, stored)]);
      await store.putFile(path, stored);
      expect((await listed(store)).filter(({ digest }) => digest === stored.digest)).toHaveLength(1);
    });

    it("refuses a file whose bytes are not the announced ones, and then holds nothing", async () => {
      const announced = await sample();
      const other = await sample();
      await expect(store.putFile(other.path, announced.stored)).rejects.toMatchObject({ code: "SRC-CHANGED" });
      expect(await store.stat(announced.stored.digest)).toBeUndefined();
      expect(await store.stat(other.stored.digest)).toBeUndefined();
    });

    it("refuses a file that is shorter or longer than announced", async () => {
      const { path, stored } = await sample();
      for (const sizeBytes of [stored.sizeBytes - 1, stored.sizeBytes + 1]) {
        await expect(store.putFile(path, { ...stored, sizeBytes })).rejects.toMatchObject({ code: "SRC-CHANGED" });
      }
      expect(await store.stat(stored.digest)).toBeUndefined();
    });

    it("names a file that cannot be read", async () => {
      const { stored } = await sample();
      const missing = join(folder, "missing.tif");
      await expect(store.putFile(missing, stored)).rejects.toMatchObject({ code: "IO-READ", subject: missing });
    });

    it("says that an object is missing, and tells it from an error", async () => {
      const { stored } = await sample();
      expect(await store.stat(stored.digest)).toBeUndefined();
      await expect(store.open(stored.digest)).rejects.toMatchObject({ code: "STORE-MISSING", subject: stored.digest });
    });

    it("lists every object once, in order of digest, with size and a believable time", async () => {
      const samples = await Promise.all([sample(), sample(), sample()]);
      for (const { path, stored } of samples) await store.putFile(path, stored);
      const all = await listed(store);
      const digests = all.map(({ digest }) => digest);
      expect(digests).toEqual([...new Set(digests)].sort());
      for (const { stored } of samples) expect(all.find(({ digest }) => digest === stored.digest)).toMatchObject(stored);
      for (const { modifiedAt } of all) expect(modifiedAt.getUTCFullYear()).toBeGreaterThan(2000);
    });

    it("removes an object, and removing it again does no harm", async () => {
      const { path, stored } = await sample();
      await store.putFile(path, stored);
      await store.remove(stored.digest, "test: nobody refers to it");
      await store.remove(stored.digest, "test: again");
      expect(await store.stat(stored.digest)).toBeUndefined();
      await store.putFile(path, stored);
      expect(await store.stat(stored.digest)).toEqual(stored);
    });

    it("offers as a local path only a file that holds the object's bytes", async () => {
      const { path, bytes, stored } = await sample();
      await store.putFile(path, stored);
      const local = store.localPath(stored.digest);
      if (local === undefined) return;
      expect(readFileSync(local).equals(bytes)).toBe(true);
    });

    it.each(["", "..", "../../etc/passwd", "A".repeat(64), "a".repeat(63), `${"a".repeat(64)}/..`, `${"a".repeat(64)}\n`])(
      "refuses %j as a digest",
      async (digest) => {
        await expect((async () => store.stat(digest))()).rejects.toMatchObject({ code: "STORE-KEY" });
        await expect((async () => store.open(digest))()).rejects.toMatchObject({ code: "STORE-KEY" });
        await expect((async () => store.remove(digest, "test"))()).rejects.toMatchObject({ code: "STORE-KEY" });
        expect(() => store.localPath(digest)).toThrow(expect.objectContaining({ code: "STORE-KEY" }));
      },
    );

    it("keeps a named text, in any script, and takes the same text again", async () => {
      const key = "items/AB.123/v1.json";
      const text = JSON.stringify({ title: "大越史記全書", note: "Đại Việt sử ký toàn thư 𡨸喃" });
      await store.putNamed(key, text);
      await store.putNamed(key, text);
      expect(await store.getNamed(key)).toBe(text);
      expect(await store.getNamed("items/AB.123/v2.json")).toBeUndefined();
    });

    it("keeps a named text that comes as a file like one that comes as text, and says that it is there", async () => {
      const key = "items/file/v1.json";
      const text = JSON.stringify({ rows: Array.from({ length: 100_000 }, (_, row) => `行 ${row}`) });
      const { path, stored } = await sample(Buffer.from(text));
      expect(await store.hasNamed(key)).toBe(false);
      await store.putNamed(key, { path, ...stored });
      await store.putNamed(key, { path, ...stored });
      await store.putNamed(key, text);
      expect(await store.hasNamed(key)).toBe(true);
      expect(await store.getNamed(key)).toBe(text);
      const other = await sample(Buffer.from("{}"));
      await expect(store.putNamed(key, { path: other.path, ...other.stored })).rejects.toMatchObject({ code: "STORE-EXISTS" });
      expect(await store.getNamed(key)).toBe(text);
    });

    it("lets exactly one of several different files win a name when they come at the same time", async () => {
      const key = "items/race/v2.json";
      const files = await Promise.all([1, 2, 3].map(async (n) => await sample(Buffer.from(JSON.stringify({ n })))));
      const results = await Promise.allSettled(files.map(({ path, stored }) => store.putNamed(key, { path, ...stored })));
      const won = results.flatMap((result, index) => (result.status === "fulfilled" ? [files[index]?.bytes.toString()] : []));
      expect(won).toHaveLength(1);
      expect(await store.getNamed(key)).toBe(won[0]);
    });

    it("refuses other text under a key that is taken, and keeps the first", async () => {
      const key = "items/once/v1.json";
      await store.putNamed(key, '{"v":1}');
      await expect(store.putNamed(key, '{"v":2}')).rejects.toMatchObject({ code: "STORE-EXISTS", subject: key });
      expect(await store.getNamed(key)).toBe('{"v":1}');
    });

    it("lets exactly one of several different texts win when they are written at the same time", async () => {
      const key = "items/race/v1.json";
      const texts = [1, 2, 3, 4].map((n) => JSON.stringify({ n }));
      const results = await Promise.allSettled(texts.map((text) => store.putNamed(key, text)));
      const won = results.flatMap((result, index) => (result.status === "fulfilled" ? [texts[index]] : []));
      expect(won).toHaveLength(1);
      expect(await store.getNamed(key)).toBe(won[0]);
    });

    it("lists named texts by prefix, sorted, and neither sidecars nor objects among them", async () => {
      for (const key of ["items/list-b/v1.json", "items/list-a/v2.json", "items/list-a/v1.json"]) await store.putNamed(key, "{}");
      expect(await store.listNamed("items/list-")).toEqual([
        "items/list-a/v1.json",
        "items/list-a/v2.json",
        "items/list-b/v1.json",
      ]);
      expect(await store.listNamed("items/list-a/")).toEqual(["items/list-a/v1.json", "items/list-a/v2.json"]);
      expect(await store.listNamed("items/nobody/")).toEqual([]);
      const digests = (await listed(store)).map(({ digest }) => digest);
      for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    });

    it.each([
      "items/../v1.json",
      "items/a/../../x/v1.json",
      "/items/a/v1.json",
      "items/a/v0.json",
      "items/a/v1.json/x",
      "items/.a/v1.json",
      "items/a\\b/v1.json",
      "items/a/v1.json\0",
      "objects/aa/bb/v1.json",
      "items/a/v1.json.sha256",
    ])("refuses %j as the key of a named text", async (key) => {
      await expect((async () => store.putNamed(key, "{}"))()).rejects.toMatchObject({ code: "STORE-KEY" });
      await expect((async () => store.hasNamed(key))()).rejects.toMatchObject({ code: "STORE-KEY" });
      await expect((async () => store.getNamed(key))()).rejects.toMatchObject({ code: "STORE-KEY" });
    });
  });
}

async function listed(store: Store): Promise<(Stored & { readonly modifiedAt: Date })[]> {
  const all = [];
  for await (const object of store.list()) all.push(object);
  return all;
}
