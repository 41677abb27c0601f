/** Sending a file so that the receiver can only complete it if it is the one that was announced. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InputError } from "../errors.ts";
import type { Stored } from "./store.ts";
import { unreadable } from "./unreadable.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * The bytes of the file. The last chunk is held back until the digest of everything is known to be right: a file that
 * changed never arrives whole, also at a server that checks nothing.
 * @throws {InputError} SRC-CHANGED, IO-READ
 */
export async function* announcedBytes(path: string, expected: Stored): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let held: Buffer | undefined;
  let failure: unknown;
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES }).once("error", (error) => {
    failure = error;
  });
  try {
    for await (const chunk of source) {
      if (held) yield held;
      held = chunk as Buffer;
      hash.update(held);
      sizeBytes += held.length;
      if (sizeBytes > expected.sizeBytes) break;
    }
  } catch (thrown) {
    throw thrown === failure ? unreadable(path, thrown) : thrown; // else the receiver's failure, handed to us
  }
  const found = hash.digest("hex");
  if (sizeBytes !== expected.sizeBytes || found !== expected.digest) {
    throw new InputError({
      code: "SRC-CHANGED",
      subject: path,
      facts: { expected: expected.digest, found, expectedBytes: expected.sizeBytes, foundBytes: sizeBytes },
    });
  }
  if (held) yield held;
}

/** Look at the file before anything is sent. @throws {InputError} SRC-CHANGED when its size is another, IO-READ. */
export async function requireAnnouncedSize(path: string, expected: Stored): Promise<void> {
  const { size } = await stat(path).catch((thrown) => {
    throw unreadable(path, thrown);
  });
  if (size !== expected.sizeBytes) {
    throw new InputError({
      code: "SRC-CHANGED",
      subject: path,
      facts: { expectedBytes: expected.sizeBytes, foundBytes: size },
    });
  }
}
