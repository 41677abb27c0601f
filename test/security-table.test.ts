import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const page = readFileSync(join(import.meta.dirname, "../docs/security.md"), "utf8");
const rows = [...page.matchAll(/^\| (S\d\d) +\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map(
  ([, id, attack, state, tests, rest]) => ({
    id,
    attack,
    state: state?.trim() ?? "",
    tests: [...(tests ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ""),
    rest: rest?.trim() ?? "",
  }),
);

/** A test file, or a folder of them. */
const isThere = (name: string): boolean =>
  name.startsWith(".") || existsSync(join(import.meta.dirname, `${name}.test.ts`)) || existsSync(join(import.meta.dirname, name));

describe("the table of attacks", () => {
  test("has each of the 28 once", () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, at) => `S${String(at + 1).padStart(2, "0")}`));
  });

  test("names only tests that there are", () => {
    expect(isThere("web/no-such-test")).toBe(false);
    expect(rows.flatMap(({ id, tests }) => tests.filter((each) => !isThere(each)).map((each) => `${id} ${each}`))).toEqual([]);
  });

  test("calls nothing tested without a test, and nothing partly tested without saying what is not", () => {
    expect(rows.filter(({ state, tests }) => /^tested|^partly/.test(state) && tests.length === 0)).toEqual([]);
    expect(rows.filter(({ state, rest }) => /^partly|^open/.test(state) && rest === "")).toEqual([]);
    expect(rows.filter(({ state }) => !/^(tested|tested by absence|partly|open|none exist)$/.test(state))).toEqual([]);
  });
});
