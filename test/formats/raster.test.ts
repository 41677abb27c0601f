import { describe, expect, test } from "vitest";
import { packed } from "../../formats/raster.ts";

describe("packed", () => {
  test("holds a number for each pixel, also of pictures beyond half a gigapixel", () => {
    // never touched, so the system lends no memory for it
    const pixels = new Uint8Array(2 ** 31 + 16);
    expect(packed({ width: 2 ** 29 + 4, height: 1, channels: 4, pixels }).length).toBe(2 ** 29 + 4);
  });

  test("reads red in the lowest byte", () => {
    expect(packed({ width: 1, height: 1, channels: 4, pixels: new Uint8Array([1, 2, 3, 0]) })[0]).toBe(0x030201);
  });

  test("refuses pictures of other forms", () => {
    expect(() => packed({ width: 1, height: 1, channels: 3, pixels: new Uint8Array(3) })).toThrow(RangeError);
  });
});
