import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asEntry, type RegisterRow } from "../../catalogue/register.ts";
import { asState, type RegisterState, statesAfter } from "../../catalogue/register-states.ts";

const state = (row: Partial<RegisterRow>) => asState(asEntry({ shelfmark: "A", title: "x", ...row } as RegisterRow));
const times = (states: readonly RegisterState[]) =>
  states.map(({ holding_class, valid_from, valid_until }) => [holding_class, valid_from, valid_until]);
const imported = (
  known: readonly RegisterState[],
  given: readonly RegisterState[],
  effective?: string,
): readonly RegisterState[] => {
  const found = statesAfter(known, given, effective);
  if ("kept" in found) throw new Error("overlap");
  return found;
};

describe("what a row of a file makes of a shelfmark", () => {
  test("corrects the last state when no day is named", () => {
    const known = [state({ class: "thường", until: "2025-07-01" }), state({ class: "cổ", from: "2025-07-01" })];
    expect(times(imported(known, [state({ class: "quý hiếm" })]))).toEqual([
      ["thường", "", "2025-07-01"],
      ["quý hiếm", "2025-07-01", ""],
    ]);
  });

  test("ends the last state on the effective day when holder, class or extent are others", () => {
    const known = [state({ class: "thường" })];
    expect(times(imported(known, [state({ class: "cổ" })], "2026-01-01"))).toEqual([
      ["thường", "", "2026-01-01"],
      ["cổ", "2026-01-01", ""],
    ]);
    const corrected = imported(known, [state({ class: "thường", title: "y" })], "2026-01-01");
    expect(corrected.map(({ title, valid_from }) => [title, valid_from])).toEqual([["y", ""]]);
  });

  test("tells of two states that claim the same days", () => {
    const known = [state({ class: "thường" })];
    expect(statesAfter(known, [state({ class: "cổ", from: "2026-01-01" })])).toMatchObject({ kept: { holding_class: "thường" } });
  });

  test("never leaves two states for one day, whatever is imported", () => {
    const day = fc
      .integer({ min: 0, max: 40 })
      .map((index) => `20${String(10 + Math.floor(index / 4)).padStart(2, "0")}-0${1 + (index % 4)}-01`);
    const row = fc.record({
      class: fc.constantFrom("a", "b"),
      from: fc.option(day, { nil: "" }),
      until: fc.option(day, { nil: "" }),
    });
    const valid = row.filter(({ from, until }) => !from || !until || from < until);
    fc.assert(
      fc.property(fc.array(valid, { maxLength: 5 }), fc.option(day, { nil: undefined }), (rows, effective) => {
        let states: readonly RegisterState[] = [];
        for (const each of rows) {
          const found = statesAfter(states, [state(each)], effective);
          if (!("kept" in found)) states = found;
        }
        for (const [at, one] of states.entries()) {
          const next = states[at + 1];
          if (next) expect(one.valid_until !== "" && one.valid_until <= next.valid_from).toBe(true);
        }
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});
