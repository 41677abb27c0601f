import { describe, expect, test } from "vitest";
import { evenLight } from "../../../stages/image-cleanup/even-light.ts";
import { valueAt } from "../../../stages/image-cleanup/grid.ts";
import { paperLight } from "../../../stages/image-cleanup/paper-light.ts";

const [WIDTH, HEIGHT] = [400, 600];

/** The gain that evens a grey picture, at a point. */
function gainOf(levelAt: (x: number, y: number) => number): (x: number, y: number) => number {
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  for (let i = 0; i < pixels.length; i++) pixels[i] = levelAt(i % WIDTH, Math.floor(i / WIDTH));
  const light = paperLight({ width: WIDTH, height: HEIGHT, channels: 1, pixels }, 1, () => true, 48);
  const gain = evenLight(light, 4);
  return (x, y) => valueAt(gain, x, y);
}

describe("evening the light", () => {
  test("draws no veil over a white margin that was set about the picture of a page", () => {
    const gain = gainOf((x, y) => (x < 90 || y < 40 ? 255 : 228));
    expect(gain(20, 20)).toBeGreaterThan(0.985);
    expect(gain(20, 400)).toBeGreaterThan(0.985);
    expect(gain(250, 400)).toBeCloseTo(1, 2);
  });

  test("still evens paper that lies in brighter light than the rest", () => {
    const gain = gainOf((x) => 180 + (60 * x) / WIDTH);
    expect(gain(30, 300)).toBeGreaterThan(1.05);
    expect(gain(370, 300)).toBeLessThan(0.95);
  });

  test("lifts the shade at the fold of a page whose paper is mostly pure white", () => {
    const gain = gainOf((x) => (x < 80 ? 190 : 255));
    expect(gain(20, 300)).toBeGreaterThan(1.15);
    expect(gain(300, 300)).toBeCloseTo(1, 2);
  });
});
