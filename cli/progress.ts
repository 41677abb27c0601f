/** Shows how far work is: counts finished pages only, names what takes long, says nothing it does not know. */
import type { Printer } from "./print.ts";

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** What has been at work for long, such as "0732 (34 s)". */
  readonly slow?: string;
}

const BAR_WIDTH = 30;
const LINE_EVERY_MS = 10_000;
const RATE_WINDOW_MS = 300_000;

/** Bars on a terminal, a plain line now and then elsewhere; always on stderr. */
export class Progress {
  readonly #printer: Printer;
  readonly #isLive: boolean;
  #lines = 0;
  #lastLineAt = 0;
  #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(printer: Printer) {
    this.#printer = printer;
    this.#isLive = (process.stderr.isTTY ?? false) && !printer.options.json && !printer.options.quiet;
  }

  show(bars: readonly Bar[]): void {
    if (this.#printer.options.json || this.#printer.options.quiet) return;
    if (this.#isLive) this.#redraw(bars);
    else this.#line(bars);
  }

  /** Leave the last state on the screen. */
  end(): void {
    this.#lines = 0;
  }

  #redraw(bars: readonly Bar[]): void {
    const up = this.#lines > 0 ? `\u001b[${this.#lines}A` : "";
    const width = Math.max(0, ...bars.map((bar) => bar.label.length));
    const text = bars.map(
      (bar) =>
        `\u001b[2K${bar.label.padEnd(width)}  ${this.#bar(bar)} ${bar.done}/${bar.total}${bar.slow ? `  ● ${bar.slow}` : ""}`,
    );
    process.stderr.write(`${up}${text.join("\n")}\n${this.#remaining(bars)}`);
    this.#lines = bars.length;
  }

  #bar(bar: Bar): string {
    const full = bar.total === 0 ? 0 : Math.floor((bar.done / bar.total) * BAR_WIDTH);
    const [on, off] = this.#printer.options.ascii ? ["#", "-"] : ["█", "░"];
    return on.repeat(full) + off.repeat(BAR_WIDTH - full);
  }

  #line(bars: readonly Bar[]): void {
    const now = performance.now();
    if (now - this.#lastLineAt < LINE_EVERY_MS) return;
    this.#lastLineAt = now;
    const parts = bars.map((bar) => `${bar.label}=${bar.done}/${bar.total}${bar.slow ? ` slow=${bar.slow}` : ""}`);
    process.stderr.write(`${parts.join("  ")}\n`);
  }

  /** Time left from the last five minutes; nothing rather than nonsense. */
  #remaining(bars: readonly Bar[]): string {
    const last = bars.at(-1);
    if (!last || last.done >= last.total) return "";
    const now = performance.now();
    this.#samples = [...this.#samples.filter((each) => now - each.at < RATE_WINDOW_MS), { at: now, done: last.done }];
    const first = this.#samples[0];
    const gained = first ? last.done - first.done : 0;
    if (!first || gained <= 0) return "";
    const seconds = ((now - first.at) / 1000 / gained) * (last.total - last.done);
    const minutes = Math.ceil(seconds / 60);
    return `\u001b[2K${this.#printer.messages.say("progress.remaining", { minutes })}\r`;
  }
}
