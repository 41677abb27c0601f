import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalParts } from "../../pipeline/canonical-parts.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { WrittenText } from "../../pipeline/json-parts.ts";

async function textOf(value: unknown): Promise<string> {
  let text = "";
  for await (const part of canonicalParts(value)) text += part;
  return text;
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

describe("canonical JSON in parts", () => {
  test("is, put together, the text that is written at once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await textOf(value)).toBe(canonicalJson(value));
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
        expect(await textOf(read)).toBe(canonicalJson(value));
      }),
    );
  });

  test("takes what is canonical JSON already as it is", async () => {
    const inner = { b: 1, a: ["喃", null] };
    const text = new WrittenText(() => each([...canonicalJson(inner)]));
    expect(await textOf({ z: text, a: 1 })).toBe(canonicalJson({ z: inner, a: 1 }));
  });

  test("gives a long list in more than one part, and few of them", async () => {
    const rows = Array.from({ length: 10_000 }, (_, number) => ({ number, label: "tờ" }));
    const parts: string[] = [];
    for await (const part of canonicalParts({ rows: each(rows) })) parts.push(part);
    expect(parts.join("")).toBe(canonicalJson({ rows }));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.length).toBeLessThan(20);
  });
});
