import { describe, expect, test } from "vitest";
import { likeness, type Sketch } from "../../../catalogue/quality/compare-sketches.ts";
import { seededRandom } from "../../../cli/sample/random.ts";

/** A page of columns of text between empty gaps, as pages of one book are. */
function page(seed: number, width = 30, height = 40): Sketch {
  const random = seededRandom(seed, "sketch");
  const levels = Array.from({ length: width * height }, (_, at) => (at % 3 === 2 ? 0 : random.whole(2, 13)).toString(16));
  return { width, height, levels: levels.join("") };
}

function cut({ width, height, levels }: Sketch, left: number, top: number): Sketch {
  const rows = Array.from({ length: height - top }, (_, y) => levels.slice((y + top) * width + left, (y + top + 1) * width));
  return { width: width - left, height: height - top, levels: rows.join("") };
}

describe("the likeness of two sketches", () => {
  test("is whole for the same page, also when a fifth of two sides is cut off", () => {
    expect(likeness(page(1), page(1))).toBeCloseTo(1, 5);
    expect(likeness(page(1), cut(page(1), 6, 8))).toBeGreaterThan(0.8);
    expect(likeness(cut(page(1), 6, 8), page(1))).toBeGreaterThan(0.8);
  });

  test("is small for two pages that share their columns", () => {
    for (const seed of [2, 3, 4, 5]) expect(likeness(page(1), page(seed))).toBeLessThan(0.3);
  });

  test("is not told where too little of a page is inked", () => {
    expect(likeness(page(1, 9, 10), page(1, 9, 10))).toBeUndefined();
  });
});
