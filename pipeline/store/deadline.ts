/** A bound on how long a store may take, so that a dead disk or server never holds a worker for ever. */
import { ServiceError } from "../errors.ts";

/** Slowest transfer that still counts as working; the time allowed grows with the size. */
const SLOWEST_BYTES_PER_SECOND = 256 * 1024;

/** Seconds allowed for moving so many bytes: `base` and the time of a very slow line. */
export function secondsFor(sizeBytes: number, base: number): number {
  return base + sizeBytes / SLOWEST_BYTES_PER_SECOND;
}

/**
 * Run `work` for at most so many seconds. When time is up its signal aborts and the caller goes on at once,
 * even if the work itself hangs in the system (a dead network mount does not hear signals). It aborts after a failure too.
 * @throws {ServiceError} SVC-STORE naming what was tried and after how many seconds it was given up.
 */
export async function within<T>(seconds: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new ServiceError({
        code: "SVC-STORE",
        facts: { action: what, detail: `no answer within ${Math.round(seconds * 10) / 10} s` },
      });
      controller.abort(error);
      reject(error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } catch (thrown) {
    controller.abort(thrown); // what else the work began (half an upload, an unread answer) must not linger
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}
