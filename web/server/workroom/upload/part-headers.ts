/** What the headers of a piece say: `content-range` (RFC 9110, section 14.4), `content-length` and `repr-digest` (RFC 9530). */
import type { FastifyRequest } from "fastify";
import { ApiProblem } from "../api.ts";

/** Largest piece of a file in one request. */
export const MAX_PART_BYTES = 64 * 2 ** 20;

const RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/;
const DIGEST = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;

/** Where a piece lies in its file, and the digest of the whole file where it is told. */
export interface PartHead {
  readonly startBytes: number;
  readonly lengthBytes: number;
  readonly sha256: string | null;
}

/** @throws {ApiProblem} 411 or 422 UPLOAD-LENGTH, 413 API-TOO-LARGE, 422 UPLOAD-DIGEST */
export function partHead({ headers }: Pick<FastifyRequest, "headers">, sizeBytes: number): PartHead {
  const { "content-length": length, "content-range": range, "repr-digest": digest } = headers;
  // Without a length nobody could tell a piece that broke off from one that is whole.
  if (length === undefined) throw new ApiProblem(411, "UPLOAD-LENGTH");
  const lengthBytes = Number(length);
  if (lengthBytes > MAX_PART_BYTES) throw new ApiProblem(413, "API-TOO-LARGE");
  const [, first, last, total] = RANGE.exec(range ?? "") ?? [];
  const [startBytes, lastBytes] = [Number(first), Number(last)];
  const fits = lastBytes - startBytes + 1 === lengthBytes && Number(total) === sizeBytes && lastBytes < sizeBytes;
  if (total === undefined || !fits || lengthBytes < 1) throw new ApiProblem(422, "UPLOAD-LENGTH");
  if (digest === undefined) return { startBytes, lengthBytes, sha256: null };
  const [, base64] = DIGEST.exec(String(digest)) ?? [];
  if (base64 === undefined) throw new ApiProblem(422, "UPLOAD-DIGEST");
  return { startBytes, lengthBytes, sha256: Buffer.from(base64, "base64").toString("hex") };
}
