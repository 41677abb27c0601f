import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../cli/sample/random.ts";
import { measureMotion } from "../../../stages/inspect/measure-motion.ts";
import { TILE, type Tile } from "../../../stages/inspect/sample-tiles.ts";

type Levels = Float64Array;

/** Upright strokes, and one lying stroke for every six of them. */
function written(seed: number): Levels {
  const random = seededRandom(seed, "strokes");
  const levels = new Float64Array(TILE * TILE).fill(200);
  for (let stroke = 0; stroke < 21; stroke++) {
    const [left, top] = [random.whole(0, 120), random.whole(0, 120)];
    const [width, height] = stroke % 7 === 0 ? [40, 6] : [6, 40];
    for (let y = top; y < Math.min(TILE, top + height); y++) {
      levels.fill(40, y * TILE + left, y * TILE + Math.min(TILE, left + width));
    }
  }
  return levels;
}

/** The mean over so many pixels across or down. */
function smeared(levels: Levels, length: number, isDown: boolean): Levels {
  const within = (place: number): number => Math.max(0, Math.min(TILE - 1, place));
  return levels.map((_, at) => {
    const [x, y] = [at % TILE, Math.floor(at / TILE)];
    let sum = 0;
    for (let step = 0; step < length; step++) {
      const off = step - (length >> 1);
      sum += levels[isDown ? within(y + off) * TILE + x : y * TILE + within(x + off)] as number;
    }
    return sum / length;
  });
}

/** Tiles as a good lens sees them, and what was changed after. */
const tilesOf = (change: (levels: Levels) => Levels): Tile[] =>
  [1, 2, 3, 4].map((seed) => {
    const seen = smeared(smeared(written(seed), 2, false), 2, true);
    return { x: 0, y: 0, levels: Uint8Array.from(change(seen), Math.round) };
  });

describe("the movement of a page", () => {
  test("does not show in still writing, although most of its strokes run one way", () => {
    expect(measureMotion(tilesOf((levels) => levels))?.ratio).toBeLessThan(1.3);
  });

  test("does not show where a lens has widened all edges alike", () => {
    const blurred = tilesOf((levels) => smeared(smeared(levels, 8, false), 8, true));
    expect(measureMotion(blurred)?.ratio).toBeLessThan(1.3);
  });

  test.each([0, 90])("shows in the edges that face along it: %d degrees", (degrees) => {
    const moved = measureMotion(tilesOf((levels) => smeared(levels, 10, degrees === 90)));
    expect(moved?.ratio).toBeGreaterThan(2);
    const off = Math.abs((moved?.degrees ?? 45) - degrees) % 180;
    expect(Math.min(off, 180 - off)).toBeLessThanOrEqual(15);
  });

  test("is not made up where nothing is written", () => {
    expect(measureMotion(tilesOf((levels) => levels.fill(200)))).toBeUndefined();
  });
});
