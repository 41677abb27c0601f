/** A store for who hands over files for hours over a poor line: trouble that passes is waited out instead of ending the work. */
import { type ServiceError, SohoaError } from "../errors.ts";
import { pause } from "../queue/pause.ts";
import { overlay } from "./overlay.ts";
import type { Store } from "./store.ts";

/** How long trouble may last, and who hears of it. */
export interface Patience {
  /** Each call is tried again for so long; then its last error comes out. */
  readonly seconds: number;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  /** The store stopped to answer; said once, until it is back. */
  onAway(trouble: SohoaError): void;
  onBack(): void;
  /** First pause between two tries, doubled with each; a second when absent. */
  readonly firstPauseMs?: number;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** The store with the calls of intake repeated: each does no harm when it is done twice. All else is the store's own. */
export function patientStore(store: Store, patience: Patience): Store {
  const waiting = new Waiting(patience);
  return overlay(store, {
    putFile: (...call) => waiting.until(() => store.putFile(...call)),
    stat: (...call) => waiting.until(() => store.stat(...call)),
    open: (...call) => waiting.until(() => store.open(...call)),
    putNamed: (...call) => waiting.until(() => store.putNamed(...call)),
    hasNamed: (...call) => waiting.until(() => store.hasNamed(...call)),
    getNamed: (...call) => waiting.until(() => store.getNamed(...call)),
  });
}

class Waiting {
  readonly #patience: Patience;
  #isAway = false;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  async until<T>(call: () => Promise<T>): Promise<T> {
    const { seconds, signal, firstPauseMs = FIRST_PAUSE_MS, onAway, onBack } = this.#patience;
    const end = performance.now() + seconds * 1000;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        const result = await call();
        if (this.#isAway) onBack();
        this.#isAway = false;
        return result;
      } catch (thrown) {
        if (!passes(thrown) || performance.now() + pauseMs > end) throw thrown;
        if (!this.#isAway) onAway(thrown);
        this.#isAway = true;
      }
      await pause(pauseMs, signal);
      signal.throwIfAborted();
    }
  }
}

/** What a person must mend is not waited for. */
function passes(thrown: unknown): thrown is ServiceError {
  return thrown instanceof SohoaError && thrown.exit === "service" && thrown.retry === "later";
}
