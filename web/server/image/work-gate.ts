/** Bounded work: as many at once as there are cores, a bounded line behind them, and "busy" to the rest. */

/** Thrown when the line is full; the reader is told to try again. */
export class TooBusy extends Error {}

/** Lets a bounded number of jobs run at once. */
export class WorkGate {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, maxWaiting: number) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  /** Run the job when its turn comes. @throws {TooBusy} at once, when too many wait already. */
  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#maxWaiting) throw new TooBusy();
      // Whoever ends hands its place over, so the number that runs does not change here.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
