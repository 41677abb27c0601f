import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { invert, mapPoint } from "../../../pipeline/geometry.ts";
import { planGeometry, type QuarterTurn } from "../../../stages/image-cleanup/plan-geometry.ts";

const SIZE = { width: 3000, height: 4000 };
const correction = fc.record({
  perspective: fc.option(
    fc.record({
      x: fc.constant(SIZE.width / 2),
      y: fc.constant(SIZE.height / 2),
      g: fc.double({ min: -0.05 / 3000, max: 0.05 / 3000, noNaN: true }),
      h: fc.double({ min: -0.05 / 4000, max: 0.05 / 4000, noNaN: true }),
    }),
  ),
  skewDegrees: fc.double({ min: -15, max: 15, noNaN: true }),
  turnDegrees: fc.constantFrom<QuarterTurn[]>(0, 90, 180, 270),
});
/** A page on its ground: straight edges are enough here. */
const outline = {
  step: 8,
  left: Array.from({ length: SIZE.height / 8 }, () => 200),
  right: Array.from({ length: SIZE.height / 8 }, () => 2800),
  top: Array.from({ length: SIZE.width / 8 }, () => 300),
  bottom: Array.from({ length: SIZE.width / 8 }, () => 3700),
};

describe("the geometry of a cleaned page", () => {
  test("leads every point of the master there and back within half a pixel", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(correction, part, part, (undo, u, v) => {
        const { toUpright } = planGeometry(SIZE, null, undo, 10);
        const [x, y] = [u * SIZE.width, v * SIZE.height];
        const there = mapPoint(invert(toUpright), x, y);
        const back = mapPoint(toUpright, there.x, there.y);
        expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(0.001);
      }),
    );
  });

  test("keeps every point of the page, however it is turned and seen", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(correction, part, part, (undo, u, v) => {
        const { toUpright, size } = planGeometry(SIZE, outline, undo, 10);
        const point = mapPoint(invert(toUpright), 200 + u * 2600, v * SIZE.height);
        expect(Math.min(point.x, point.y, size.width - point.x, size.height - point.y)).toBeGreaterThan(-0.001);
      }),
    );
  });

  test("brings a page that lies on its side into reading position", () => {
    const { toUpright, size } = planGeometry(SIZE, null, { perspective: null, skewDegrees: 0, turnDegrees: 90 }, 10);
    expect(size).toEqual({ width: SIZE.height, height: SIZE.width });
    // turned clockwise, what was at the lower left comes to the upper left
    expect(mapPoint(toUpright, 0, 0)).toEqual({ x: 0, y: SIZE.height });
  });
});
