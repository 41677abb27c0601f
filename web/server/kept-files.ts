/** Whole files that are sent again and again, kept in memory as they are and compressed. */
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Digest } from "../../pipeline/artifact.ts";
import { Shared } from "./recent.ts";
import type { ObjectFiles } from "./services.ts";

const KEPT_BYTES = 64 * 1024 * 1024;
const compress = promisify(gzip);

/** Files by digest; each is read, and compressed, once for as long as there is room for it. */
export class KeptFiles {
  readonly #files: ObjectFiles;
  readonly #kept = new Shared<string, Buffer>(KEPT_BYTES, (bytes) => bytes.length);

  constructor(files: ObjectFiles) {
    this.#files = files;
  }

  /** The bytes in the form that the reader takes; sets the headers that say which. A manifest is a twentieth of its size then. */
  async bytes(request: FastifyRequest, reply: FastifyReply, digest: Digest): Promise<Buffer> {
    const plain = (): Promise<Buffer> => this.#kept.get(digest, async () => readFile(await this.#files.file(digest)));
    if (!takesGzip(request)) return plain();
    void reply.header("content-encoding", "gzip");
    return this.#kept.get(`${digest} gzip`, async () => compress(await plain()));
  }
}

/** True when the reader takes compressed answers (RFC 9110, section 12.5.3). */
export function takesGzip(request: FastifyRequest): boolean {
  return /(?:^|,)\s*gzip\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(String(request.headers["accept-encoding"] ?? ""));
}
