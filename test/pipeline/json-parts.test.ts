import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonParts } from "../../pipeline/json-parts.ts";

async function partsOf(value: unknown): Promise<readonly string[]> {
  const parts: string[] = [];
  for await (const part of jsonParts(value)) parts.push(part);
  return parts;
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

describe("JSON in parts", () => {
  test("is, put together, the text that is written at once, in the same order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect((await partsOf(value)).join("")).toBe(JSON.stringify(value));
      }),
      { numRuns: 500 },
    );
  });

  test("reads a list while it is written, wherever in an object it stands", async () => {
    const rows = fc.array(fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(rows, rows, async (first, second) => {
        const value = { z: first, "10": 1, "9": 2, a: { b: second, Ế: "喃" }, none: undefined };
        const read = { ...value, z: each(first), a: { ...value.a, b: each(second) } };
        expect((await partsOf(read)).join("")).toBe(JSON.stringify(value));
      }),
    );
  });

  test("gives a long list in more than one part, and few of them", async () => {
    const rows = Array.from({ length: 10_000 }, (_, number) => ({ number, label: "tờ" }));
    const parts = await partsOf({ rows: each(rows) });
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.length).toBeLessThan(100);
    expect(parts.join("")).toBe(JSON.stringify({ rows }));
  });
});
