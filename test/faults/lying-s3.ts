/** A very small S3 server in memory that can lie, lose, hang, refuse and be full. Checks neither signatures nor digests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * How it behaves with an upload (drop, shorten, flip, lose-answer), a download (short-answer, stale) or everything: `locked` as
 * after a change of keys, `away` as if the bucket was deleted, `skewed` as if our clock was wrong.
 */
export type Lie =
  | "drop"
  | "shorten"
  | "flip"
  | "lose-answer"
  | "short-answer"
  | "stale"
  | "busy"
  | "hang"
  | "full"
  | "locked"
  | "away"
  | "skewed";

const REFUSALS: Readonly<Partial<Record<Lie, readonly [number, string]>>> = {
  busy: [503, "SlowDown"],
  full: [403, "QuotaExceeded"],
  locked: [403, "InvalidAccessKeyId"],
  away: [404, "NoSuchBucket"],
  skewed: [403, "RequestTimeTooSkewed"],
};

const UPLOADS: ReadonlySet<Lie> = new Set(["drop", "shorten", "flip", "lose-answer", "full"]);
const DOWNLOADS: ReadonlySet<Lie> = new Set(["short-answer", "stale"]);

/** Honest until told to lie, and again after it lied so often. */
export class LyingS3 {
  readonly objects = new Map<string, Buffer>();
  /** How often it has lied: a test without a lie proves nothing. */
  lied = 0;
  readonly #server: Server;
  #lie: Lie | undefined;
  #left = 0;
  #share = 1;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }

  static async start(): Promise<LyingS3> {
    const server = new LyingS3();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lie so many times, or as often as it falls to a share of the requests. */
  lie(lie: Lie | undefined, times = Number.POSITIVE_INFINITY, share = 1): void {
    this.#lie = lie;
    this.#left = times;
    this.#share = share;
    this.lied = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const [, , key = ""] = /^\/([^/?]+)\/?([^?]*)/.exec(request.url ?? "") ?? [];
    const lie = this.#nextLie(request.method ?? "", key);
    if (lie === "hang") return;
    const refusal = lie && REFUSALS[lie];
    if (refusal) return refuse(response, ...refusal, request.method === "HEAD");
    if (key === "" && request.method === "GET") return this.#list(new URL(request.url ?? "", this.url).searchParams, response);
    if (key === "") return void response.writeHead(200).end();
    if (request.method === "PUT") return this.#put(key, body, lie, response);
    if (request.method === "DELETE") {
      this.objects.delete(key);
      return void response.writeHead(204).end();
    }
    this.#get(key, lie, request.method === "HEAD", response);
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const [prefix, after] = [query.get("prefix") ?? "", query.get("start-after") ?? ""];
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const entries = keys.map(
      (key) =>
        `<Contents><Key>${key}</Key><Size>${this.objects.get(key)?.length}</Size><ETag>"e"</ETag>` +
        `<LastModified>${new Date(0).toISOString()}</LastModified></Contents>`,
    );
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${entries.join("")}</ListBucketResult>`);
  }

  #put(key: string, body: Buffer, lie: Lie | undefined, response: ServerResponse): void {
    if (lie !== "drop") this.objects.set(key, changed(body, lie));
    if (lie === "lose-answer") return void response.destroy();
    response.writeHead(200, { etag: '"looks-fine"' }).end();
  }

  #get(key: string, lie: Lie | undefined, isHead: boolean, response: ServerResponse): void {
    const found = lie === "stale" ? undefined : this.objects.get(key);
    if (!found) {
      refuse(response, 404, "NoSuchKey", isHead);
      return;
    }
    response.writeHead(200, { "content-length": found.length, "last-modified": new Date(0).toUTCString() });
    if (isHead) return void response.end();
    if (lie !== "short-answer") return void response.end(found);
    response.write(found.subarray(0, found.length / 2), () => response.destroy());
  }

  #nextLie(method: string, key: string): Lie | undefined {
    const lie = this.#lie;
    const isOfBucket = key === "" && lie !== "away" && lie !== "locked";
    if (!lie || this.#left === 0 || isOfBucket || Math.random() >= this.#share) return undefined;
    if (UPLOADS.has(lie) && method !== "PUT") return undefined;
    if (DOWNLOADS.has(lie) && method !== "GET") return undefined;
    this.#left -= 1;
    this.lied += 1;
    return lie;
  }
}

function changed(body: Buffer, lie: Lie | undefined): Buffer {
  if (lie === "shorten") return body.subarray(0, -1);
  if (lie !== "flip") return body;
  const flipped = Buffer.from(body);
  flipped.writeUInt8(flipped.readUInt8(flipped.length >> 1) ^ 1, flipped.length >> 1);
  return flipped;
}

function refuse(response: ServerResponse, status: number, code: string, isHead = false): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(isHead ? undefined : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
