/**
 * Bounded work: as many at once as there are cores, a bounded line behind them, and "busy" to the rest. Clients take turns, so
 * that one who asks for a thousand pictures makes nobody else wait for more than one of them.
 */

/** Thrown when the line is full; the reader is told to try again. */
export class TooBusy extends Error {}

interface Waiting {
  enter(): void;
  turnAway(): void;
}

/** Lets a bounded number of jobs run at once. */
export class WorkGate {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  /** Who waits, by client; the client whose turn is next stands first. */
  readonly #lines = new Map<string, Waiting[]>();
  #waiting = 0;
  #running = 0;

  constructor(atOnce: number, maxWaiting: number) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  /** Run the job when its turn comes. @throws {TooBusy} when too many wait already, to whoever has most in the line. */
  async run<T>(job: () => Promise<T>, client = ""): Promise<T> {
    if (this.#running < this.#atOnce) this.#running += 1;
    // Whoever ends hands its place over, so the number that runs does not change here.
    else await this.#turn(client);
    try {
      return await job();
    } finally {
      const next = this.#next();
      if (next) next.enter();
      else this.#running -= 1;
    }
  }

  #turn(client: string): Promise<void> {
    return new Promise((enter, reject) => {
      const line = this.#lines.get(client) ?? [];
      line.push({ enter, turnAway: () => reject(new TooBusy()) });
      this.#lines.set(client, line);
      this.#waiting += 1;
      if (this.#waiting > this.#maxWaiting) this.#turnLongestAway();
    });
  }

  #turnLongestAway(): void {
    const [client, line] = [...this.#lines].reduce((one, other) => (other[1].length >= one[1].length ? other : one));
    line.pop()?.turnAway();
    this.#waiting -= 1;
    if (line.length === 0) this.#lines.delete(client);
  }

  #next(): Waiting | undefined {
    for (const [client, line] of this.#lines) {
      const first = line.shift();
      this.#lines.delete(client);
      if (line.length > 0) this.#lines.set(client, line);
      this.#waiting -= 1;
      return first;
    }
    return undefined;
  }
}
