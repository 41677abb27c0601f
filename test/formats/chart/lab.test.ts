import { describe, expect, test } from "vitest";
import {
  castDeltaE2000,
  deltaE2000,
  deltaE2000UnitLightness,
  type Lab,
  labOfXyz,
  lightnessOfLuminance,
  luminanceOfLightness,
} from "../../../formats/chart/lab.ts";

/**
 * L1 a1 b1 L2 a2 b2 and their difference: the test data of G. Sharma, W. Wu, E. N. Dalal, The CIEDE2000 color-difference
 * formula, Color Research & Application 30 (2005) 21–30, table 1. It holds the cases in which implementations go wrong.
 */
const PAIRS = `
50 2.6772 -79.7751 50 0 -82.7485 2.0425
50 3.1571 -77.2803 50 0 -82.7485 2.8615
50 2.8361 -74.02 50 0 -82.7485 3.4412
50 -1.3802 -84.2814 50 0 -82.7485 1
50 -1.1848 -84.8006 50 0 -82.7485 1
50 -0.9009 -85.5211 50 0 -82.7485 1
50 0 0 50 -1 2 2.3669
50 -1 2 50 0 0 2.3669
50 2.49 -0.001 50 -2.49 0.0009 7.1792
50 2.49 -0.001 50 -2.49 0.001 7.1792
50 2.49 -0.001 50 -2.49 0.0011 7.2195
50 2.49 -0.001 50 -2.49 0.0012 7.2195
50 -0.001 2.49 50 0.0009 -2.49 4.8045
50 -0.001 2.49 50 0.001 -2.49 4.8045
50 -0.001 2.49 50 0.0011 -2.49 4.7461
50 2.5 0 50 0 -2.5 4.3065
50 2.5 0 73 25 -18 27.1492
50 2.5 0 61 -5 29 22.8977
50 2.5 0 56 -27 -3 31.903
50 2.5 0 58 24 15 19.4535
50 2.5 0 50 3.1736 0.5854 1
50 2.5 0 50 3.2972 0 1
50 2.5 0 50 1.8634 0.5757 1
50 2.5 0 50 3.2592 0.335 1
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.263
61.2901 3.7196 -5.3901 61.4292 2.248 -4.962 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.694 23.0331 14.973 -42.5619 2.0373
36.4612 47.858 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.441 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.135 0.9033 -0.0636 -0.5514 0.9082`
  .trim()
  .split("\n")
  .map((line) => line.split(" ").map(Number) as [number, number, number, number, number, number, number]);

const lab = (l: number, a: number, b: number): Lab => ({ l, a, b });

describe("the colour difference", () => {
  test("agrees with all 34 published pairs to four decimals, either way round", () => {
    expect(PAIRS).toHaveLength(34);
    for (const [l1, a1, b1, l2, a2, b2, wanted] of PAIRS) {
      expect(deltaE2000(lab(l1, a1, b1), lab(l2, a2, b2))).toBeCloseTo(wanted, 4);
      expect(deltaE2000(lab(l2, a2, b2), lab(l1, a1, b1))).toBeCloseTo(wanted, 4);
    }
  });

  test("with the weight of lightness held at 1 counts lightness as it is, and colour as before", () => {
    expect(deltaE2000UnitLightness(lab(90, 0, 0), lab(93, 0, 0))).toBeCloseTo(3, 6);
    expect(deltaE2000(lab(90, 0, 0), lab(93, 0, 0))).toBeLessThan(2);
    const [one, other] = [lab(40, 20, 10), lab(40, 25, 5)];
    expect(deltaE2000UnitLightness(one, other)).toBeCloseTo(deltaE2000(one, other), 6);
  });

  test("of a cast takes no notice of lightness", () => {
    expect(castDeltaE2000(lab(30, 0, 0), lab(80, 0, 0))).toBe(0);
    expect(castDeltaE2000(lab(30, 0, 4), lab(80, 0, 0))).toBeGreaterThan(3);
  });
});

describe("lightness", () => {
  test("of white is 100, of a grey card of 18 % near 49.5, and leads back to luminance everywhere", () => {
    expect(labOfXyz(0.9642, 1, 0.8249)).toEqual({ l: 100, a: 0, b: 0 });
    expect(lightnessOfLuminance(0.18)).toBeCloseTo(49.5, 1);
    for (const y of [0, 0.001, 0.0088, 0.01, 0.5, 1]) expect(luminanceOfLightness(lightnessOfLuminance(y))).toBeCloseTo(y, 9);
  });
});
