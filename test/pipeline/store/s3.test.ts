import { createHash, randomBytes } from "node:crypto";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "minio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openS3Store } from "../../../pipeline/store/s3.ts";
import type { Store } from "../../../pipeline/store/store.ts";
import { sampleOf } from "../../contracts/store.ts";
import { freePort } from "../../fixtures/free-port.ts";
import { hasS3, S3 } from "../../services.ts";

it.each(["", "localhost:9000", "ftp://host", "http://host/path", "http://user:secret@host"])(
  "refuses %j as the address of an S3 store, without repeating it",
  async (endpoint) => {
    const opening = openS3Store({ ...S3, endpoint, bucket: "test" });
    await expect(opening).rejects.toMatchObject({ code: "STORE-ENDPOINT", exit: "config" });
    await opening.catch((error) => expect(JSON.stringify(error)).not.toContain("secret"));
  },
);

it("says in plain words that nothing listens at the address", async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  await expect(openS3Store({ ...S3, endpoint, bucket: "test" })).rejects.toMatchObject({
    code: "SVC-STORE",
    retry: "later",
    facts: { detail: expect.stringContaining("nothing listens") },
  });
});

describe.skipIf(!hasS3)("the S3 store on a real server", () => {
  const bucket = `sohoa-test-${randomBytes(4).toString("hex")}`;
  const client = new Client({ ...addressOf(S3.endpoint), accessKey: S3.accessKey, secretKey: S3.secretKey });
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sohoa-s3-"));
    store = await openS3Store({ ...S3, bucket });
  });
  afterAll(async () => {
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const keyOf = (digest: string) => `objects/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`;

  it("lays an object out as objects/aa/bb/sha256 with its digest as ASCII metadata", async () => {
    const { path, stored } = await sampleOf(folder, randomBytes(100));
    await store.putFile(path, stored);
    const found = await client.statObject(bucket, keyOf(stored.digest));
    expect(found.size).toBe(100);
    expect(found.metaData).toMatchObject({ sha256: stored.digest });
  });

  it("keeps an object whole that goes up in several parts, and leaves no unfinished upload", async () => {
    const inParts = await openS3Store({ ...S3, bucket, singleUploadBytes: 1 << 20 });
    const { path, stored } = await sampleOf(folder, randomBytes(70 * 1024 * 1024));
    await inParts.putFile(path, stored);
    const hash = createHash("sha256");
    for await (const chunk of await store.open(stored.digest)) hash.update(chunk as Buffer);
    expect(hash.digest("hex")).toBe(stored.digest);
    await appendFile(path, "x");
    await inParts.remove(stored.digest, "test");
    const grown = { digest: stored.digest, sizeBytes: stored.sizeBytes + 1 };
    await expect(inParts.putFile(path, grown)).rejects.toMatchObject({ code: "SRC-CHANGED" });
    expect(await store.stat(stored.digest)).toBeUndefined();
    expect(await client.listIncompleteUploads(bucket, "", true).toArray()).toEqual([]);
    await inParts.close();
  });

  it("finds that an object under the digest has other bytes, and leaves it for a person to look at", async () => {
    const { path, stored } = await sampleOf(folder, Buffer.from("page one"));
    await client.putObject(bucket, keyOf(stored.digest), Buffer.from("page two"));
    await expect(store.putFile(path, stored)).rejects.toMatchObject({ code: "STORE-LIED", exit: "integrity", retry: "person" });
    expect((await client.statObject(bucket, keyOf(stored.digest))).size).toBe(8);
  });

  it("tells a wrong secret from a server that is away: a person must act, and no secret is shown", async () => {
    const opening = openS3Store({ ...S3, secretKey: "wrong-secret", bucket });
    await expect(opening).rejects.toMatchObject({ code: "SVC-STORE", retry: "person" });
    await opening.catch((error) => expect(`${error.message} ${JSON.stringify(error)}`).not.toContain("wrong-secret"));
  });

  it("never says that an object is missing when the whole bucket is", async () => {
    const gone = `sohoa-gone-${randomBytes(4).toString("hex")}`;
    const orphan = await openS3Store({ ...S3, bucket: gone });
    await client.removeBucket(gone);
    await expect(orphan.stat("a".repeat(64))).rejects.toMatchObject({ code: "SVC-STORE", retry: "person" });
    await expect(orphan.open("a".repeat(64))).rejects.toMatchObject({ code: "SVC-STORE" });
    await expect(orphan.getNamed("items/A/v1.json")).rejects.toMatchObject({ code: "SVC-STORE" });
    await orphan.close();
  });

  it("lists more objects than one page of the server holds", async () => {
    const many = await openS3Store({ ...S3, bucket: `${bucket}-many` });
    const keys = Array.from({ length: 1100 }, (_, n) => keyOf(createHash("sha256").update(String(n)).digest("hex")));
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(keys.slice(at, at + 50).map((key) => client.putObject(`${bucket}-many`, key, Buffer.from("x"))));
    }
    const listed = [];
    for await (const { digest } of many.list()) listed.push(keyOf(digest));
    expect(listed).toEqual(keys.sort());
    await many.close();
  });
});

function addressOf(endpoint: string) {
  const { hostname, port, protocol } = new URL(endpoint);
  return { endPoint: hostname, port: Number(port), useSSL: protocol === "https:" };
}
