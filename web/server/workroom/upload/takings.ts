/** Deliveries that are being taken in. It takes minutes, so whoever asked for it looks in again and again. */

import { asSohoaError, type Facts } from "../../../../pipeline/errors.ts";
import type { Log } from "../../../../pipeline/log.ts";
import type { Deliveries, Taken, TakeOrder } from "./deliveries.ts";

/** Where a delivery stands. A failure is kept until it is tried again. */
export type Taking =
  | { readonly step: "examining" | "storing"; readonly done: number; readonly total: number }
  | { readonly step: "failed"; readonly code: string; readonly facts: Facts };

/** The ones of a server. */
export class Takings {
  readonly #deliveries: Deliveries;
  readonly #log: Log | undefined;
  readonly #standing = new Map<string, Taking>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(deliveries: Deliveries, log: Log | undefined) {
    this.#deliveries = deliveries;
    this.#log = log;
  }

  of(id: string): Taking | undefined {
    return this.#standing.get(id);
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** Begin, unless it is under way. `onTaken` is called with what became of it, before it counts as over. */
  begin(id: string, order: Omit<TakeOrder, "onProgress" | "signal">, onTaken: (taken: Taken) => Promise<void>): void {
    if (this.#running.has(id)) return;
    this.#standing.set(id, { step: "examining", done: 0, total: 0 });
    const onProgress: TakeOrder["onProgress"] = (step, done, total) => void this.#standing.set(id, { step, done, total });
    const work = this.#deliveries.take({ ...order, onProgress, signal: this.#stop.signal }).then(onTaken);
    const over = work.then(
      () => void this.#standing.delete(id),
      (thrown: unknown) => {
        const { code, facts } = asSohoaError(thrown, order.batchId);
        this.#log?.warn("upload-not-taken", { upload: id, batch: order.batchId, code });
        this.#standing.set(id, { step: "failed", code, facts: { subject: order.shelfmark, ...facts } });
      },
    );
    this.#running.set(
      id,
      over.finally(() => void this.#running.delete(id)),
    );
  }

  /** Stop between two files and wait; what was stored is found when it is tried again. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running.values());
  }
}
