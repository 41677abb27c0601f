/** Fills the second copy: what the store holds and the copy lacks, each object proved on both sides. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Artifact } from "../artifact.ts";
import { asSohoaError, SohoaError } from "../errors.ts";
import type { Ledger } from "../ledger.ts";
import type { Log } from "../log.ts";
import { NAMED_PREFIXES } from "../store/key.ts";
import { type Copy, type Witness, witness } from "./look.ts";

/** What copying works with. */
export interface Replicator extends Witness {
  readonly ledger: Pick<Ledger, "recordFixity" | "uncopied" | "recordCopied" | "holdDuty">;
  readonly cache: { file(digest: string): Promise<string> };
  readonly log: Log;
  readonly owner: string;
  readonly everySeconds: number;
  objectCopies(): Promise<readonly Copy[]>;
}

/** What one pass did. */
export interface Replicated {
  readonly copied: number;
  /** Objects that the store does not give unchanged; the alarm tells which. */
  readonly refused: number;
  /** Descriptions of items and lists of holdings. */
  readonly texts: number;
}

const WINDOW = 200;
const DUTY = "copy2";
const LEASE_SECONDS = 600;
const IDLE_SECONDS = 60;
/** Codes of a source that is not what its name says: nothing of it is copied. */
const UNSOUND: ReadonlySet<string> = new Set(["SRC-CHANGED", "STORE-LIED", "STORE-MISSING", "IO-READ"]);

/** Copy everything that the second copy lacks, then the texts without which objects have no names. */
export async function replicate(
  replicator: Replicator,
  signal: AbortSignal,
  onWindow?: () => Promise<unknown>,
): Promise<Replicated> {
  const [first, second] = await replicator.objectCopies();
  const counts = { copied: 0, refused: 0, texts: 0 };
  if (!first || !second) return counts;
  for (let after: string | undefined; ; ) {
    const lacking = await replicator.ledger.uncopied(second.name, WINDOW, after);
    for (const artifact of lacking) {
      if (signal.aborted) return counts;
      counts[(await copyOne(replicator, first, second, artifact)) ? "copied" : "refused"] += 1;
    }
    after = lacking.at(-1)?.digest;
    if (after === undefined) break;
    await onWindow?.();
  }
  for (const prefix of NAMED_PREFIXES) counts.texts += await copyTexts(first, second, prefix, signal);
  return counts;
}

async function copyOne(replicator: Replicator, first: Copy, second: Copy, artifact: Artifact): Promise<boolean> {
  const { digest, sizeBytes } = artifact;
  const { ledger, clock, agent, log } = replicator;
  try {
    await second.store.putFile(await replicator.cache.file(digest), { digest, sizeBytes });
    await ledger.recordCopied(digest, second.name, clock.now().toISOString(), agent);
    return true;
  } catch (thrown) {
    const error = asSohoaError(thrown, digest);
    if (!UNSOUND.has(error.code)) throw error;
    const seen = await witness(replicator, first, digest);
    // The store is sound: it is the second copy that does not keep what it is given.
    if (seen.outcome === "match")
      throw new SohoaError({ code: error.code, subject: digest, facts: error.facts, exit: "integrity", cause: error });
    log.warn(seen.outcome === "missing" ? "FIX-MISSING" : "FIX-MISMATCH", { digest, copy: first.name });
    return false;
  }
}

async function copyTexts(first: Copy, second: Copy, prefix: string, signal: AbortSignal): Promise<number> {
  const held = new Set(await second.store.listNamed(prefix));
  let copied = 0;
  for (const key of await first.store.listNamed(prefix)) {
    if (held.has(key) || signal.aborted) continue;
    const text = await first.store.getNamed(key);
    if (text === undefined) continue;
    await second.store.putNamed(key, text);
    copied += 1;
  }
  return copied;
}

/** Keep the second copy filled until `signal` aborts, one process at a time; trouble is logged and tried again. */
export async function keepCopy2(replicator: Replicator, signal: AbortSignal): Promise<void> {
  const { ledger, owner, log, everySeconds } = replicator;
  const hold = async () => await ledger.holdDuty(DUTY, owner, LEASE_SECONDS);
  while (!signal.aborted) {
    try {
      if (await hold()) {
        const done = await replicate(replicator, signal, hold);
        if (done.copied + done.refused + done.texts > 0) log.info("copy2-round", { ...done });
      }
    } catch (thrown) {
      const error = asSohoaError(thrown);
      log.warn("copy2-trouble", { code: error.code, detail: error.message });
    }
    await sleep(Math.max(everySeconds, IDLE_SECONDS) * 1000, undefined, { signal }).catch(() => {});
  }
}
