import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { releaseMemory } from "../../pipeline/release-memory.ts";

const PICTURE_BYTES = 50_000_000;

/** A picture's worth of memory outside the heap, held by nobody afterwards. */
function fill(): number {
  return new Uint8Array(PICTURE_BYTES).fill(1).length;
}

describe("releaseMemory", () => {
  it("lets go of pictures that nobody holds any more, and only of those", async () => {
    await releaseMemory();
    const held = new Uint8Array(PICTURE_BYTES).fill(7);
    const before = process.memoryUsage().arrayBuffers;
    expect(fill() + fill()).toBe(2 * PICTURE_BYTES);
    await setImmediate();
    await releaseMemory();
    const grown = process.memoryUsage().arrayBuffers - before;
    expect(grown < PICTURE_BYTES).toBe(true);
    expect(held[PICTURE_BYTES - 1]).toBe(7);
  });
});
