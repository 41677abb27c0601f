/** Getting one file to an S3 server under its key, in one request or in parts, and never a half of it. */
import { Readable } from "node:stream";
import type { Client } from "minio";
import { announcedBytes, requireAnnouncedSize } from "./announced-bytes.ts";
import { secondsFor } from "./deadline.ts";
import type { S3Client } from "./s3-client.ts";
import type { Stored } from "./store.ts";

/** A file and where it goes. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  readonly stored: Stored;
  /** Larger files go up in parts. */
  readonly singleUploadBytes: number;
  /** Headers that say when the server shall take it; always where absent. Only for what goes up in one piece. */
  readonly condition?: Readonly<Record<string, string>>;
}

/**
 * Upload the file; each attempt reads it from the start. What an interrupted upload in parts left is removed.
 * @throws {InputError} SRC-CHANGED, IO-READ; {ServiceError} SVC-STORE; {SpaceError} SPACE-FULL
 */
export async function upload(s3: S3Client, job: Upload): Promise<void> {
  await requireAnnouncedSize(job.path, job.stored);
  const extraSeconds = secondsFor(job.stored.sizeBytes, 0);
  if (job.stored.sizeBytes <= job.singleUploadBytes) {
    return s3.call("upload", (client) => uploadWhole(client, job), extraSeconds);
  }
  try {
    await s3.call("upload in parts", (client, signal) => uploadInParts(client, job, signal), extraSeconds);
  } catch (thrown) {
    await s3
      .call("discard parts", (client) => client.removeIncompleteUpload(job.bucket, job.key))
      .catch(() => {
        // The server is gone; its parts are invisible, and the next upload of this file goes on from them.
      });
    throw thrown;
  }
}

/**
 * One PUT, streamed. The client's own `putObject` would hold the whole file in memory. Over plain HTTP the signature
 * covers our digest, so that the server itself refuses bytes that changed on the way; over TLS they cannot change.
 */
async function uploadWhole(client: Client, { bucket, key, path, stored, condition }: Upload): Promise<void> {
  const body = Readable.from(announcedBytes(path, stored), { objectMode: false, highWaterMark: 1 << 20 });
  const headers = { ...headersFor(stored), ...condition, "Content-Length": String(stored.sizeBytes) };
  const request = { method: "PUT", bucketName: bucket, objectName: key, headers };
  try {
    const response = await client.makeRequestStreamAsync(request, body, client.enableSHA256 ? stored.digest : "", [200], "");
    for await (const _ of response); // an unread answer would keep its connection
  } finally {
    body.destroy();
  }
}

async function uploadInParts(client: Client, { bucket, key, path, stored }: Upload, signal: AbortSignal): Promise<void> {
  const body = Readable.from(announcedBytes(path, stored), { objectMode: false, highWaterMark: 1 << 20 });
  // The client never notices that its source failed (minio/minio-js#1479), so the failure must win a race.
  const failure = new Promise<never>((_, reject) => {
    body.once("error", reject);
    signal.addEventListener("abort", () => body.destroy(signal.reason), { once: true });
  });
  await Promise.race([client.putObject(bucket, key, body, stored.sizeBytes, headersFor(stored)), failure]);
}

/** Metadata in ASCII only: other characters break the signature or the request (minio/minio-js#1300). */
function headersFor(stored: Stored): Record<string, string> {
  return { "Content-Type": "application/octet-stream", "x-amz-meta-sha256": stored.digest };
}
