/** SHA-256 and size of whatever a stream gives. */
import { createHash } from "node:crypto";
import type { Digest } from "./artifact.ts";

/** Digest and size of everything a stream gives. */
export async function digestStream(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ readonly digest: Digest; readonly sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { digest: hash.digest("hex"), sizeBytes };
}
