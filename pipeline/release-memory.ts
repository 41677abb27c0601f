/** Memory of a page that is done, given back before the next one comes. */
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Collect what nobody holds any more, and wait until native memory behind it is freed. Pixels lie outside the heap, so the
 * engine is in no hurry to find them dead: without this, the pictures of one page are still there when those of the next
 * are decoded. Takes some milliseconds.
 */
export async function releaseMemory(): Promise<void> {
  collect ??= collector();
  collect();
  // buffers are freed by callbacks in later turns of the event loop
  await setImmediate();
  await setImmediate();
}

/** The engine's collector, which a process has from its start or gets here. */
function collector(): () => void {
  if (globalThis.gc !== undefined) return globalThis.gc as () => void;
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
