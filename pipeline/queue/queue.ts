/**
 * The port that says "look at task X". It holds no truth: what it loses, the reconciler announces again.
 * Adapters: local (the task table itself), bullmq (Redis), memory.
 */
import type { LeasedTask, TaskNotice } from "../ledger-rows.ts";

/** Who asks for work. */
export interface Taker {
  readonly owner: string;
  readonly leaseSeconds: number;
  /** Only these stages; all when absent. */
  readonly stages?: readonly string[];
}

/** Announcing and taking work. Leasing itself is the ledger's: a queue only finds candidates quickly. */
export interface Queue {
  /** Say that these tasks can be taken. Announcing a task twice, or one already done, does no harm. */
  announce(notices: readonly TaskNotice[]): Promise<void>;
  /** The next task, leased in the ledger, or undefined when `signal` aborts or the queue is closed. Waits for work. */
  take(taker: Taker, signal: AbortSignal): Promise<LeasedTask | undefined>;
  /** How many announcements wait. An estimate for people, never a basis for decisions. */
  waiting(): Promise<number>;
  /** Forget every announcement. */
  clear(): Promise<void>;
  /** @throws {ServiceError} when the queue does not answer or is set up so that it may drop work. */
  check(): Promise<void>;
  close(): Promise<void>;
}
