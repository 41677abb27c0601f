import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../cli/sample/random.ts";
import { measurePattern } from "../../../stages/inspect/measure-pattern.ts";
import { powerSpectra } from "../../../stages/inspect/power-spectrum.ts";
import { TILE, type Tile } from "../../../stages/inspect/sample-tiles.ts";

const tileOf = (level: (x: number, y: number) => number): Tile => ({
  x: 0,
  y: 0,
  levels: Uint8Array.from({ length: TILE * TILE }, (_, i) => Math.round(level(i % TILE, Math.floor(i / TILE)))),
});
const wave = (amplitude: number, period: number) =>
  tileOf((x, y) => 150 + amplitude * Math.sin((2 * Math.PI * (x + 0.3 * y)) / period));

describe("the spectrum of tiles", () => {
  test("gives white noise its variance at every frequency, whichever tile of a pair it is", () => {
    const random = seededRandom(3, "noise");
    const noise = (spread: number) => tileOf(() => 128 + random.between(-spread, spread));
    const [quiet, loud] = powerSpectra([noise(6), noise(30)]);
    const mean = (spectrum: Float64Array | undefined) => [...(spectrum ?? [])].reduce((a, b) => a + b, 0) / TILE ** 2;
    // the variance of even noise is a third of its squared spread, and rounding adds a twelfth
    expect(mean(quiet)).toBeGreaterThan(12 * 0.9);
    expect(mean(quiet)).toBeLessThan(12 * 1.1);
    expect(mean(loud)).toBeGreaterThan(300 * 0.9);
    expect(mean(loud)).toBeLessThan(300 * 1.1);
  });

  test("shows how strong and how long a wave over paper is", () => {
    const found = measurePattern(powerSpectra([wave(10, 9), wave(10, 9), wave(10, 9), wave(10, 9)]));
    expect(found?.amplitudeLevels).toBeCloseTo(10, 0);
    expect(Math.abs((found?.periodPixels ?? 0) - 9 / Math.hypot(1, 0.3))).toBeLessThan(0.6);
  });

  test("shows no wave where strokes cross the paper", () => {
    const random = seededRandom(4, "strokes");
    const written = (): Tile => {
      const strokes = Array.from({ length: 14 }, () => ({
        x: random.between(0, 110),
        y: random.between(0, 110),
        isAcross: random.chance(0.5),
      }));
      return tileOf((x, y) => {
        const isInk = strokes.some((each) => {
          const [along, across] = each.isAcross ? [x - each.x, y - each.y] : [y - each.y, x - each.x];
          return along >= 0 && along < 40 && across >= 0 && across < 5;
        });
        return isInk ? 40 : 200;
      });
    };
    expect(measurePattern(powerSpectra([written(), written(), written(), written()]))?.amplitudeLevels).toBe(0);
  });
});
