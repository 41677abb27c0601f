import { describe, expect, test } from "vitest";
import { cutAcross } from "../../../../stages/ocr/hannom/column-ink.ts";
import { prepareColumn, toNetworkWidth } from "../../../../stages/ocr/hannom/prepare-column.ts";
import { resample } from "../../../../stages/ocr/hannom/resample.ts";

const SHAPE = { widthPixels: 32, paddingRows: 16, rowsPerFrame: 8 };
/** Seven by five pixels of a fixed pattern. */
const PATTERN = {
  width: 7,
  height: 5,
  pixels: Uint8Array.from(
    { length: 35 },
    (_, i) => ((i % 7) * 37 + Math.floor(i / 7) * 91 + (i % 7) * Math.floor(i / 7) * 13) % 256,
  ),
};

describe("scaling", () => {
  test("gives the very bytes of Pillow 12.3, shrinking and enlarging", () => {
    expect([...resample(PATTERN, 4, 9, "lanczos").pixels]).toEqual([
      7, 57, 153, 222, 29, 123, 127, 176, 87, 208, 100, 108, 188, 168, 135, 97, 213, 95, 180, 141, 112, 149, 158, 176, 41, 190,
      127, 164, 104, 126, 138, 115, 164, 74, 152, 82,
    ]);
    expect([...resample(PATTERN, 10, 3, "cubic").pixels]).toEqual([
      39, 59, 92, 121, 158, 146, 100, 129, 164, 186, 124, 167, 179, 116, 160, 160, 115, 177, 152, 96, 63, 117, 143, 87, 144, 173,
      147, 91, 119, 174,
    ]);
    expect(resample(PATTERN, 7, 5, "cubic")).toBe(PATTERN);
  });

  test("keeps the proportions, stretched where asked for, within limits that no wrong box breaks", () => {
    const column = { width: 64, height: 640, pixels: new Uint8Array(64 * 640) };
    expect(toNetworkWidth(column, 32)).toMatchObject({ width: 32, height: 320 });
    expect(toNetworkWidth(column, 32, 1.25)).toMatchObject({ width: 32, height: 400 });
    expect(toNetworkWidth({ width: 1, height: 9000, pixels: new Uint8Array(9000) }, 32).height).toBe(1600);
    expect(toNetworkWidth({ width: 900, height: 2, pixels: new Uint8Array(1800) }, 32).height).toBe(16);
  });
});

describe("a column for the network", () => {
  test("has paper at zero, ink above, rows of paper around and whole frames", () => {
    const pixels = new Uint8Array(32 * 100).fill(240);
    pixels.fill(40, 32 * 50, 32 * 60);
    const prepared = prepareColumn({ width: 32, height: 100, pixels }, SHAPE);
    expect(prepared).toMatchObject({ rows: 136, contentRows: 100 });
    expect(prepared.values).toHaveLength(136 * 32);
    expect(prepared.values[0]).toBe(0);
    expect(prepared.values[16 * 32]).toBe(0);
    // Ten of a hundred rows are 200 levels darker: the standard deviation is 60.
    expect(prepared.values[(16 + 55) * 32]).toBeCloseTo(200 / 120, 3);
  });

  test("does not blow up the grain of bare paper", () => {
    const pixels = Uint8Array.from({ length: 32 * 100 }, (_, i) => 238 + (i % 5));
    const { values } = prepareColumn({ width: 32, height: 100, pixels }, SHAPE);
    expect(Math.max(...values)).toBeLessThan(0.5);
  });
});

test("a cut beyond the picture is paper", () => {
  const cut = cutAcross({ width: 2, height: 2, pixels: Uint8Array.from([1, 2, 3, 4]) }, -1, 4);
  expect([...cut.pixels]).toEqual([255, 1, 2, 255, 255, 255, 3, 4, 255, 255]);
});
