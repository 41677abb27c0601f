import { describe, expect, test } from "vitest";
import { hammingDistance, hexOfSigns } from "../../formats/perceptual-hash.ts";

const signs = (setBits: readonly number[]): number[] => Array.from({ length: 64 }, (_, i) => (setBits.includes(i) ? 1 : -1));

describe("a perceptual hash", () => {
  test("has a bit for every value above 0, the first in the highest place", () => {
    expect(hexOfSigns(signs([]))).toBe("0000000000000000");
    expect(hexOfSigns(signs([0, 63]))).toBe("8000000000000001");
    expect(hexOfSigns(Array.from({ length: 64 }, () => 5))).toBe("ffffffffffffffff");
  });

  test("is as far from another as the bits in which they differ", () => {
    const one = hexOfSigns(signs([1, 5, 9]));
    expect(hammingDistance(one, one)).toBe(0);
    expect(hammingDistance(one, hexOfSigns(signs([1, 5])))).toBe(1);
    expect(hammingDistance("0000000000000000", "ffffffffffffffff")).toBe(64);
  });

  test("is refused when it is none", () => {
    expect(() => hexOfSigns([1, 2])).toThrow(RangeError);
    expect(() => hammingDistance("0", "0000000000000000")).toThrow(RangeError);
  });
});
