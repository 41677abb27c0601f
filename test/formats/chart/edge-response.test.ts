import { describe, expect, test } from "vitest";
import { type EdgeRow, edgeResponse } from "../../../formats/chart/edge-response.ts";

/** The error function to 1.2e-7 (Numerical Recipes, erfc by Chebyshev fit): light behind a blurred straight edge. */
function erf(x: number): number {
  const z = Math.abs(x);
  const t = 1 / (1 + z / 2);
  const fit = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ];
  const sum = fit.reduceRight((total, factor) => total * t + factor, 0);
  const erfc = t * Math.exp(-z * z + sum);
  return x >= 0 ? 1 - erfc : erfc - 1;
}

/** Rows across an edge that leans by `slantDegrees`, blurred by a Gaussian. */
function rowsOf(slantDegrees: number, sigma: number, { contrast = 0.8, rows = 100, noise = 0 } = {}): readonly EdgeRow[] {
  const slant = (slantDegrees * Math.PI) / 180;
  return Array.from({ length: rows }, (_, at) => {
    const middle = 40.3 + at * Math.tan(slant);
    const from = Math.round(middle) - 20;
    const values = Array.from({ length: 41 }, (__, i) => {
      const distance = (from + i - middle) * Math.cos(slant);
      const grain = noise * Math.sin(at * 12.9898 + i * 78.233);
      return 0.1 + (contrast / 2) * (1 + erf(distance / (sigma * Math.SQRT2))) + grain;
    });
    return { from, at, values };
  });
}

describe("the response of a slanted edge", () => {
  test.each([
    [3, 1],
    [5, 1.5],
    [8, 2],
    [-6, 1.2],
  ])("leaning by %d° and blurred by a Gaussian of %d pixels is that of the Gaussian within 3 %%", (slant, sigma) => {
    const found = edgeResponse(rowsOf(slant, sigma));
    // exp(-2 (pi sigma f)^2) falls to a half at 0.1874 / sigma and to a tenth at 0.3416 / sigma.
    expect((found?.mtf50 ?? 0) / (0.1874 / sigma)).toBeCloseTo(1, 1);
    expect(Math.abs((found?.mtf50 ?? 0) / (0.1874 / sigma) - 1)).toBeLessThan(0.03);
    expect(Math.abs((found?.mtf10 ?? 0) / (0.3416 / sigma) - 1)).toBeLessThan(0.03);
    expect(found?.slantDegrees).toBeCloseTo(Math.abs(slant), 1);
    expect(found?.mostResponse).toBeLessThan(1.02);
  });

  test("bears a little noise", () => {
    const found = edgeResponse(rowsOf(5, 1.5, { noise: 0.01 }));
    expect(Math.abs((found?.mtf50 ?? 0) / (0.1874 / 1.5) - 1)).toBeLessThan(0.05);
  });

  test("is not read from an upright edge, a faint one, a crooked one, or none", () => {
    expect(edgeResponse(rowsOf(0, 1))).toBeUndefined();
    expect(edgeResponse(rowsOf(5, 1, { contrast: 0.05 }))).toBeUndefined();
    const crooked = rowsOf(5, 1).map((row, at) => (at > 50 ? { ...row, from: row.from + 8 } : row));
    expect(edgeResponse(crooked)).toBeUndefined();
    expect(
      edgeResponse(Array.from({ length: 60 }, (_, at) => ({ from: 0, at, values: Array(41).fill(0.5) as number[] }))),
    ).toBeUndefined();
    expect(edgeResponse([])).toBeUndefined();
  });
});
