/** Shows how far work is: counts finished pages only, names what takes long, says nothing it does not know. */
import type { Printer } from "./print.ts";
import { displayWidth, pad, shorten } from "./table.ts";

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** What has been at work for long, such as "0732 (34 s)". */
  readonly slow?: string;
}

/** Where progress is written, and the clock it goes by. */
export interface ProgressPlace {
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Milliseconds that only grow. */
  now(): number;
  write(text: string): void;
}

const BAR_WIDTH = 30;
const LEAST_BAR_WIDTH = 8;
const REDRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;
const RATE_WINDOW_MS = 300_000;
/** Less is no rate yet, but chance. */
const LEAST_RATE_MS = 10_000;
const END_OF_LINE = "\u001b[K";

/** Bars on a terminal, a plain line now and then elsewhere; always on stderr. */
export class Progress {
  readonly #printer: Printer;
  readonly #place: ProgressPlace;
  #lines = 0;
  #lastAt: number;
  #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(printer: Printer, place: ProgressPlace = standardError()) {
    this.#printer = printer;
    this.#place = place;
    // The first plain line comes after the interval: quick work needs none.
    this.#lastAt = place.isTerminal ? Number.NEGATIVE_INFINITY : place.now();
  }

  /** Show these bars, and `tail` under them on a terminal. */
  show(bars: readonly Bar[], tail = ""): void {
    if (this.#printer.options.json || this.#printer.options.quiet) return;
    const now = this.#place.now();
    this.#sample(now, bars);
    const isWhole = bars.every((bar) => bar.done >= bar.total);
    if (now - this.#lastAt < (this.#place.isTerminal ? REDRAW_EVERY_MS : LINE_EVERY_MS)) {
      if (!isWhole || !this.#place.isTerminal) return;
    }
    this.#lastAt = now;
    if (this.#place.isTerminal) this.#redraw(bars, tail);
    else this.#place.write(`${this.#line(bars)}\n`);
  }

  /** Leave the last state on the screen, without the line under it. */
  end(): void {
    if (this.#lines > 0) this.#place.write(END_OF_LINE);
    this.#lines = 0;
  }

  #redraw(bars: readonly Bar[], tail: string): void {
    const up = this.#lines > 0 ? `\u001b[${this.#lines}A` : "";
    const under = [this.#remaining(bars), tail].filter((text) => text !== "").join(" · ");
    const lines = this.#bars(bars).map((line) => `${line}${END_OF_LINE}\n`);
    // One write a frame, each line overwritten and then cleared behind: nothing flickers.
    this.#place.write(`${up}${lines.join("")}${shorten(under, this.#place.columns - 1)}${END_OF_LINE}\r`);
    this.#lines = bars.length;
  }

  #bars(bars: readonly Bar[]): readonly string[] {
    const label = Math.max(0, ...bars.map((bar) => displayWidth(bar.label)));
    const counts = bars.map((bar) => this.#count(bar));
    const count = Math.max(0, ...counts.map(displayWidth));
    const room = this.#place.columns - 1 - label - count - 3;
    const width = Math.max(LEAST_BAR_WIDTH, Math.min(BAR_WIDTH, room));
    return bars.map((bar, at) => {
      const slow = bar.slow ? `  ${this.#printer.options.ascii ? "*" : "●"} ${bar.slow}` : "";
      const line = `${pad(bar.label, label)}  ${this.#bar(bar, width)} ${pad(counts[at] ?? "", count, "right")}${slow}`;
      return shorten(line, this.#place.columns - 1);
    });
  }

  #count(bar: Bar): string {
    const { language } = this.#printer.messages;
    return `${bar.done.toLocaleString(language)}/${bar.total.toLocaleString(language)}`;
  }

  #bar(bar: Bar, width: number): string {
    const full = bar.total === 0 ? 0 : Math.min(width, Math.floor((bar.done / bar.total) * width));
    const [on, off] = this.#printer.options.ascii ? ["#", "-"] : ["█", "░"];
    return on.repeat(full) + off.repeat(width - full);
  }

  #line(bars: readonly Bar[]): string {
    const { messages } = this.#printer;
    const parts = bars.map((bar) => `${bar.label} ${this.#count(bar)}`);
    const slow = bars.flatMap((bar) => (bar.slow ? [messages.say("progress.slow", { page: bar.slow })] : []));
    return [...parts, ...slow, this.#remaining(bars)].filter((text) => text !== "").join(" · ");
  }

  /** The rate is that of all bars together: one step of one page is one unit. */
  #sample(at: number, bars: readonly Bar[]): void {
    const done = bars.reduce((sum, bar) => sum + bar.done, 0);
    this.#samples = [...this.#samples.filter((each) => at - each.at < RATE_WINDOW_MS), { at, done }];
  }

  /** Time left from the last five minutes; nothing rather than nonsense. */
  #remaining(bars: readonly Bar[]): string {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    const left = bars.reduce((sum, bar) => sum + Math.max(0, bar.total - bar.done), 0);
    if (!first || !last || left === 0) return "";
    const [took, gained] = [last.at - first.at, last.done - first.done];
    if (took < LEAST_RATE_MS || gained <= 0) return "";
    const minutes = Math.ceil(((took / gained) * left) / 60_000);
    return this.#printer.messages.say("progress.remaining", { minutes });
  }
}

function standardError(): ProgressPlace {
  return {
    isTerminal: process.stderr.isTTY ?? false,
    columns: process.stderr.columns ?? 80,
    now: () => performance.now(),
    write: (text) => void process.stderr.write(text),
  };
}
