import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ObjectCache } from "../../pipeline/object-cache.ts";
import { openFilesystemStore } from "../../pipeline/store/filesystem.ts";
import { openMemoryStore } from "../../pipeline/store/memory.ts";
import type { Store } from "../../pipeline/store/store.ts";
import { sampleOf } from "../contracts/store.ts";

describe("the object cache", () => {
  let source: string;
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    source = await mkdtemp(join(tmpdir(), "sohoa-source-"));
    folder = join(await mkdtemp(join(tmpdir(), "sohoa-cache-")), "scratch");
    store = openMemoryStore();
  });
  afterEach(async () => {
    for (const each of [source, join(folder, "..")]) await rm(each, { recursive: true, force: true });
  });
  const put = async (bytes: Buffer) => {
    const sample = await sampleOf(source, bytes);
    await store.putFile(sample.path, sample.stored);
    return sample.stored.digest;
  };

  it("gives the store's own file when there is one, and copies nothing", async () => {
    store = await openFilesystemStore(join(source, "store"));
    const digest = await put(Buffer.from("page"));
    expect(await new ObjectCache(store, folder, 1000).file(digest)).toBe(store.localPath(digest));
    await expect(readdir(folder)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it.each(["memory", "filesystem"])("says that an object is missing (%s)", async (kind) => {
    if (kind === "filesystem") store = await openFilesystemStore(join(source, "store"));
    await expect(new ObjectCache(store, folder, 1000).file("a".repeat(64))).rejects.toMatchObject({ code: "STORE-MISSING" });
  });

  it("fetches once for callers that ask at the same time", async () => {
    const digest = await put(Buffer.from("page"));
    let opened = 0;
    const open = store.open.bind(store);
    store.open = async (...args) => {
      opened += 1;
      return open(...args);
    };
    const cache = new ObjectCache(store, folder, 1000);
    const paths = await Promise.all([cache.file(digest), cache.file(digest), cache.file(digest)]);
    await cache.file(digest);
    expect(new Set(paths).size).toBe(1);
    expect(opened).toBe(1);
    expect(readFileSync(paths[0]!, "utf8")).toBe("page");
  });

  it("lets two processes share the folder", async () => {
    const digest = await put(randomBytes(300_000));
    const caches = [1, 2, 3].map(() => new ObjectCache(store, folder, 1e6));
    const paths = await Promise.all(caches.map((cache) => cache.file(digest)));
    expect(new Set(paths).size).toBe(1);
    expect(await readdir(folder)).toEqual([digest]);
  });

  it("refuses bytes that are not the object's, and keeps nothing of them", async () => {
    const digest = await put(Buffer.from("page"));
    store.open = async () => Readable.from([Buffer.from("pag3")]);
    await expect(new ObjectCache(store, folder, 1000).file(digest)).rejects.toMatchObject({
      code: "STORE-LIED",
      subject: digest,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("drops what was not used for longest when the bound is passed, but never what may be in use", async () => {
    const cache = new ObjectCache(store, folder, 2500);
    const digests = [];
    for (let n = 0; n < 3; n += 1) digests.push(await put(randomBytes(1000)));
    const [old, older, fresh] = digests as [string, string, string];
    for (const digest of [old, older]) await cache.file(digest);
    const hours = (n: number) => new Date(Date.now() - n * 3600 * 1000);
    await utimes(join(folder, old), hours(2), hours(2));
    await utimes(join(folder, older), hours(3), hours(3));
    await cache.file(fresh);
    expect((await readdir(folder)).sort()).toEqual([old, fresh].sort());
    const another = await put(randomBytes(1000));
    await cache.file(old); // a use makes it young again
    await cache.file(another);
    expect((await readdir(folder)).sort()).toEqual([old, fresh, another].sort());
  });
});
