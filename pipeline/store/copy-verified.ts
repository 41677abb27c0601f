/** Copying a file so that what was written is proved before anybody can see it. */

import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { digestFile } from "../digest-file.ts";
import { InputError, IntegrityError } from "../errors.ts";
import type { Stored } from "./store.ts";
import { unreadable } from "./unreadable.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * Copy `source` to the new file `target`, hashing on the way; make the bytes durable, read them back and compare.
 * The read may be answered by the system's page cache: it proves that the right bytes were handed over and kept,
 * not that the disk's surface is sound. That is what periodic fixity checks are for.
 * @throws {InputError} SRC-CHANGED when the source is not what was announced, IO-READ when it cannot be read;
 *   {IntegrityError} STORE-LIED when what was written reads back differently. The target may remain and is the caller's to remove.
 */
export async function copyVerified(source: string, target: string, expected: Stored, signal: AbortSignal): Promise<void> {
  const sent = await copyHashing(source, target, signal);
  if (sent.digest !== expected.digest || sent.sizeBytes !== expected.sizeBytes) {
    throw new InputError({
      code: "SRC-CHANGED",
      subject: source,
      facts: { expected: expected.digest, found: sent.digest, expectedBytes: expected.sizeBytes, foundBytes: sent.sizeBytes },
    });
  }
  const kept = await digestFile(target);
  if (kept.digest !== expected.digest) {
    throw new IntegrityError({
      code: "STORE-LIED",
      subject: expected.digest,
      // The copy had no name yet, so nothing is left of it.
      retry: "later",
      facts: { expectedBytes: expected.sizeBytes, detail: `read back ${kept.sizeBytes} bytes with digest ${kept.digest}` },
    });
  }
}

async function copyHashing(source: string, target: string, signal: AbortSignal): Promise<Stored> {
  const from = await open(source, "r").catch((thrown) => {
    throw unreadable(source, thrown);
  });
  try {
    const to = await open(target, "wx", 0o444);
    try {
      const sent = await pump(from, to, source, signal);
      await to.sync();
      return sent;
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

/** While one chunk is written it is hashed and the next one is read: none of the three waits for the others. */
async function pump(from: FileHandle, to: FileHandle, source: string, signal: AbortSignal): Promise<Stored> {
  const hash = createHash("sha256");
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)];
  let sizeBytes = 0;
  let writing = Promise.resolve();
  try {
    for (;;) {
      signal.throwIfAborted();
      const [buffer = Buffer.alloc(0)] = buffers.reverse();
      const { bytesRead } = await from.read(buffer, 0, CHUNK_BYTES).catch((thrown) => {
        throw unreadable(source, thrown);
      });
      await writing;
      if (bytesRead === 0) return { digest: hash.digest("hex"), sizeBytes };
      const chunk = buffer.subarray(0, bytesRead);
      // One `write` may write less than it was given (a nearly full disk); `writeFile` goes on until all is written.
      writing = to.writeFile(chunk);
      // It is awaited after the next read; a disk that is full before that must not end the process.
      writing.catch(() => {});
      hash.update(chunk);
      sizeBytes += bytesRead;
    }
  } finally {
    // Whatever ended it, nobody writes to a file that is about to be closed.
    await writing.catch(() => {});
  }
}
