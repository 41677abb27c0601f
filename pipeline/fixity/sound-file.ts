/** Inputs of stages: nothing may be derived from damaged bytes. */
import type { Digest } from "../artifact.ts";
import { digestFile } from "../digest-file.ts";
import { IntegrityError } from "../errors.ts";
import type { Witness } from "./look.ts";

/** What gives files. */
export interface FileSource extends Witness {
  readonly cache: { file(digest: string): Promise<string>; forget?(digest: string): Promise<boolean> };
}

/**
 * A local file that has the object's digest at this moment. A fetched file that went bad on this machine is fetched again.
 * @throws {IntegrityError} FIX-MISMATCH when the stored bytes are not what they were; the look is kept as evidence, so that
 *   the alarm does not wait for the next scheduled check.
 */
export async function soundFile(source: FileSource, digest: Digest): Promise<string> {
  const { cache, ledger, clock, agent } = source;
  for (let isLast = false; ; isLast = true) {
    const path = await cache.file(digest);
    const found = await digestFile(path);
    if (found.digest === digest) return path;
    if (!isLast && (await cache.forget?.(digest))) continue;
    await ledger.recordFixity(digest, "mismatch", clock.now().toISOString(), {
      agent,
      copy: "store",
      bytesRead: found.sizeBytes,
    });
    throw new IntegrityError({ code: "FIX-MISMATCH", subject: digest, facts: { subject: digest, copy: "store" } });
  }
}
