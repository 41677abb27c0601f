import { describe, expect, test } from "vitest";
import { measuredResolutionDpi } from "../../../formats/chart/measured-resolution.ts";
import { readRuler } from "../../../formats/chart/ruler.ts";
import type { Raster } from "../../../formats/raster.ts";

/** A ruler with ticks each millimetre, longer ones each five and ten, and blocks for its numbers. */
function drawnRuler(dpi: number, { width = 1800, height = 120, isUpright = false, noise = 0 } = {}): Raster {
  const level = (x: number, y: number) => {
    const grain = noise * Math.sin(x * 12.9898 + y * 78.233 + x * y);
    return Math.max(0, Math.min(255, 235 - 200 * inkAt((x - 7.3) / (dpi / 25.4), y / height, dpi) + grain));
  };
  const [across, down] = isUpright ? [height, width] : [width, height];
  const pixels = Uint8Array.from({ length: across * down }, (_, at) => {
    const [x, y] = [at % across, Math.floor(at / across)];
    return isUpright ? level(y, x) : level(x, y);
  });
  return { width: across, height: down, channels: 1, pixels };
}

const TICK_MILLIMETRES = 0.2;

/** The part of a pixel that ink covers, `place` millimetres along the ruler and a share of its height down. */
function inkAt(place: number, height: number, dpi: number): number {
  const nearest = Math.round(place);
  const away = Math.abs(place - nearest);
  const length = nearest % 10 === 0 ? 0.7 : nearest % 5 === 0 ? 0.5 : 0.35;
  if (height < length) return Math.min(1, Math.max(0, ((TICK_MILLIMETRES / 2 - away) * dpi) / 25.4 + 0.5));
  return height > 0.75 && nearest % 10 === 0 && away < 0.4 ? 0.8 : 0;
}

const whole = ({ width, height }: Raster) => ({ x: 0, y: 0, width, height });

describe("a ruler", () => {
  test.each([200, 300, 317.4, 400, 600])("at %d dpi is read within 0.2 per cent", (dpi) => {
    const raster = drawnRuler(dpi);
    expect(Math.abs((readRuler(raster, whole(raster))?.resolutionDpi ?? 0) / dpi - 1)).toBeLessThan(0.002);
  });

  test("standing upright, or with noise, is read as well", () => {
    const upright = drawnRuler(300, { isUpright: true });
    expect(readRuler(upright, whole(upright))?.resolutionDpi).toBeCloseTo(300, 0);
    const noisy = drawnRuler(300, { noise: 25 });
    expect(readRuler(noisy, whole(noisy))?.resolutionDpi).toBeCloseTo(300, 0);
  });

  test("is not seen in plain paper, noise, a single line, or a few ticks", () => {
    const plain: Raster = { width: 900, height: 80, channels: 1, pixels: new Uint8Array(72_000).fill(200) };
    const noisy: Raster = {
      ...plain,
      pixels: plain.pixels.map((_, at) => 128 + 60 * Math.sin(at * 12.9898 + ((at * at) % 977))),
    };
    const line: Raster = { ...plain, pixels: plain.pixels.map((value, at) => (at % 900 === 400 ? 0 : value)) };
    const few = drawnRuler(300, { width: 100 });
    for (const raster of [plain, noisy, line, few]) expect(readRuler(raster, whole(raster))).toBeUndefined();
  });
});

describe("the resolution of something of known size", () => {
  test("is the mean of both directions, and says how far they differ", () => {
    const found = measuredResolutionDpi({ widthPixels: 1772, widthMillimetres: 150, heightPixels: 2953, heightMillimetres: 250 });
    expect(found?.resolutionDpi).toBeCloseTo(300, 0);
    expect(found).toMatchObject({ isConsistent: true });
  });

  test("of one direction is that direction", () => {
    expect(measuredResolutionDpi({ widthPixels: 3000, widthMillimetres: 254 })).toEqual({
      resolutionDpi: 300,
      disagreementShare: null,
      isConsistent: true,
    });
  });

  test("whose directions contradict each other is marked", () => {
    const crossed = { widthPixels: 1772, widthMillimetres: 250, heightPixels: 2953, heightMillimetres: 150 };
    expect(measuredResolutionDpi(crossed)).toMatchObject({ isConsistent: false });
  });

  test("is unknown without a size, or with one that is none", () => {
    expect(measuredResolutionDpi({ widthPixels: 100 })).toBeUndefined();
    expect(measuredResolutionDpi({ widthPixels: 100, heightMillimetres: 30 })).toBeUndefined();
    expect(measuredResolutionDpi({ widthPixels: 0, widthMillimetres: 30 })).toBeUndefined();
    expect(measuredResolutionDpi({ widthPixels: 100, widthMillimetres: Number.NaN })).toBeUndefined();
  });
});
