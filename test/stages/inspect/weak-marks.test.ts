import { describe, expect, test } from "vitest";
import { measureWeakMarks } from "../../../stages/inspect/measure-weak-marks.ts";
import { TILE, type Tile } from "../../../stages/inspect/sample-tiles.ts";

const PAPER = 200;

const tileOf = (level: (x: number, y: number) => number): Tile => ({
  x: 0,
  y: 0,
  levels: Uint8Array.from({ length: TILE * TILE }, (_, i) => Math.round(level(i % TILE, Math.floor(i / TILE)))),
});

/** How much of a bar of 14 pixels covers a place, its edges spread over so many pixels. */
const bar = (middle: number, soft: number, at: number): number =>
  Math.max(0, Math.min(1, (7 + soft / 2 - Math.abs(at - middle)) / soft));

/** Strokes of ink side by side, blurred marks between them, and waves of grain over both. */
const page = (shineLevels: number, grainLevels: number): Tile[] =>
  Array.from({ length: 6 }, () =>
    tileOf((x, y) => {
      const ink = bar(12, 1, x % 64) * 140;
      const behind = bar(43, 12, x % 64) * shineLevels;
      return PAPER - Math.max(ink, behind) + grainLevels * Math.sin((2 * Math.PI * (x * 0.2 + y)) / 22);
    }),
  );

/** Difference between the wide weak marks and paper, in levels; 0 where there are none. */
function darkness(tiles: Tile[]): number {
  const marks = measureWeakMarks(tiles, 0);
  return marks === undefined ? 0 : marks.wideShare * marks.strongestLevels * Math.min(1, marks.widePerStrong / 0.3);
}

describe("marks of the other side of the leaf", () => {
  test("are found as dark as they are", () => {
    expect(darkness(page(60, 0))).toBeCloseTo(60, -1);
    expect(darkness(page(36, 0))).toBeCloseTo(36, -1);
  });

  test("are none where there is only ink", () => {
    expect(darkness(page(0, 0))).toBe(0);
  });

  test("are not seen in grain alone", () => {
    expect(darkness(page(0, 4))).toBeLessThan(0.15 * PAPER);
  });
});

describe("marks of a page on which all is faint", () => {
  const faint = (inkLevels: number, grainLevels: number): Tile[] =>
    Array.from({ length: 6 }, () =>
      tileOf((x, y) => PAPER - bar(12, 2, x % 64) * inkLevels + grainLevels * Math.sin((2 * Math.PI * (x * 0.2 + y)) / 22)),
    );

  test("are found by their sharp edges although they rise by a few levels", () => {
    const marks = measureWeakMarks(faint(4, 0), 0);
    expect(marks?.strongestLevels).toBeCloseTo(4, 0);
    expect(marks?.strongestWidthPixels).toBeLessThan(5);
  });

  test("are none where noise rises as far", () => {
    expect(measureWeakMarks(faint(4, 0), 2)).toBeUndefined();
  });

  test("have wide edges where there is grain alone", () => {
    expect(measureWeakMarks(faint(0, 3), 0)?.strongestWidthPixels).toBeGreaterThan(5);
  });
});
