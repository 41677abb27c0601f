/**
 * The shelf of an S3 store, with nothing but PUT, GET, HEAD, DELETE and LIST: an object is copied to its place on the shelf,
 * proved there, and only then removed. A bucket cannot be touched as a file can: who finds an object there in the moment it is
 * taken away gets it back with the next `gc`, which looks at everything on the shelf first.
 */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { digestStream } from "../digest-stream.ts";
import { IntegrityError } from "../errors.ts";
import type { Log } from "../log.ts";
import { secondsFor } from "./deadline.ts";
import { objectKey } from "./key.ts";
import { type OrphanShelf, SHELF, type Shelved, shelfKey, shelvedAt } from "./orphan-shelf.ts";
import type { S3Bucket } from "./s3-bucket.ts";
import type { Stored } from "./store.ts";

/** The shelf of the store in a bucket. */
export function bucketShelf(bucket: S3Bucket, log: Log): OrphanShelf {
  return {
    async lay(digest, day, untouchedSince) {
      const entry = await entryOf(bucket, objectKey(digest));
      if (!entry) return "absent";
      if (entry.modifiedAt > untouchedSince) return "touched";
      await copy(bucket, { digest, sizeBytes: entry.sizeBytes }, objectKey(digest), shelfKey(digest, day));
      const again = await entryOf(bucket, objectKey(digest));
      if (again && again.modifiedAt > untouchedSince) {
        await bucket.remove(shelfKey(digest, day));
        return "touched";
      }
      await bucket.remove(objectKey(digest));
      return "laid";
    },
    list: () => listed(bucket),
    async putBack(shelved) {
      const from = shelfKey(shelved.digest, shelved.day);
      if ((await bucket.sizeOf(objectKey(shelved.digest))) === undefined)
        await copy(bucket, shelved, from, objectKey(shelved.digest));
      await bucket.remove(from);
    },
    async destroy({ digest, day }, reason) {
      await bucket.remove(shelfKey(digest, day));
      log.info("object-removed", { digest, reason });
    },
  };
}

async function entryOf(bucket: S3Bucket, key: string) {
  for await (const entry of bucket.list(key)) return entry.key === key ? entry : undefined;
  return undefined;
}

async function* listed(bucket: S3Bucket): AsyncIterable<Shelved> {
  for await (const { key, sizeBytes } of bucket.list(`${SHELF}/`)) {
    const shelved = shelvedAt(key, sizeBytes);
    if (shelved) yield shelved;
  }
}

/** Copy by way of a file and read the copy back. @throws {IntegrityError} STORE-LIED when the copy is another. */
async function copy(bucket: S3Bucket, stored: Stored, from: string, to: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-shelf-"));
  try {
    const path = join(folder, "object");
    await bucket.read(from, secondsFor(stored.sizeBytes, 0), (stream) => pipeline(stream, createWriteStream(path)));
    await bucket.uploadFile(to, { path, stored });
    const kept = await bucket.read(to, secondsFor(stored.sizeBytes, 0), digestStream);
    if (kept?.digest === stored.digest) return;
    throw new IntegrityError({ code: "STORE-LIED", subject: stored.digest, facts: { detail: `the copy at ${to} differs` } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
