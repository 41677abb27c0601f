/** Waiting that can be cut short. */

/** The longest a timer can wait, 24 days. */
const FOREVER_MS = 2 ** 31 - 1;

/** Resolve after so many milliseconds, or at once when one of the signals aborts. Leaves no timer and no listener behind. */
export async function pause(milliseconds: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some((signal) => signal.aborted)) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    for (const signal of signals) signal.addEventListener("abort", end, { once: true });
  });
}

/** What the work gives, or undefined as soon as one of the signals aborts; the work itself goes on unheard then. */
export async function unlessAborted<T>(work: Promise<T>, ...signals: readonly AbortSignal[]): Promise<T | undefined> {
  const done = new AbortController();
  // Listeners are removed again: a process waits thousands of times on the same signal.
  const stopped = pause(FOREVER_MS, done.signal, ...signals).then(() => undefined);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    done.abort();
    work.catch(() => {});
  }
}
