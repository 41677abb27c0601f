import { expect, test } from "vitest";
import type { Raster } from "../../../formats/raster.ts";
import { readingTone } from "../../../stages/image-cleanup/reading-tone.ts";

const SIDE = 200;
/** Paper everywhere equally bright. */
const LIGHT = { columns: 1, rows: 1, step: SIDE, origin: SIDE / 2, values: Float32Array.of(200) };

function page(levelAt: (i: number) => number): Raster {
  return {
    width: SIDE,
    height: SIDE,
    channels: 1,
    pixels: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => levelAt(i)),
  };
}

test("a leaf with strong grain and no ink is not stretched until grain is black", () => {
  const grain = page((i) => 150 + ((i * 7919) % 61));
  expect(readingTone(grain, LIGHT, () => true).black).toBeLessThanOrEqual(0.3);
});

test("faint ink keeps its shades: only its darkest hundredth may become black", () => {
  const shades = page((i) => (i % 10 === 0 ? 30 + (((i / 10) * 37) % 100) : 198));
  const { black, white } = readingTone(shades, LIGHT, () => true);
  const ink = [...shades.pixels].filter((level) => level < 190).map((level) => level / 200);
  expect(ink.filter((share) => share < black).length / ink.length).toBeLessThanOrEqual(0.02);
  expect(white).toBeGreaterThan(0.95);
});
