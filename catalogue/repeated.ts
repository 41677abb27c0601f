/** Asks a database again when what went wrong may have passed. */
import { setTimeout as sleep } from "node:timers/promises";
import { asCatalogueFailure, isLostConnection } from "./failures.ts";

const MOST_TRIES = 5;
/** A server that restarted has cut all connections at once; what waits in the pool needs a moment to notice. */
const NOTICING_MS = 20;

/**
 * What `ask` answers, after at most five tries.
 * @throws {SohoaError} what the database threw, in the project's words
 */
export async function repeated<T>(ask: () => Promise<T>, isRepeatable: (cause: unknown) => boolean): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (cause) {
      if (tries >= MOST_TRIES || !isRepeatable(cause)) throw asCatalogueFailure(cause);
      if (isLostConnection(cause)) await sleep(tries * NOTICING_MS);
    }
  }
}
