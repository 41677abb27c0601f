import { describe, expect, test } from "vitest";
import { pageSize } from "../../../formats/pdf/page-size.ts";

describe("the size of a page", () => {
  test("is that of the paper where the resolution is known", () => {
    expect(pageSize({ width: 2480, height: 3508 }, 300)).toEqual({
      width: 595.2,
      height: 841.92,
      unitsPerPixel: 0.24,
      userUnit: 1,
    });
  });

  test("is that of A4 for a small picture that does not say", () => {
    const { width, height } = pageSize({ width: 287, height: 424 }, undefined);
    expect(height).toBeCloseTo(841.7, 0);
    expect(width / height).toBeCloseTo(287 / 424, 3);
    expect(pageSize({ width: 4000, height: 5600 }, undefined).height).toBe(1344);
  });

  test("stays within 3 and 14,400 units, by a larger unit and not by a smaller map", () => {
    const map = pageSize({ width: 90_000, height: 60_000 }, 300);
    expect(map.userUnit).toBe(2);
    expect(map.width * map.userUnit).toBe((90_000 / 300) * 72);
    expect(map.width).toBeLessThanOrEqual(14_400);
    expect(pageSize({ width: 4, height: 4 }, 4800).width).toBeGreaterThanOrEqual(3);
  });
});
