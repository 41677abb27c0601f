/** One bucket, or the part of it below a prefix, as keys and bytes. Knows nothing of digests. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Client } from "minio";
import { ServiceError } from "../errors.ts";
import type { S3Settings } from "./s3-client.ts";
import { S3Client } from "./s3-client.ts";
import { codeOf } from "./s3-errors.ts";
import type { Upload } from "./s3-upload.ts";
import { upload } from "./s3-upload.ts";

const PAGE_KEYS = 1000;
const SINGLE_UPLOAD_BYTES = 1 << 30;
const REGION = "us-east-1";

/** One entry of a listing. */
export interface Entry {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** Every method throws {ServiceError} SVC-STORE when the server does not answer, {SpaceError} SPACE-FULL when it is full. */
export class S3Bucket {
  readonly #s3: S3Client;
  readonly #bucket: string;
  readonly #region: string;
  readonly #prefix: string;
  readonly #singleUploadBytes: number;

  constructor(settings: S3Settings) {
    this.#s3 = new S3Client(settings);
    this.#bucket = settings.bucket;
    this.#region = settings.region ?? REGION;
    this.#prefix = settings.prefix ? settings.prefix.replace(/\/*$/, "/") : "";
    this.#singleUploadBytes = settings.singleUploadBytes ?? SINGLE_UPLOAD_BYTES;
  }

  /** Make the bucket if it is missing. */
  async prepare(): Promise<void> {
    await this.#s3.call("open bucket", async (client) => {
      if (await client.bucketExists(this.#bucket)) return;
      await client.makeBucket(this.#bucket, this.#region).catch((thrown) => {
        if (!/^BucketAlready/.test(codeOf(thrown))) throw thrown; // another process was faster
      });
    });
  }

  async uploadFile(key: string, file: Pick<Upload, "path" | "stored">): Promise<void> {
    const singleUploadBytes = this.#singleUploadBytes;
    await upload(this.#s3, { bucket: this.#bucket, key: this.#prefix + key, singleUploadBytes, ...file });
  }

  async sizeOf(key: string): Promise<number | undefined> {
    return this.#found("stat", async (client) => (await client.statObject(this.#bucket, this.#prefix + key)).size);
  }

  /** The bytes of an object, or undefined when it is not there; a range past the end gives none. */
  async open(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable | undefined> {
    const name = this.#prefix + key;
    return this.#found("open", (client) =>
      range
        ? client.getPartialObject(this.#bucket, name, range.start, range.end - range.start + 1).catch(emptyPastTheEnd)
        : client.getObject(this.#bucket, name),
    );
  }

  /** Read an object to its end, from the start again if the connection breaks. */
  async read<T>(key: string, extraSeconds: number, consume: (stream: Readable) => Promise<T>): Promise<T | undefined> {
    const work = async (client: Client) => consume(await client.getObject(this.#bucket, this.#prefix + key));
    return this.#found("read", work, extraSeconds);
  }

  async text(key: string): Promise<string | undefined> {
    return this.read(key, 0, async (stream) => (await buffer(stream)).toString("utf8"));
  }

  /** Upload a file in one piece, or leave the object as it is that is there already. */
  async uploadOnce(key: string, file: Pick<Upload, "path" | "stored">): Promise<void> {
    const job = { bucket: this.#bucket, key: this.#prefix + key, singleUploadBytes: Number.POSITIVE_INFINITY, ...file };
    await unlessThere((condition) => upload(this.#s3, { ...job, condition }));
  }

  /** Write a small text. With `once`, an object that is there already is left as it is. */
  async putText(key: string, text: string, write: "once" | "always"): Promise<void> {
    const bytes = Buffer.from(text, "utf8"); // of a string the client would count characters instead of bytes
    const put = (headers: Record<string, string>) =>
      this.#s3.call("put text", (client) =>
        client.putObject(this.#bucket, this.#prefix + key, bytes, bytes.length, { "Content-Type": "text/plain", ...headers }),
      );
    if (write === "always") {
      await put({});
      return;
    }
    await unlessThere(put);
  }

  async remove(key: string): Promise<void> {
    await this.#s3.call("remove", (client) => client.removeObject(this.#bucket, this.#prefix + key));
  }

  /** Objects whose keys begin so, in order. Each page is a call of its own, so a long listing survives a short outage. */
  async *list(start: string): AsyncIterable<Entry> {
    let last = "";
    for (;;) {
      const from = last;
      const page = await this.#s3.call("list", (client) =>
        client.listObjectsV2Query(this.#bucket, this.#prefix + start, "", "", PAGE_KEYS, from),
      );
      for (const { name, size, lastModified } of page.objects) {
        if (name === undefined || name <= last) continue; // a server that ignores where to begin
        last = name;
        yield { key: name.slice(this.#prefix.length), sizeBytes: Number(size), modifiedAt: new Date(lastModified ?? 0) };
      }
      if (last === from || !page.isTruncated) return;
    }
  }

  /** A write, a read and a removal of a small object. */
  async check(): Promise<void> {
    const key = `check/${randomUUID()}`;
    await this.putText(key, "probe", "always");
    const found = await this.text(key);
    await this.remove(key);
    if (found !== "probe")
      throw new ServiceError({ code: "SVC-STORE", facts: { action: "check", detail: "other bytes came back" } });
  }

  close(): void {
    this.#s3.close();
  }

  /** What `work` gives, or undefined when the object is not there. */
  async #found<T>(action: string, work: (client: Client) => Promise<T>, extraSeconds = 0): Promise<T | undefined> {
    const look = async (client: Client) => {
      try {
        return await work(client);
      } catch (thrown) {
        const code = codeOf(thrown);
        if (code !== "NoSuchKey" && code !== "NotFound") throw thrown;
        // HEAD has no body to say what is missing, and "missing" must never mean that the bucket was deleted or renamed.
        if (await client.bucketExists(this.#bucket)) return undefined;
        throw Object.assign(new Error(`no bucket ${this.#bucket}`), { code: "NoSuchBucket" });
      }
    };
    return this.#s3.call<T | undefined>(action, look, extraSeconds);
  }
}

/** Put on the condition that the key is free. */
async function unlessThere(put: (condition: Record<string, string>) => Promise<unknown>): Promise<void> {
  await put({ "If-None-Match": "*" }).catch((thrown: Error) => {
    const code = codeOf(thrown.cause);
    // A server without conditional writes: two writers in the same instant could both succeed.
    if (code === "NotImplemented") return put({});
    if (code !== "PreconditionFailed") throw thrown;
    return undefined;
  });
}

function emptyPastTheEnd(thrown: unknown): Readable {
  if (codeOf(thrown) === "InvalidRange") return Readable.from([]);
  throw thrown;
}
