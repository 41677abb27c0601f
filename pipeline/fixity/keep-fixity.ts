/** The duty of scheduled checks: one process at a time, as long as it works. */
import { setTimeout as sleep } from "node:timers/promises";
import { asSohoaError } from "../errors.ts";
import type { Ledger } from "../ledger.ts";
import type { Copy } from "./look.ts";
import type { Pace } from "./pace.ts";
import { paceOf } from "./pace.ts";
import { type Rounds, verifyRound } from "./round.ts";

/** What the duty works with. */
export interface FixityKeeper extends Omit<Rounds, "pace" | "copies"> {
  readonly ledger: Rounds["ledger"] & Pick<Ledger, "holdDuty">;
  readonly owner: string;
  readonly everySeconds: number;
  readonly bytesPerSecond: number;
  objectCopies(): Promise<readonly Copy[]>;
}

const DUTY = "fixity";
const LEASE_SECONDS = 180;
const RENEW_MS = 30_000;
/** With nothing due there is nothing to hurry for. */
const IDLE_SECONDS = 60;

/** Keep checking until `signal` aborts; trouble is logged and tried again. */
export async function keepFixity(keeper: FixityKeeper, signal: AbortSignal): Promise<void> {
  const { ledger, owner, log, everySeconds } = keeper;
  const unreadable = new Set<string>();
  const pace = renewing(keeper, signal);
  while (!signal.aborted) {
    let isBehind = false;
    try {
      if (await ledger.holdDuty(DUTY, owner, LEASE_SECONDS)) {
        const round = await verifyRound({ ...keeper, copies: await keeper.objectCopies(), pace }, unreadable, signal);
        isBehind = round.checked > 0 && !round.isSpent;
        if (round.checked > 0) log.info("fixity-round", { ...round });
      }
      // What could not be read gets another chance once everything else was seen.
      if (!isBehind) unreadable.clear();
    } catch (thrown) {
      const error = asSohoaError(thrown);
      log.warn("fixity-trouble", { code: error.code, detail: error.message });
    }
    if (isBehind) continue;
    await sleep(Math.max(everySeconds, IDLE_SECONDS) * 1000, undefined, { signal }).catch(() => {});
  }
}

/** The budget's pace, which also keeps the duty ours while a large object is read, and ends at once when work must stop. */
function renewing({ bytesPerSecond, ledger, owner }: FixityKeeper, signal: AbortSignal): Pace {
  const pace = paceOf(
    bytesPerSecond,
    () => performance.now(),
    (ms) => sleep(ms, undefined, { signal }),
  );
  let renewedAt = performance.now();
  return async (bytes) => {
    await pace(bytes);
    if (performance.now() - renewedAt < RENEW_MS) return;
    renewedAt = performance.now();
    await ledger.holdDuty(DUTY, owner, LEASE_SECONDS);
  };
}
