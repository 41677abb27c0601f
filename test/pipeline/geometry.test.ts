import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose, invert, mapPoint, type Projective } from "../../pipeline/geometry.ts";

const SIDE = 4000;
/** Maps as a camera makes them: any turn, some scale, a few percent of perspective over a picture. */
const cameraMap = fc
  .record({
    degrees: fc.double({ min: -180, max: 180, noNaN: true }),
    scale: fc.double({ min: 0.3, max: 3, noNaN: true }),
    shear: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
    e: fc.double({ min: -SIDE, max: SIDE, noNaN: true }),
    f: fc.double({ min: -SIDE, max: SIDE, noNaN: true }),
    g: fc.double({ min: -0.08 / SIDE, max: 0.08 / SIDE, noNaN: true }),
    h: fc.double({ min: -0.08 / SIDE, max: 0.08 / SIDE, noNaN: true }),
  })
  .map(({ degrees, scale, shear, e, f, g, h }): Projective => {
    const radians = (degrees * Math.PI) / 180;
    const [cos, sin] = [scale * Math.cos(radians), scale * Math.sin(radians)];
    return { a: cos, b: sin, c: shear * cos - sin, d: shear * sin + cos, e, f, g, h };
  });
const coordinate = fc.double({ min: 0, max: SIDE, noNaN: true });

describe("maps of the plane", () => {
  test("lead every point there and back to where it was, perspective or not", () => {
    fc.assert(
      fc.property(cameraMap, coordinate, coordinate, fc.boolean(), (map, x, y, isAffine) => {
        const used = isAffine ? { ...map, g: 0, h: 0 } : map;
        const there = mapPoint(used, x, y);
        const back = mapPoint(invert(used), there.x, there.y);
        expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(1e-6 * SIDE);
      }),
    );
  });

  test("composed do what the two do one after the other", () => {
    fc.assert(
      fc.property(cameraMap, cameraMap, coordinate, coordinate, (outer, inner, x, y) => {
        const middle = mapPoint(inner, x, y);
        const depth = outer.g * middle.x + outer.h * middle.y + 1;
        fc.pre(depth > 0.1 && outer.g * inner.e + outer.h * inner.f + 1 > 0.1);
        const both = mapPoint(outer, middle.x, middle.y);
        const once = mapPoint(compose(outer, inner), x, y);
        expect(Math.hypot(both.x - once.x, both.y - once.y)).toBeLessThan(1e-5 * SIDE);
      }),
    );
  });

  test("have no inverse when they flatten the plane", () => {
    expect(() => invert({ a: 1, b: 2, c: 2, d: 4, e: 0, f: 0 })).toThrow(RangeError);
  });
});
