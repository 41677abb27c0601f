import fc from "fast-check";
import { expect, test } from "vitest";
import type { Raster } from "../../formats/raster.ts";
import { reduce, reductionTo } from "../../formats/reduce.ts";

const picture = fc
  .record({
    width: fc.integer({ min: 1, max: 23 }),
    height: fc.integer({ min: 1, max: 17 }),
    channels: fc.constantFrom<1 | 3 | 4>(1, 3, 4),
    seed: fc.integer({ min: 0, max: 251 }),
  })
  .map(({ width, height, channels, seed }): Raster => {
    const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37 + seed * 101 + ((i * i) % 13)) % 256);
    return { width, height, channels, pixels };
  });

test("each pixel of a shrunken picture is the mean of its block, also at the last row and column", () => {
  fc.assert(
    fc.property(picture, fc.integer({ min: 1, max: 9 }), (raster, factor) => {
      const reduced = reduce(raster, factor);
      const kept = raster.channels === 1 ? 1 : 3;
      expect([reduced.width, reduced.height, reduced.channels]).toEqual([
        Math.ceil(raster.width / factor),
        Math.ceil(raster.height / factor),
        kept,
      ]);
      reduced.pixels.forEach((value, at) => {
        expect(Math.abs(value - blockMean(raster, factor, at % kept, Math.floor(at / kept), reduced.width))).toBeLessThan(1);
      });
    }),
    { numRuns: 60 },
  );
});

test("the factor brings the longest side within the limit, and no further than needed", () => {
  expect(reductionTo(4000, 5600, 1400)).toBe(4);
  expect(reductionTo(4000, 5601, 1400)).toBe(5);
  expect(reductionTo(287, 424, 1400)).toBe(1);
});

function blockMean(raster: Raster, factor: number, channel: number, block: number, columns: number): number {
  const x0 = (block % columns) * factor;
  const y0 = Math.floor(block / columns) * factor;
  let sum = 0;
  let count = 0;
  for (let y = y0; y < Math.min(raster.height, y0 + factor); y++) {
    for (let x = x0; x < Math.min(raster.width, x0 + factor); x++) {
      sum += raster.pixels[(y * raster.width + x) * raster.channels + channel] as number;
      count++;
    }
  }
  return sum / count;
}
