/** A store that takes its time: for leases that must be kept while a worker waits. */
import { setTimeout as sleep } from "node:timers/promises";
import { overlay } from "../../pipeline/store/overlay.ts";
import type { Store } from "../../pipeline/store/store.ts";

/** The store itself, each read and write of an object delayed. */
export function slowStore(inner: Store, delayMs: number): Store {
  const late =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await sleep(delayMs);
      return call(...args);
    };
  return overlay(inner, {
    putFile: late(inner.putFile.bind(inner)),
    stat: late(inner.stat.bind(inner)),
    open: late(inner.open.bind(inner)),
  });
}
