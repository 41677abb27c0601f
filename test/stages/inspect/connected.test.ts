import { expect, test } from "vitest";
import { reachFrom } from "../../../stages/inspect/connected.ts";

/** 1 where not to go. */
const picture = (...rows: readonly string[]) => Uint8Array.from(rows.join(""), (each) => (each === "#" ? 1 : 0));

const reached = (seen: Uint8Array, width: number, start: number): readonly number[] => {
  const places = new Int32Array(seen.length);
  places[0] = start;
  return [...places.subarray(0, reachFrom(seen, width, places, 1))].sort((a, b) => a - b);
};

test("goes on to the right and left, up and down, and to nothing that only corners touch", () => {
  const seen = picture(
    "..#.", //
    "#.#.",
    "#..#",
    ".###",
  );
  expect(reached(seen, 4, 5)).toEqual([0, 1, 5, 9, 10]);
  expect(reached(seen, 4, 3)).toEqual([3, 7]);
});

test("does not go on from the end of a row to the start of the next", () => {
  const seen = picture(
    "#..", //
    ".##",
    "...",
  );
  expect(reached(seen, 3, 2)).toEqual([1, 2]);
  expect(reached(seen, 3, 3)).toEqual([3, 6, 7, 8]);
});
