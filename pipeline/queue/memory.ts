/** Announcements in memory: the smallest queue that holds something, for tests of everything that must survive its loss. */
import type { Ledger } from "../ledger.ts";
import type { LeasedTask, TaskNotice } from "../ledger-rows.ts";
import { pause } from "./pause.ts";
import type { Queue, Taker } from "./queue.ts";

/** Takers look again this often for announcements whose time has come. */
const LOOK_MS = 50;

/** A queue that lives as long as the process. */
export function openMemoryQueue(ledger: Pick<Ledger, "claim">): Queue {
  return new MemoryQueue(ledger);
}

class MemoryQueue implements Queue {
  readonly #ledger: Pick<Ledger, "claim">;
  readonly #closing = new AbortController();
  readonly #notices = new Map<string, TaskNotice>();
  #wake = new AbortController();

  constructor(ledger: Pick<Ledger, "claim">) {
    this.#ledger = ledger;
  }

  async announce(notices: readonly TaskNotice[]): Promise<void> {
    for (const notice of notices) this.#notices.set(notice.taskId, notice);
    const waking = this.#wake;
    this.#wake = new AbortController();
    waking.abort();
  }

  async take(taker: Taker, signal: AbortSignal): Promise<LeasedTask | undefined> {
    while (!signal.aborted && !this.#closing.signal.aborted) {
      const wake = this.#wake.signal;
      const notice = this.#next(taker);
      if (!notice) {
        await pause(LOOK_MS, signal, wake, this.#closing.signal);
        continue;
      }
      this.#notices.delete(notice.taskId);
      const task = await this.#ledger.claim(notice.taskId, taker);
      if (task) return task;
    }
    return undefined;
  }

  async waiting(): Promise<number> {
    return this.#notices.size;
  }

  async clear(): Promise<void> {
    this.#notices.clear();
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing.abort();
  }

  #next(taker: Taker): TaskNotice | undefined {
    const now = Date.now();
    let best: TaskNotice | undefined;
    for (const notice of this.#notices.values()) {
      if (taker.stages && !taker.stages.includes(notice.stage)) continue;
      if (notice.notBefore !== undefined && Date.parse(notice.notBefore) > now) continue;
      if (!best || notice.priority > best.priority) best = notice;
    }
    return best;
  }
}
