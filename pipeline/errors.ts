/**
 * The only errors of the project. An error says what (code), where (subject), why (detail) and
 * what to do next (advice, looked up by code in `cli/messages`). Expected outcomes are values, not errors.
 */

/** Frozen exit codes of the command line. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  partial: 3,
  input: 4,
  service: 5,
  config: 6,
  busy: 7,
  integrity: 8,
  space: 9,
  denied: 10,
  dependency: 11,
  interrupted: 130,
} as const;

/** The name of an exit code. */
export type ExitName = keyof typeof EXIT;

/** Whether trying again can help: not at all, later by itself, or after a person acted. */
export type Retry = "never" | "later" | "person";

/** Values put into the message of a code: file names, sizes, numbers. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** What an error says. */
export interface Failure {
  /** Key of the message table, such as IMG-TRUNC. */
  readonly code: string;
  /** The batch, item, page or file concerned. */
  readonly subject?: string;
  readonly facts?: Facts;
  readonly retry?: Retry;
  readonly exit?: ExitName;
  readonly cause?: unknown;
}

/** Base of all errors of the project. */
export class SohoaError extends Error {
  readonly code: string;
  readonly subject: string | undefined;
  readonly facts: Facts;
  readonly retry: Retry;
  readonly exit: ExitName;

  constructor(failure: Failure) {
    const facts = failure.facts ?? {};
    const shown = Object.entries(facts)
      .map(([key, value]) => `${key}=${value}`)
      .join(" ");
    super(
      `${failure.code}${failure.subject ? ` ${failure.subject}` : ""}${shown ? ` (${shown})` : ""}`,
      failure.cause === undefined ? {} : { cause: failure.cause },
    );
    this.name = new.target.name;
    this.code = failure.code;
    this.subject = failure.subject;
    this.facts = facts;
    this.retry = failure.retry ?? "never";
    this.exit = failure.exit ?? "internal";
  }
}

/** Something handed over is not usable: a file, a folder, a table row. */
export class InputError extends SohoaError {
  constructor(failure: Failure) {
    super({ retry: "person", exit: "input", ...failure });
  }
}

/** A command was called wrongly. */
export class UsageError extends SohoaError {
  constructor(failure: Failure) {
    super({ exit: "usage", ...failure });
  }
}

/** The configuration is invalid. */
export class ConfigError extends SohoaError {
  constructor(failure: Failure) {
    super({ exit: "config", retry: "person", ...failure });
  }
}

/** Catalogue, queue or store cannot be reached or answers nonsense; trying later may help. */
export class ServiceError extends SohoaError {
  constructor(failure: Failure) {
    super({ exit: "service", retry: "later", ...failure });
  }
}

/** No room left where something must be written; goes on by itself when there is room again. */
export class SpaceError extends SohoaError {
  constructor(failure: Failure) {
    super({ exit: "space", retry: "later", ...failure });
  }
}

/** Stored bytes are not the bytes that were stored. */
export class IntegrityError extends SohoaError {
  constructor(failure: Failure) {
    super({ exit: "integrity", retry: "person", ...failure });
  }
}

/** A stage could not do its work on this page or item; `retry` says whether another attempt makes sense. */
export class StageError extends SohoaError {}

/** Turn whatever was thrown into an error of the project; unknown causes become `INTERNAL`. */
export function asSohoaError(thrown: unknown, subject?: string): SohoaError {
  if (thrown instanceof SohoaError) return thrown;
  const system = (thrown as NodeJS.ErrnoException | undefined)?.code;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const where = subject === undefined ? {} : { subject };
  if (system === "ENOSPC" || system === "EDQUOT")
    return new SpaceError({ code: "SPACE-FULL", ...where, facts: { detail }, cause: thrown });
  return new SohoaError({ code: "INTERNAL", ...where, facts: { detail }, retry: "later", cause: thrown });
}
