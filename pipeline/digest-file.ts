/** SHA-256 and size of a file, read as a stream. */
import { createReadStream } from "node:fs";
import type { Digest } from "./artifact.ts";
import { digestStream } from "./digest-stream.ts";

/** Read the whole file once; memory stays flat. */
export async function digestFile(path: string): Promise<{ readonly digest: Digest; readonly sizeBytes: number }> {
  return digestStream(createReadStream(path, { highWaterMark: 1 << 20 }));
}
