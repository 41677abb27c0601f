import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../cli/sample/random.ts";
import { measureEvenMarks } from "../../../stages/inspect/measure-even-marks.ts";
import { TILE, type Tile } from "../../../stages/inspect/sample-tiles.ts";

const PAPER = 200;
const INK_LEVELS = 140;
const STRONGEST = INK_LEVELS / PAPER;

/** How much of a bar of 14 pixels covers a place, its edges spread over so many pixels. */
const bar = (middle: number, soft: number, at: number): number =>
  Math.max(0, Math.min(1, (7 + soft / 2 - Math.abs(at - middle)) / soft));

/** Tiles of paper with strokes of ink, and what else darkens them, in levels. */
function page(alsoDark: (x: number, y: number, tile: number) => number): Tile[] {
  return Array.from({ length: 10 }, (_, tile) => ({
    x: 0,
    y: 0,
    levels: Uint8Array.from({ length: TILE * TILE }, (_, at) => {
      const [x, y] = [at % TILE, Math.floor(at / TILE)];
      return Math.round(PAPER - Math.max(bar(12, 2, x % 64) * INK_LEVELS, alsoDark(x, y, tile)));
    }),
  }));
}

/** Strokes of the other side right behind those of this one, so that little of them is seen beside the ink. */
const behind = (levels: number) => (x: number) => bar(24, 4, x % 64) * levels;

describe("what comes through right behind the ink", () => {
  test("is as dark as it is", () => {
    const marks = measureEvenMarks(page(behind(60)), STRONGEST);
    expect(marks?.perInk).toBeGreaterThan(0.1);
    expect(marks?.darkness).toBeCloseTo(60 / PAPER, 1);
  });

  test("is told in grain that makes more edges than it", () => {
    const random = seededRandom(4, "grain");
    const marks = measureEvenMarks(
      page((x) => behind(60)(x) + random.between(0, 12)),
      STRONGEST,
    );
    expect(marks?.perInk).toBeGreaterThan(0.1);
  });
});

describe("nothing comes through", () => {
  test.each([
    { what: "ink alone", alsoDark: () => 0 },
    { what: "ink whose edges a lens has widened", alsoDark: (x: number) => bar(12, 8, x % 64) * INK_LEVELS },
    { what: "a stain", alsoDark: (x: number, y: number) => 24 * Math.exp(-((x - 64) ** 2 + (y - 64) ** 2) / 40 ** 2) },
    { what: "light that falls off", alsoDark: (x: number) => x * 0.4 },
    { what: "thin rules", alsoDark: (x: number) => (x % 64 === 40 ? 80 : 0) },
    {
      what: "dots of vermilion on some of the tiles",
      alsoDark: (x: number, y: number, tile: number) => (tile % 4 === 0 && Math.hypot(x - 40, y - 40) < 9 ? 70 : 0),
    },
  ])("where there is $what", ({ alsoDark }) => {
    expect(measureEvenMarks(page(alsoDark), STRONGEST)?.perInk).toBe(0);
  });

  test("of which a page with hardly any ink could tell", () => {
    const empty = { x: 0, y: 0, levels: new Uint8Array(TILE * TILE).fill(PAPER) };
    expect(measureEvenMarks([empty, empty, empty, empty], STRONGEST)).toBeUndefined();
  });
});
