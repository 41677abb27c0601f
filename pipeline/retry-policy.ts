/** What becomes of a task whose run failed. Pure. */
import type { SohoaError } from "./errors.ts";
import type { StoredFailure } from "./ledger-rows.ts";

/** The verdict on one failed run. */
export interface RetryVerdict {
  readonly state: "pending" | "failed" | "quarantined";
  readonly failure: StoredFailure;
  /** Seconds to wait before the next attempt; 0 when there is none. */
  readonly waitSeconds: number;
  /** The cause lay outside the task: the attempt does not count. */
  readonly isOutside: boolean;
}

/** Causes outside the task: they never use up its attempts. */
const OUTSIDE = new Set(["service", "space"]);
const LONGEST_WAIT_SECONDS = 300;
/** Attempts that do not count tell nothing about how long trouble outside has lasted. */
const OUTSIDE_WAIT_SECONDS = 20;

/** It lost or changed what it had just taken, and keeps nothing of it: a matter of the store, not of the page. */
const isLyingStore = ({ exit, retry }: SohoaError): boolean => exit === "integrity" && retry === "later";

/**
 * Try again later, give up for good, or set a poison task aside after `maxAttempts`.
 * Waits double with each attempt, spread by `spread` (0 to 1) so that many tasks do not come back at once.
 */
export function judge(error: SohoaError, attempts: number, maxAttempts: number, spread: number): RetryVerdict {
  const failure = { code: error.code, facts: error.facts, detail: String(error.cause ?? error.message).slice(0, 2000) };
  const isOutside =
    OUTSIDE.has(error.exit) || isLyingStore(error) || error.code === "SPACE-FULL" || error.code === "STAGE-ABORTED";
  const longest = isOutside ? OUTSIDE_WAIT_SECONDS : Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(attempts, 10));
  const waitSeconds = longest * (0.5 + spread / 2);
  if (isOutside) return { state: "pending", failure, waitSeconds, isOutside };
  if (error.retry !== "later") return { state: "failed", failure, waitSeconds: 0, isOutside };
  if (attempts >= maxAttempts) return { state: "quarantined", failure, waitSeconds: 0, isOutside };
  return { state: "pending", failure, waitSeconds, isOutside };
}
