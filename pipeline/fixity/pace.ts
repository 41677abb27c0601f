/** Reading no faster than it was granted, so that checks leave the disk to those who wait for it. */

/** Told how many bytes were read; returns when reading may go on. */
export type Pace = (bytes: number) => Promise<void>;

/** As fast as it goes. */
export const unpaced: Pace = async () => {};

/** Pauses shorter than this are saved up: a timer for every chunk would cost more than it slows. */
const SHORTEST_PAUSE_MS = 20;

/**
 * Hold an average of `bytesPerSecond`. Time lost elsewhere is not made up for by a burst of more than a second's bytes.
 * `nowMs` and `sleepMs` are the clock that it lives by.
 */
export function paceOf(bytesPerSecond: number, nowMs: () => number, sleepMs: (milliseconds: number) => Promise<void>): Pace {
  let freeAtMs = nowMs();
  return async (bytes) => {
    const now = nowMs();
    freeAtMs = Math.max(freeAtMs, now - 1000) + (bytes / bytesPerSecond) * 1000;
    if (freeAtMs - now >= SHORTEST_PAUSE_MS) await sleepMs(freeAtMs - now);
  };
}
