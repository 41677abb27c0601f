/**
 * The store in an S3-compatible bucket. The server is taken to be simple and possibly lying: nothing is used but PUT, GET,
 * HEAD, DELETE and LIST; ETags mean nothing; what was sent counts as stored when it was read back and has our digest.
 */
import type { Readable } from "node:stream";
import type { Digest } from "../artifact.ts";
import { isDigest } from "../artifact.ts";
import { digestOfText } from "../derive.ts";
import { digestStream } from "../digest-stream.ts";
import { IntegrityError } from "../errors.ts";
import type { Log } from "../log.ts";
import { silentLog } from "../log.ts";
import { secondsFor } from "./deadline.ts";
import { isNamedKey, namedKey, objectKey, sidecarText } from "./key.ts";
import type { OrphanShelf } from "./orphan-shelf.ts";
import { S3Bucket } from "./s3-bucket.ts";
import type { S3Settings } from "./s3-client.ts";
import { bucketShelf } from "./s3-shelf.ts";
import type { NamedFile, NamedKey, Store, Stored } from "./store.ts";

/** A server that lost or changed an upload gets one more chance. */
const UPLOAD_TRIES = 2;
/** Objects this process has read back, so that storing them again costs a look only. */
const REMEMBERED = 100_000;

/**
 * Connect to the bucket and make it if it is missing.
 * @throws {ServiceError} SVC-STORE; {ConfigError} STORE-ENDPOINT
 */
export async function openS3Store(settings: S3Settings, log: Log = silentLog): Promise<Store> {
  const bucket = new S3Bucket(settings);
  try {
    await bucket.prepare();
  } catch (thrown) {
    bucket.close();
    throw thrown;
  }
  return new S3Store(bucket, log);
}

class S3Store implements Store {
  readonly orphans: OrphanShelf;
  readonly #bucket: S3Bucket;
  readonly #log: Log;
  readonly #proved = new Set<Digest>();

  constructor(bucket: S3Bucket, log: Log) {
    this.#bucket = bucket;
    this.#log = log;
    this.orphans = bucketShelf(bucket, log);
  }

  async putFile(path: string, expected: Stored): Promise<void> {
    const held = await this.stat(expected.digest);
    if (held && this.#proved.has(expected.digest) && held.sizeBytes === expected.sizeBytes) return;
    // What another process uploaded it may not have read back before it was killed, so this one does, once.
    if (held) return this.#prove(expected);
    for (let attempt = 1; ; attempt += 1) {
      await this.#bucket.uploadFile(objectKey(expected.digest), { path, stored: expected });
      try {
        return await this.#prove(expected);
      } catch (thrown) {
        if (!(thrown instanceof IntegrityError)) throw thrown;
        // Wrong bytes must not stay under a digest; they are ours, made a moment ago, and nothing refers to them.
        await this.remove(expected.digest, "read back differently after upload");
        if (attempt === UPLOAD_TRIES) throw anotherTime(thrown);
      }
    }
  }

  async stat(digest: Digest): Promise<Stored | undefined> {
    const sizeBytes = await this.#bucket.sizeOf(objectKey(digest));
    return sizeBytes === undefined ? undefined : { digest, sizeBytes };
  }

  async open(digest: Digest, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    const stream = await this.#bucket.open(objectKey(digest), range);
    if (!stream) throw new IntegrityError({ code: "STORE-MISSING", subject: digest });
    return stream;
  }

  localPath(digest: Digest): undefined {
    objectKey(digest);
    return undefined;
  }

  async *list(): AsyncIterable<Stored & { readonly modifiedAt: Date }> {
    for await (const { key, sizeBytes, modifiedAt } of this.#bucket.list("objects/")) {
      const digest = key.slice(key.lastIndexOf("/") + 1);
      if (isDigest(digest) && key === objectKey(digest)) yield { digest, sizeBytes, modifiedAt };
    }
  }

  async remove(digest: Digest, reason: string): Promise<void> {
    this.#proved.delete(digest);
    await this.#bucket.remove(objectKey(digest));
    this.#log.info("object-removed", { digest, reason });
  }

  async putNamed(key: NamedKey, text: string | NamedFile): Promise<void> {
    const isText = typeof text === "string";
    const digest = isText ? digestOfText(text) : text.digest;
    const seconds = secondsFor(isText ? text.length : text.sizeBytes, 0);
    const found = await this.#digestOfNamed(namedKey(key), seconds);
    if (found === undefined && isText) await this.#bucket.putText(key, text, "once");
    if (found === undefined && !isText) await this.#bucket.uploadOnce(key, { path: text.path, stored: text });
    const kept = found ?? (await this.#digestOfNamed(key, seconds));
    if (kept !== digest) {
      throw new IntegrityError({ code: kept === undefined ? "STORE-LIED" : "STORE-EXISTS", subject: key });
    }
    const sidecar = sidecarText(key, digest);
    if ((await this.#bucket.text(`${key}.sha256`)) === sidecar) return;
    await this.#bucket.putText(`${key}.sha256`, sidecar, "always");
  }

  async hasNamed(key: NamedKey): Promise<boolean> {
    const sizeBytes = await this.#bucket.sizeOf(namedKey(key));
    const digest = sizeBytes === undefined ? undefined : await this.#digestOfNamed(key, secondsFor(sizeBytes, 0));
    if (digest === undefined) return false;
    await this.#requireSidecar(key, digest);
    return true;
  }

  async getNamed(key: NamedKey): Promise<string | undefined> {
    const text = await this.#bucket.text(namedKey(key));
    if (text === undefined) return undefined;
    await this.#requireSidecar(key, digestOfText(text));
    return text;
  }

  async listNamed(prefix: string): Promise<readonly NamedKey[]> {
    const keys: NamedKey[] = [];
    for await (const { key } of this.#bucket.list(/^(items|holdings)\//.test(prefix) ? prefix : "items/")) {
      if (isNamedKey(key) && key.startsWith(prefix)) keys.push(key);
    }
    return keys;
  }

  async check(): Promise<void> {
    await this.#bucket.check();
  }

  async close(): Promise<void> {
    this.#bucket.close();
  }

  async #digestOfNamed(key: NamedKey, extraSeconds: number): Promise<Digest | undefined> {
    return (await this.#bucket.read(key, extraSeconds, digestStream))?.digest;
  }

  async #requireSidecar(key: NamedKey, digest: Digest): Promise<void> {
    const sidecar = await this.#bucket.text(`${key}.sha256`);
    if (sidecar === undefined || sidecar === sidecarText(key, digest)) return;
    throw new IntegrityError({
      code: "STORE-LIED",
      subject: key,
      facts: { detail: "the text does not match its .sha256 object" },
    });
  }

  /** Read the whole object back and compare. @throws {IntegrityError} STORE-LIED */
  async #prove(expected: Stored): Promise<void> {
    const { digest, sizeBytes } = expected;
    const kept = await this.#bucket.read(objectKey(digest), secondsFor(sizeBytes, 0), digestStream);
    if (kept?.digest !== digest) {
      const detail = kept ? `read back ${kept.sizeBytes} bytes with digest ${kept.digest}` : "the object is not there";
      throw new IntegrityError({ code: "STORE-LIED", subject: digest, facts: { expectedBytes: sizeBytes, detail } });
    }
    if (this.#proved.size >= REMEMBERED) this.#proved.clear();
    this.#proved.add(digest);
  }
}

/** Nothing is left of the upload, so the same one may succeed when the server is well again. */
function anotherTime({ code, subject, facts, cause }: IntegrityError): IntegrityError {
  return new IntegrityError({ code, ...(subject === undefined ? {} : { subject }), facts, cause, retry: "later" });
}
