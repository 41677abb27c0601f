/** The only place that writes to the terminal: results on stdout, progress and messages on stderr. */
import type { ExitName, Facts, SohoaError } from "../pipeline/errors.ts";
import { EXIT } from "../pipeline/errors.ts";
import type { Messages } from "./messages.ts";

/** One thing that is wrong, for people and for machines. */
export interface ErrorLine {
  readonly code: string;
  readonly path?: string;
  readonly page?: string;
  readonly facts?: Facts;
}

/** What a command found or did. `text` is for people, all else for machines. */
export interface Outcome {
  readonly exit?: ExitName;
  readonly counts?: Readonly<Record<string, number>>;
  readonly errors?: readonly ErrorLine[];
  readonly data?: unknown;
  /** The same question of the same catalogue is answered by the same bytes: the envelope does not tell how long it took. */
  readonly isRepeatable?: true;
  readonly text: readonly string[];
}

/** How a command speaks. */
export interface PrinterOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly ascii: boolean;
  readonly colour: boolean;
}

const MARKS = { ok: ["✔", "[ok]"], warn: ["⚠", "[!]"], bad: ["✖", "[x]"], busy: ["●", "*"], idle: ["○", "-"] } as const;
const COLOURS = { ok: 32, warn: 33, bad: 31, busy: 36, idle: 90 } as const;

/** Writes for people or for machines. */
export class Printer {
  readonly options: PrinterOptions;
  readonly messages: Messages;

  constructor(options: PrinterOptions, messages: Messages) {
    this.options = options;
    this.messages = messages;
  }

  /** A status mark; a word always stands beside it, colour is never the only carrier. */
  mark(kind: keyof typeof MARKS): string {
    const text = MARKS[kind][this.options.ascii ? 1 : 0];
    return this.options.colour ? `\u001b[${COLOURS[kind]}m${text}\u001b[0m` : text;
  }

  /** Columns of the terminal; no limit where the output goes into a file or a pipe. */
  get columns(): number {
    return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  }

  /** A message beside the work, on stderr. */
  note(text: string): void {
    if (!this.options.quiet && !this.options.json) process.stderr.write(`${text}\n`);
  }

  /** An event for machines: one JSON line on stdout, only with --json. */
  event(event: Readonly<Record<string, unknown>>): void {
    if (this.options.json) process.stdout.write(`${JSON.stringify({ v: 1, ...event })}\n`);
  }

  /** The end of a command: its text, or the one envelope of all commands. */
  result(command: string, outcome: Outcome, tookSeconds: number): number {
    const exit = EXIT[outcome.exit ?? "ok"];
    if (this.options.json) {
      const errors = (outcome.errors ?? []).map((error) => ({
        ...error,
        ...this.messages.failure(error.code, { subject: error.path ?? error.page ?? "", ...error.facts }),
      }));
      this.event({
        cmd: command,
        ok: exit === 0,
        exit,
        counts: outcome.counts ?? {},
        errors,
        data: outcome.data ?? null,
        took_s: outcome.isRepeatable ? null : Math.round(tookSeconds * 1000) / 1000,
      });
    } else if (outcome.text.length > 0) process.stdout.write(`${outcome.text.join("\n")}\n`);
    return exit;
  }

  /** An error in four parts: what, where, why, what next; the trace only when asked for. */
  error(command: string, error: SohoaError, showTrace: boolean, tookSeconds: number): number {
    const facts = { ...(error.subject === undefined ? {} : { subject: error.subject }), ...error.facts };
    const { message, advice } = this.messages.failure(error.code, facts);
    if (!this.options.json) {
      process.stderr.write(`${this.mark("bad")} ${message} [${error.code}]\n${advice ? `  → ${advice}\n` : ""}`);
      if (showTrace)
        process.stderr.write(`${error.stack ?? ""}\n${error.cause instanceof Error ? error.cause.stack : (error.cause ?? "")}\n`);
    }
    return this.options.json
      ? this.result(command, { exit: error.exit, errors: [{ code: error.code, facts }], text: [] }, tookSeconds)
      : EXIT[error.exit];
  }
}
