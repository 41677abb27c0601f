import { describe, expect, test } from "vitest";
import { findColumnInk } from "../../../../stages/ocr/hannom/column-ink.ts";
import { placeInColumn } from "../../../../stages/ocr/hannom/place-in-column.ts";
import { DrawnColumns } from "../../../fixtures/drawn-columns.ts";

const SIZE = 30;

/** A column of drawn characters 40 pixels apart, with the boxes of their ink. */
function drawn(count: number) {
  const page = new DrawnColumns(50, 20 + count * 40);
  page.column(10, 10, SIZE, count, 40);
  const column = page.grey;
  const boxes = Array.from({ length: count }, (_, i) => ({ x: 10, y: 10 + i * 40, width: SIZE, height: SIZE }));
  const ink = findColumnInk(column);
  if (ink === undefined) throw new Error("the drawn column has no ink");
  return { column, boxes, ink };
}

function overlap(a: ReturnType<typeof placeInColumn>[number], b: typeof a): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (a.width * a.height + b.width * b.height - both);
}

describe("the boxes of a column's characters", () => {
  test("close round the ink although the network knows places by a third of a character only", () => {
    const { column, boxes, ink } = drawn(6);
    const middles = boxes.map((box, i) => box.y + SIZE / 2 + [9, -8, 6, -9, 8, 0][i]!);
    const placed = placeInColumn(column, ink, middles);
    for (const [i, box] of placed.entries()) expect(overlap(box, boxes[i]!)).toBeGreaterThan(0.75);
  });

  test("stay near their character where the column has a gap", () => {
    const { column, boxes, ink } = drawn(8);
    const far = boxes.filter((_, i) => i < 3 || i > 5);
    const bare = {
      ...column,
      pixels: column.pixels.map((value, i) => (Math.floor(i / 50) > 125 && Math.floor(i / 50) < 245 ? 255 : value)),
    };
    const placed = placeInColumn(
      bare,
      ink,
      far.map((box) => box.y + SIZE / 2),
    );
    for (const box of placed) expect(box.height).toBeLessThan(1.5 * SIZE);
  });

  test("give 一 a box that can be seen and hit", () => {
    const page = new DrawnColumns(50, 140);
    page.character(10, 10, SIZE);
    page.fill({ x: 10, y: 64, width: SIZE, height: 4 });
    page.character(10, 90, SIZE);
    const ink = findColumnInk(page.grey)!;
    const [, stroke] = placeInColumn(page.grey, ink, [25, 65, 105]);
    expect(stroke!.height).toBeGreaterThan(SIZE / 2);
    expect(stroke!.y).toBeLessThan(64);
    expect(stroke!.y + stroke!.height).toBeGreaterThan(68);
  });

  test("are none where nothing was read, and stay on the picture where places are wild", () => {
    const { column, ink } = drawn(2);
    expect(placeInColumn(column, ink, [])).toEqual([]);
    for (const box of placeInColumn(column, ink, [0, column.height - 1])) {
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(column.height);
      expect(box.height).toBeGreaterThan(0);
    }
  });
});

test("paper without ink has no ink to find, and specks at the side do not widen the writing", () => {
  const paper = new Uint8Array(50 * 100).map((_, i) => 235 + (i % 15));
  expect(findColumnInk({ width: 50, height: 100, pixels: paper })).toBeUndefined();
  const { column } = drawn(6);
  const specked = { ...column, pixels: column.pixels.slice() };
  specked.pixels[3 * 50 + 1] = 0;
  expect(findColumnInk(specked)).toMatchObject({ left: 10, right: 40 });
});
