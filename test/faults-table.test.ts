import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FAULTS } from "./faults/battery/faults.ts";
import { NOT_RUN, resultsIn, withTable } from "./faults/battery/table.ts";

const page = readFileSync(join(import.meta.dirname, "../docs/faults.md"), "utf8");

/** A suite that several adapters run stands in a file beside the test. */
function sourceOf(file: string): string {
  const paths = [`${file}.test.ts`, `${file}.ts`].map((name) => join(import.meta.dirname, name)).filter(existsSync);
  return paths.map((path) => readFileSync(path, "utf8")).join("\n");
}

/** Without what lines columns up. */
const plain = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");

describe("the battery of faults", () => {
  test("has each of the 42 once, in order", () => {
    expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 42 }, (_, at) => `F${String(at + 1).padStart(2, "0")}`));
  });

  test("names tests that there are", () => {
    expect(sourceOf("faults/no-such-test")).toBe("");
    const lacking = FAULTS.flatMap(({ id, tests }) =>
      tests.filter(([file, name]) => !sourceOf(file).includes(name)).map(([file, name]) => `${id} ${file}: ${name}`),
    );
    expect(lacking).toEqual([]);
  });

  test("has a test for each, or says why not", () => {
    expect(FAULTS.filter(({ tests, open }) => tests.length === 0 && open === "")).toEqual([]);
    expect(FAULTS.filter(({ tests, done }) => tests.length > 0 && done === "")).toEqual([]);
  });

  test("is told in docs/faults.md as it is, with what the last run gave, and nothing failed", () => {
    const results = resultsIn(page);
    expect(plain(page)).toBe(plain(withTable(page, FAULTS, results)));
    const other = [...results].filter(([, result]) => result !== NOT_RUN && !/^[1-9]\d* passed/.test(result));
    expect(other).toEqual([]);
    expect([...results].filter(([, result]) => /FAILED|NOT FOUND/.test(result))).toEqual([]);
  });
});
