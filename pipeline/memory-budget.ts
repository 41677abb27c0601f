/**
 * Memory that the tasks of one worker share. A task takes its part before it starts and gives it back when it ends; one that finds
 * too little left waits. Pure bookkeeping: what a task really takes is watched by its supervisor.
 */

/** How often later and smaller tasks may go by one that waits: the next one waits too, until the larger has begun. */
const MOST_PASSES = 8;

interface Waiter {
  readonly mebibytes: number;
  passes: number;
  begin(): void;
}

/** A sum of memory and those who wait for a part of it, in the order in which they came. */
export class MemoryBudget {
  readonly wholeMiB: number;
  #takenMiB = 0;
  #waiting: Waiter[] = [];

  constructor(wholeMiB: number) {
    this.wholeMiB = wholeMiB;
  }

  /**
   * Wait until so much is left, take it, and get the function that gives it back. Who wants more than there is takes all, and so has
   * nobody beside it. An aborted wait ends at once and takes nothing: what follows looks at the signal itself.
   */
  async take(mebibytes: number, signal: AbortSignal): Promise<() => void> {
    const part = Math.min(mebibytes, this.wholeMiB);
    return await new Promise((resolve) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiter);
        resolve(() => {});
        // It may have been the one that held the others back.
        this.#admit();
      };
      const begin = () => {
        signal.removeEventListener("abort", leave);
        resolve(this.#returnOnce(part));
      };
      const waiter: Waiter = { mebibytes: part, passes: 0, begin };
      if (signal.aborted) return resolve(() => {});
      signal.addEventListener("abort", leave);
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  #returnOnce(part: number): () => void {
    let isHeld = true;
    return () => {
      if (isHeld) this.#takenMiB -= part;
      isHeld = false;
      this.#admit();
    };
  }

  /** Let begin who fits, the longest waiting first; nobody goes by one that was passed often enough. */
  #admit(): void {
    const staying: Waiter[] = [];
    const before = this.#waiting;
    this.#waiting = [];
    for (const waiter of before) {
      const isHeldBack = staying.some(({ passes }) => passes >= MOST_PASSES);
      if (isHeldBack || this.#takenMiB + waiter.mebibytes > this.wholeMiB) {
        staying.push(waiter);
        continue;
      }
      this.#takenMiB += waiter.mebibytes;
      for (const passed of staying) passed.passes += 1;
      waiter.begin();
    }
    this.#waiting = staying;
  }
}
