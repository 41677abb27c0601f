/** How long somebody worked: the time between two signs of life, as long as it is no longer than thinking takes. */

/** A longer silence is a break, not work. */
export const LONGEST_THOUGHT_MILLISECONDS = 30_000;

/** Counts for one desk. Moments are milliseconds of a clock that only goes forward. */
export class ActiveTime {
  #last: number;
  #milliseconds = 0;

  /** The desk was opened now. */
  constructor(now: number) {
    this.#last = now;
  }

  /** Somebody typed, pointed or scrolled. */
  touch(now: number): void {
    const gap = now - this.#last;
    if (gap > 0 && gap <= LONGEST_THOUGHT_MILLISECONDS) this.#milliseconds += gap;
    this.#last = now;
  }

  /** Whole seconds since the last call, at most so many; what is over stays for the next. */
  take(most: number): number {
    const seconds = Math.min(most, Math.floor(this.#milliseconds / 1000));
    this.#milliseconds -= seconds * 1000;
    return seconds;
  }

  /** Seconds that were taken and could not be told to anybody. */
  giveBack(seconds: number): void {
    this.#milliseconds += seconds * 1000;
  }
}
