/** One structured line per event: names from this list, never page text, never secrets. */

/** The events that may be logged. */
export type LogEvent =
  | "worker-started"
  | "worker-stopped"
  | "task-taken"
  | "task-done"
  | "task-dropped"
  | "task-retry"
  | "task-failed"
  | "task-quarantined"
  | "lease-lost"
  | "leases-expired"
  | "child-started"
  | "child-ended"
  | "item-described"
  | "service-trouble"
  | "item-trouble"
  | "object-removed"
  | "reconciled"
  | "page-stored"
  | "batch-closed"
  | "request-failed"
  | "outside-sign-in-refused"
  | "desks-not-kept"
  | "upload-not-taken"
  | "search-index-trouble"
  | "FIX-MISMATCH"
  | "FIX-MISSING"
  | "object-unreadable"
  | "fixity-round"
  | "fixity-trouble"
  | "copy2-round"
  | "copy2-trouble"
  | "traces-lost";

/** Values of a log line; text of pages, names of people and credentials never appear. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where log lines go. */
export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
}

/** Says nothing: for tests and one-shot commands. */
export const silentLog: Log = { info() {}, warn() {} };
