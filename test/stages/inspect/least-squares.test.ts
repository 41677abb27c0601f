import { describe, expect, test } from "vitest";
import { leastSquares } from "../../../stages/inspect/least-squares.ts";

describe("least squares", () => {
  test("finds the weights that values were made with", () => {
    const rows = Array.from({ length: 12 }, (_, i) => [1, i, (i * i) % 7]);
    const found = leastSquares(
      rows,
      rows.map(([a = 0, b = 0, c = 0]) => 2 * a - 3 * b + 0.5 * c),
    );
    for (const [i, weight] of [2, -3, 0.5].entries()) expect(found[i]).toBeCloseTo(weight, 6);
  });

  test("give 0 to a term that the rows say nothing about", () => {
    expect(
      leastSquares(
        [
          [1, 0],
          [2, 0],
        ],
        [3, 6],
      ),
    ).toEqual([3, 0]);
  });
});
