import { chmodSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFilesystemStore } from "../../../pipeline/store/filesystem.ts";
import { sampleOf } from "../../contracts/store.ts";

describe("the filesystem store", () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "sohoa-objects-"));
    folder = await mkdtemp(join(tmpdir(), "sohoa-source-"));
  });
  afterEach(async () => {
    for (const each of [root, folder]) await rm(each, { recursive: true, force: true });
  });

  it("lays an object out as objects/aa/bb/sha256, read-only, and leaves no temporary file", async () => {
    const store = await openFilesystemStore(root);
    const { path, stored } = await sampleOf(folder, Buffer.from("page"));
    await store.putFile(path, stored);
    const { digest } = stored;
    const expected = join(root, "objects", digest.slice(0, 2), digest.slice(2, 4), digest);
    expect(store.localPath(digest)).toBe(expected);
    expect(statSync(expected).mode & 0o777).toBe(0o444);
    expect(await readdir(join(root, "objects", ".incoming"))).toEqual([]);
  });

  it("leaves no temporary file when a file is refused", async () => {
    const store = await openFilesystemStore(root);
    const { path, stored } = await sampleOf(folder, Buffer.from("page"));
    await expect(store.putFile(path, { ...stored, digest: "0".repeat(64) })).rejects.toMatchObject({ code: "SRC-CHANGED" });
    expect(await readdir(join(root, "objects", ".incoming"))).toEqual([]);
  });

  it("removes left-over temporary files when it is opened only when they are older than an hour", async () => {
    const incoming = join(root, "objects", ".incoming");
    await mkdir(incoming, { recursive: true });
    await writeFile(join(incoming, "old.part"), "x");
    await writeFile(join(incoming, "young.part"), "x");
    const twoHoursAgo = new Date(Date.now() - 2 * 3600 * 1000);
    await utimes(join(incoming, "old.part"), twoHoursAgo, twoHoursAgo);
    await openFilesystemStore(root);
    expect(await readdir(incoming)).toEqual(["young.part"]);
  });

  it("writes a sidecar that sha256sum can check, and finds a text that was changed behind its back", async () => {
    const store = await openFilesystemStore(root);
    await store.putNamed("items/A/v1.json", '{"a":1}');
    const path = join(root, "items", "A", "v1.json");
    expect(readFileSync(`${path}.sha256`, "utf8")).toMatch(/^[0-9a-f]{64} {2}v1\.json\n$/);
    chmodSync(path, 0o644);
    await writeFile(path, '{"a":2}');
    await expect(store.getNamed("items/A/v1.json")).rejects.toMatchObject({ code: "STORE-LIED" });
  });

  it("completes the sidecar of a text whose writer was killed before writing it", async () => {
    const store = await openFilesystemStore(root);
    await store.putNamed("items/A/v1.json", "{}");
    const sidecar = join(root, "items", "A", "v1.json.sha256");
    await rm(sidecar);
    expect(await store.getNamed("items/A/v1.json")).toBe("{}");
    await store.putNamed("items/A/v1.json", "{}");
    expect(readFileSync(sidecar, "utf8")).toContain("v1.json");
  });

  it("refuses to pass over an object of another size under the digest", async () => {
    const store = await openFilesystemStore(root);
    const { path, stored } = await sampleOf(folder, Buffer.from("page"));
    await store.putFile(path, stored);
    const object = store.localPath(stored.digest);
    expect(object).toBeDefined();
    chmodSync(object!, 0o644);
    await writeFile(object!, "pag");
    await expect(store.putFile(path, stored)).rejects.toMatchObject({
      code: "STORE-LIED",
      subject: stored.digest,
      retry: "person",
    });
    expect(readFileSync(object!, "utf8")).toBe("pag");
  });

  it("says that the store does not answer when its folder cannot be made", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(openFilesystemStore(join(folder, "file", "store"))).rejects.toMatchObject({
      code: "SVC-STORE",
      retry: "person",
    });
  });
});
