/** Inputs of stages: nothing may be derived from damaged bytes. */
import type { Digest } from "../artifact.ts";
import { digestFile } from "../digest-file.ts";
import { asSohoaError, IntegrityError, ServiceError } from "../errors.ts";
import type { Witness } from "./look.ts";
import { alarmOf } from "./round.ts";

/** What gives files. */
export interface FileSource extends Witness {
  readonly cache: { file(digest: string): Promise<string>; forget?(digest: string): Promise<boolean> };
}

/** The digest of what came, and the file where it lies; no digest where the store says that nothing is there. */
interface Fetched {
  readonly path: string;
  readonly digest: Digest | undefined;
  readonly sizeBytes: number;
}

/**
 * A local file that has the object's digest at this moment. A fetched file that went bad on this machine is fetched again.
 * @throws {IntegrityError} FIX-MISMATCH or FIX-MISSING when the stored bytes are not what they were; the look is kept as
 *   evidence, so that the alarm does not wait for the next scheduled check; {ServiceError} SVC-STORE when other bytes come each time.
 */
export async function soundFile(source: FileSource, digest: Digest): Promise<string> {
  const { cache, ledger, clock, agent } = source;
  const first = await fetched(cache, digest);
  if (first.digest === digest) return first.path;
  const again = (await cache.forget?.(digest)) ? await fetched(cache, digest) : first;
  if (again.digest === digest) return again.path;
  // A damaged object gives the same bytes twice. Those that change each time were changed on their way here.
  if (again.digest !== first.digest) {
    const detail = `fetched ${first.digest ?? "nothing"}, then ${again.digest ?? "nothing"}`;
    throw new ServiceError({ code: "SVC-STORE", subject: digest, facts: { action: "fetch", detail } });
  }
  const outcome = again.digest === undefined ? "missing" : "mismatch";
  await ledger.recordFixity(digest, outcome, clock.now().toISOString(), { agent, copy: "store", bytesRead: again.sizeBytes });
  throw new IntegrityError({ code: alarmOf(outcome), subject: digest, facts: { subject: digest, copy: "store" } });
}

async function fetched(cache: FileSource["cache"], digest: Digest): Promise<Fetched> {
  try {
    const path = await cache.file(digest);
    return { path, ...(await digestFile(path)) };
  } catch (thrown) {
    const { code, facts } = asSohoaError(thrown);
    if (code === "STORE-MISSING") return { path: "", digest: undefined, sizeBytes: 0 };
    if (code !== "STORE-LIED") throw thrown;
    return { path: "", digest: String(facts["found"]), sizeBytes: Number(facts["foundBytes"]) };
  }
}
