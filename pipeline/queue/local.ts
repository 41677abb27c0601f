/** The queue that is no queue: the task table itself, looked at every quarter of a second, at once after an announcement. */
import type { Ledger } from "../ledger.ts";
import type { LeasedTask, TaskNotice } from "../ledger-rows.ts";
import { pause } from "./pause.ts";
import type { Queue, Taker } from "./queue.ts";

/** Announcements by other processes are seen after this time at the latest. */
const POLL_MS = 250;

/** What this queue needs of the ledger. */
export type LocalQueueLedger = Pick<Ledger, "claimNext" | "stageCounts" | "check">;

/** The queue for one machine; any number of processes may take from the same catalogue. Errors of the ledger reach the taker. */
export function openLocalQueue(ledger: LocalQueueLedger): Queue {
  return new LocalQueue(ledger);
}

class LocalQueue implements Queue {
  readonly #ledger: LocalQueueLedger;
  readonly #closing = new AbortController();
  /** Aborted and replaced at each announcement: wakes everybody who waits in this process. */
  #wake = new AbortController();

  constructor(ledger: LocalQueueLedger) {
    this.#ledger = ledger;
  }

  async announce(notices: readonly TaskNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const waking = this.#wake;
    this.#wake = new AbortController();
    waking.abort();
  }

  async take(taker: Taker, signal: AbortSignal): Promise<LeasedTask | undefined> {
    while (!signal.aborted && !this.#closing.signal.aborted) {
      // Taken before the look, so that an announcement during the look is not slept through.
      const wake = this.#wake.signal;
      const task = await this.#ledger.claimNext(taker);
      if (task) return task;
      await pause(POLL_MS, signal, wake, this.#closing.signal);
    }
    return undefined;
  }

  /** Tasks that are pending, those whose time has not come included. */
  async waiting(): Promise<number> {
    const counts = await this.#ledger.stageCounts();
    return counts.filter(({ state }) => state === "pending").reduce((sum, { count }) => sum + count, 0);
  }

  /** Nothing to forget: the task table is not this queue's to change. */
  async clear(): Promise<void> {}

  async check(): Promise<void> {
    await this.#ledger.check();
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }
}
