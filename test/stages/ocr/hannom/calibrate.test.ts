import { describe, expect, test } from "vitest";
import { calibrationError, fitLine } from "../../../../bench/calibration/fit-line.ts";
import { calibrated } from "../../../../stages/ocr/hannom/calibrate.ts";
import { seeded } from "../../../fixtures/drawn-page.ts";

describe("confidence", () => {
  test("follows the line between its corners and keeps to its ends", () => {
    const line = [
      [0, 0],
      [0.5, 0.8],
      [1, 0.9],
    ] as const;
    expect(calibrated(0, line)).toBe(0);
    expect(calibrated(0.25, line)).toBeCloseTo(0.4);
    expect(calibrated(0.75, line)).toBeCloseTo(0.85);
    expect(calibrated(1, line)).toBeCloseTo(0.9);
    expect(calibrated(0.3, undefined)).toBe(0.3);
  });

  test("of a network that is too sure of itself is brought to the truth on outcomes it was not fitted on", () => {
    const random = seeded(5);
    const outcomes = Array.from({ length: 8000 }, () => {
      const score = random();
      return { score, isRight: random() < score * score };
    });
    const line = fitLine(outcomes.slice(0, 4000));
    const rest = outcomes.slice(4000);
    const straight = rest.map((each) => ({ ...each, score: calibrated(each.score, line) }));
    expect(calibrationError(rest)).toBeGreaterThan(0.12);
    expect(calibrationError(straight)).toBeLessThan(0.03);
    for (const [i, [score, share]] of line.entries()) {
      expect(score).toBeGreaterThanOrEqual(line[i - 1]?.[0] ?? 0);
      expect(share).toBeGreaterThanOrEqual(line[i - 1]?.[1] ?? 0);
    }
  });
});
