/** The only place that writes to the terminal: results on stdout, progress and messages on stderr. */
import type { ExitName, Facts, SohoaError } from "../pipeline/errors.ts";
import { EXIT } from "../pipeline/errors.ts";
import { jsonParts } from "../pipeline/json-parts.ts";
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
  /** Within objects a list may be an async iterable, read while it is written. */
  readonly data?: unknown;
  /** The same question of the same catalogue is answered by the same bytes: the envelope does not tell how long it took. */
  readonly isRepeatable?: true;
  /** Lines that may be too many to be held, told before `text`. */
  readonly lines?: AsyncIterable<string>;
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
  async result(command: string, outcome: Outcome, tookSeconds: () => number): Promise<number> {
    const exit = EXIT[outcome.exit ?? "ok"];
    if (this.options.json) await this.#envelope(command, outcome, tookSeconds);
    else {
      if (outcome.lines) await print(linesOf(outcome.lines));
      if (outcome.text.length > 0) process.stdout.write(`${outcome.text.join("\n")}\n`);
    }
    return exit;
  }

  async #envelope(command: string, outcome: Outcome, tookSeconds: () => number): Promise<void> {
    const exit = EXIT[outcome.exit ?? "ok"];
    const errors = (outcome.errors ?? []).map((error) => ({
      ...error,
      ...this.messages.failure(error.code, { subject: error.path ?? error.page ?? "", ...error.facts }),
    }));
    const head = { v: 1, cmd: command, ok: exit === 0, exit, counts: outcome.counts ?? {}, errors };
    const { data, isRepeatable } = outcome;
    await print(envelopeOf(head, data, () => (isRepeatable ? null : Math.round(tookSeconds() * 1000) / 1000)));
  }

  /** An error in four parts: what, where, why, what next; the trace only when asked for. */
  async error(command: string, error: SohoaError, showTrace: boolean, tookSeconds: () => number): Promise<number> {
    const facts = { ...(error.subject === undefined ? {} : { subject: error.subject }), ...error.facts };
    const { message, advice } = this.messages.failure(error.code, facts);
    if (!this.options.json) {
      process.stderr.write(`${this.mark("bad")} ${message} [${error.code}]\n${advice ? `  → ${advice}\n` : ""}`);
      if (showTrace)
        process.stderr.write(`${error.stack ?? ""}\n${error.cause instanceof Error ? error.cause.stack : (error.cause ?? "")}\n`);
    }
    return this.options.json
      ? await this.result(command, { exit: error.exit, errors: [{ code: error.code, facts }], text: [] }, tookSeconds)
      : EXIT[error.exit];
  }
}

/** One line; what it tells of the time comes last, when all else is written. */
async function* envelopeOf(head: object, data: unknown, tookSeconds: () => number | null): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"data":`;
  yield* jsonParts(data ?? null);
  yield `,"took_s":${JSON.stringify(tookSeconds())}}\n`;
}

async function* linesOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** Text that is written at a time, in characters. */
const WRITTEN_AT_ONCE = 1 << 16;

/** Write on stdout as fast as it is read there. What breaks off ends its line, so that what is told of it stands in one of its own. */
async function print(parts: AsyncIterable<string>): Promise<void> {
  let text = "";
  const flush = async (): Promise<void> => {
    const taken = text;
    text = "";
    // A reader that has gone away is told by the stream itself.
    if (taken !== "") await new Promise<void>((resolve) => process.stdout.write(taken, () => resolve()));
  };
  try {
    for await (const part of parts) {
      text += part;
      if (text.length >= WRITTEN_AT_ONCE) await flush();
    }
  } catch (thrown) {
    if (text !== "") text += "\n";
    throw thrown;
  } finally {
    await flush();
  }
}
