/** Fixity: read stored objects again, compare, and keep the evidence. A damaged object is reported, never overwritten. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Clock } from "./clock.ts";
import { digestStream } from "./digest-stream.ts";
import { asSohoaError } from "./errors.ts";
import type { Ledger } from "./ledger.ts";
import type { Store } from "./store/store.ts";

/** One object's result: equal, different, or not there. "Could not be read" is an error, not a result. */
export interface Fixity {
  readonly digest: string;
  readonly outcome: "match" | "mismatch" | "missing";
}

/** Check these objects and record each result as evidence. */
export async function* verify(
  services: { readonly ledger: Ledger; readonly store: Store; readonly clock: Clock },
  digests: AsyncIterable<string> | Iterable<string>,
): AsyncIterable<Fixity> {
  for await (const digest of digests) {
    const outcome = await compare(services.store, digest);
    await services.ledger.recordFixity(digest, outcome, services.clock.now().toISOString());
    yield { digest, outcome };
  }
}

type Comparable = Pick<Store, "stat" | "open">;

async function compare(store: Comparable, digest: string): Promise<Fixity["outcome"]> {
  if (!(await store.stat(digest))) return "missing";
  try {
    return (await digestStream(await store.open(digest))).digest === digest ? "match" : "mismatch";
  } catch (thrown) {
    const error = asSohoaError(thrown);
    if (error.code === "STORE-MISSING") return "missing";
    throw error;
  }
}

/**
 * Shows, before each run, that the comparison can fail: a planted object with one changed byte must be found.
 * @throws {Error} when the planted fault goes unnoticed; then no result of this run counts.
 */
export async function proveVerifierWorks(): Promise<void> {
  const digest = createHash("sha256").update("sohoa").digest("hex");
  const holding = (bytes: string): Comparable => ({
    stat: async () => ({ digest, sizeBytes: bytes.length }),
    open: async () => Readable.from([Buffer.from(bytes)]),
  });
  const isSound =
    (await compare(holding("sohoa"), digest)) === "match" && (await compare(holding("sohob"), digest)) === "mismatch";
  if (!isSound) throw new Error("the fixity check does not notice a changed byte");
}
