import { describe, expect, test } from "vitest";
import type { Box } from "../../../pipeline/geometry.ts";
import { inkOfPage, takeOffRules } from "../../../stages/layout/analyse-page.ts";
import { findBlobs } from "../../../stages/layout/components.ts";
import { cutAtTails, fishTails } from "../../../stages/layout/fish-tails.ts";
import { linesOfStrip } from "../../../stages/layout/lines-of-strip.ts";
import type { Mask } from "../../../stages/layout/mask.ts";
import { drawLeaf } from "../../fixtures/drawn-leaf.ts";

const WIDTH = 60;
const HEIGHT = 240;
const STRIP = { from: 0, to: WIDTH };

function maskOf(inked: readonly Box[]): Mask {
  const ink = new Uint8Array(WIDTH * HEIGHT);
  for (const { x, y, width, height } of inked) {
    for (let row = y; row < y + height; row++) ink.fill(1, row * WIDTH + x, row * WIDTH + x + width);
  }
  return { width: WIDTH, height: HEIGHT, ink };
}

/** An open character, as bold as a title's. */
const character = (y: number, x = 14, size = 30): readonly Box[] =>
  [0, 10, 20].flatMap((row) => [
    { x, y: y + row, width: size, height: 4 },
    { x: x + size / 2 - 2, y: y + row, width: 4, height: Math.min(10, size - row) },
  ]);

/** A dark bar across the strip, and what is left of it beside the notch. */
const tailAt = (y: number): readonly Box[] => [
  { x: 1, y, width: WIDTH - 2, height: 12 },
  ...Array.from({ length: 12 }, (_, row) => [
    { x: 1, y: y + 12 + row, width: 26 - 2 * row, height: 1 },
    { x: WIDTH - 27 + 2 * row, y: y + 12 + row, width: 26 - 2 * row, height: 1 },
  ]).flat(),
];

describe("a fish tail", () => {
  test("is found where it touches the title over it, and parts it from the volume", () => {
    const mask = maskOf([
      ...character(20),
      ...character(52),
      { x: 26, y: 82, width: 6, height: 6 },
      ...tailAt(86),
      ...character(124),
    ]);
    const tails = fishTails(mask, STRIP);
    expect(tails).toHaveLength(1);
    expect(tails[0]?.from).toBeGreaterThanOrEqual(80);
    expect(tails[0]?.to).toBeLessThanOrEqual(112);
    const lines = linesOfStrip(mask, findBlobs(mask), { column: STRIP, sizePixels: 36, confidence: 1 });
    expect(lines).toHaveLength(2);
    const [title, volume] = lines.map(({ box }) => box);
    expect((title?.y ?? 0) + (title?.height ?? 0)).toBeLessThanOrEqual(88);
    expect(volume).toMatchObject({ x: 14, y: 124, width: 30 });
  });

  test("is cut out of the ink with the tips beside its notch, and nothing else is", () => {
    const [title, volume] = [character(20), character(130)];
    const mask = maskOf([...title, ...tailAt(86), ...volume]);
    const left = cutAtTails(mask, findBlobs(mask), fishTails(mask, STRIP), STRIP);
    const area = (blobs: readonly { readonly area: number }[]) => blobs.reduce((sum, blob) => sum + blob.area, 0);
    expect(area(left)).toBe(area(findBlobs(maskOf([...title, ...volume]))));
  });

  test("is not seen in characters, nor in a stain taller than the strip is broad", async () => {
    expect(fishTails(maskOf([...character(20), ...character(52), ...character(84)]), STRIP)).toEqual([]);
    expect(fishTails(maskOf([{ x: 0, y: 40, width: WIDTH, height: 90 }]), STRIP)).toEqual([]);
    for (const seed of [2, 5, 8]) {
      const { grey, runs } = await drawLeaf(seed);
      const { mask } = takeOffRules(inkOfPage(grey));
      const cellOf = ({ x, width }: Box) => ({ from: Math.floor(x - 0.12 * width), to: Math.ceil(x + 1.12 * width) });
      for (const { box } of runs) expect(fishTails(mask, cellOf(box))).toEqual([]);
    }
  });
});
