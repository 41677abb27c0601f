/** Waiting that can be cut short. */

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
