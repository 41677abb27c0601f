import { describe, expect, test } from "vitest";
import { centreStrip, creaseOf } from "../../../stages/inspect/centre-strip.ts";
import { cellAt, type MiddleBand, shareOfWidth } from "../../../stages/inspect/middle-band.ts";
import { type UprightLine, uprightLines } from "../../../stages/inspect/upright-lines.ts";

const [CELLS, ROWS] = [260, 320];

interface Drawn {
  readonly x: number;
  readonly from?: number;
  readonly to?: number;
  readonly luminance?: number;
}

/** Rules of a frame from 0.1 to 0.9 of the height, and bars across all of the band where it begins and ends. */
function band(lines: readonly Drawn[], bars: readonly number[] = [0.1, 0.9]): MiddleBand {
  const light = new Float32Array(CELLS * ROWS).fill(200);
  for (const { x, from = 0.1, to = 0.9, luminance = 120 } of lines) {
    for (let row = Math.round(from * ROWS); row < Math.round(to * ROWS); row++) light[row * CELLS + cellAt(CELLS, x)] = luminance;
  }
  for (const bar of bars) light.fill(90, Math.round(bar * ROWS) * CELLS, (Math.round(bar * ROWS) + 2) * CELLS);
  return { cells: CELLS, rows: ROWS, light, paper: 200 };
}

const found = (drawn: MiddleBand) => centreStrip(drawn, uprightLines(drawn));
const rules = (...xs: readonly number[]): readonly Drawn[] => xs.map((x) => ({ x }));

describe("an upright line", () => {
  test("is found where it is drawn, however faint, and tells how far it reaches", () => {
    const [line, ...others] = uprightLines(band([{ x: 0.45, from: 0.2, to: 0.8, luminance: 188 }], []));
    expect(others).toEqual([]);
    expect(line?.x).toBeCloseTo(0.45, 2);
    expect(line?.from).toBeCloseTo(0.2, 1);
    expect(line?.to).toBeCloseTo(0.8, 1);
    expect(line?.clearness).toBeGreaterThan(0.8);
  });

  test("may bow as paper does", () => {
    const drawn = band([], []);
    for (let row = 0; row < ROWS; row++) {
      const cell = 130 + Math.round(6 * Math.sin((row / ROWS) * Math.PI));
      drawn.light[row * CELLS + cell] = 120;
    }
    expect(uprightLines(drawn).map((line) => line.to - line.from > 0.95)).toEqual([true]);
  });

  test("is none where strokes stand to and fro under each other", () => {
    const drawn = band([], []);
    for (let row = 0; row < ROWS; row++) drawn.light[row * CELLS + 130 + ((Math.floor(row / 4) * 7) % 18)] = 60;
    expect(uprightLines(drawn)).toEqual([]);
  });
});

describe("the centre strip", () => {
  test("lies between the two rules about the middle that others mirror, wide or narrow", () => {
    expect(found(band(rules(0.42, 0.475, 0.525, 0.58)))?.from).toBeCloseTo(0.475, 2);
    expect(found(band(rules(0.42, 0.485, 0.515, 0.58)))?.to).toBeCloseTo(0.515, 2);
  });

  test("is never two columns with a rule between them", () => {
    expect(found(band(rules(0.42, 0.46, 0.5, 0.54, 0.58)))).toBeUndefined();
  });

  test("is not a column beside the middle", () => {
    expect(found(band(rules(0.395, 0.445, 0.495, 0.545)))).toBeUndefined();
  });

  test("is known by the crease down its middle where no other rules are left", () => {
    const leaf = [...rules(0.475, 0.525), { x: 0.5, from: 0, to: 1, luminance: 185 }];
    expect(found(band(leaf))?.to).toBeCloseTo(0.525, 2);
    expect(found(band(rules(0.475, 0.525)))).toBeUndefined();
  });

  test("is not the gap between two framed pages: no frame closes it", () => {
    expect(found(band(rules(0.42, 0.475, 0.525, 0.58), []))).toBeUndefined();
  });
});

describe("a crease", () => {
  const line = (over: Partial<UprightLine>): UprightLine => ({ x: 0.5, from: 0, to: 1, clearness: 0.9, ...over });

  test("runs from edge to edge in the middle of the page", () => {
    expect(creaseOf([line({ x: 0.504 })])).toBe(0.504);
    expect(creaseOf([line({ x: 0.44 }), line({ from: 0.2 }), line({ clearness: 0.5 })])).toBeUndefined();
    expect(shareOfWidth(CELLS, CELLS / 2)).toBeCloseTo(0.5, 6);
  });
});
