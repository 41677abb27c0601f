/** One look at an object's bytes, the same whoever asks: the command, the schedule, a repair, and the planted fault. */
import type { Digest } from "../artifact.ts";
import type { Clock } from "../clock.ts";
import { digestStream } from "../digest-stream.ts";
import { asSohoaError } from "../errors.ts";
import type { CopyName, FixityLog } from "../fixity-log.ts";
import type { FixityRow } from "../ledger-rows.ts";
import type { Store } from "../store/store.ts";
import { type Pace, unpaced } from "./pace.ts";

/** A place that holds objects, by the name that evidence calls it. */
export interface Copy {
  readonly name: CopyName;
  readonly store: Store;
}

/** What was seen. "Could not be read" is an error, not a result. */
export interface Seen {
  readonly outcome: FixityRow["outcome"];
  readonly bytesRead: number;
}

/** Who keeps what was seen. */
export interface Witness {
  readonly ledger: Pick<FixityLog, "recordFixity">;
  readonly clock: Clock;
  readonly agent: string;
}

/** Read the whole object and compare. @throws {ServiceError} when the store does not answer */
export async function look(store: Pick<Store, "stat" | "open">, digest: Digest, pace: Pace = unpaced): Promise<Seen> {
  if (!(await store.stat(digest))) return { outcome: "missing", bytesRead: 0 };
  try {
    const found = await digestStream(paced(await store.open(digest), pace));
    return { outcome: found.digest === digest ? "match" : "mismatch", bytesRead: found.sizeBytes };
  } catch (thrown) {
    const error = asSohoaError(thrown);
    if (error.code === "STORE-MISSING") return { outcome: "missing", bytesRead: 0 };
    throw error;
  }
}

/** Look, and keep the result as evidence. */
export async function witness(by: Witness, copy: Copy, digest: Digest, pace: Pace = unpaced): Promise<Seen> {
  const seen = await look(copy.store, digest, pace);
  const { agent, ledger, clock } = by;
  await ledger.recordFixity(digest, seen.outcome, clock.now().toISOString(), {
    agent,
    copy: copy.name,
    bytesRead: seen.bytesRead,
  });
  return seen;
}

async function* paced(stream: AsyncIterable<Uint8Array>, pace: Pace): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) {
    yield chunk;
    await pace(chunk.byteLength);
  }
}
