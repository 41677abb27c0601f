/** SHA-256 and size of a file, read as a stream. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Digest } from "./artifact.ts";

/** Read the whole file once; memory stays flat. */
export async function digestFile(path: string): Promise<{ readonly digest: Digest; readonly sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return { digest: hash.digest("hex"), sizeBytes };
}
