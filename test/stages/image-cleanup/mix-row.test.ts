import { describe, expect, test } from "vitest";
import { mixRowKernel } from "../../../stages/image-cleanup/kernels/mix-row-kernel.ts";
import { mixRowPlain, type PackedPicture, type Walk } from "../../../stages/image-cleanup/mix-row-plain.ts";
import { seeded } from "../../fixtures/drawn-page.ts";

const random = seeded(5);
const whole = (least: number, most: number) => Math.floor(least + random() * (most - least));

const picture = (width: number, height: number): PackedPicture => ({
  width,
  height,
  whole: Int32Array.from({ length: width * height }, () => whole(0, 2 ** 32) | 0),
});

/** Straight ways that stay inside the picture, forth and back, up and down. */
function ways({ width, height }: PackedPicture, pixels: number, count: number): readonly Walk[] {
  return Array.from({ length: count }, () => {
    const [u0, v0] = [random() * (width - 1), random() * (height - 1)];
    const [u1, v1] = [random() * (width - 1), random() * (height - 1)];
    return { u0, a: (u1 - u0) / pixels, v0, b: (v1 - v0) / pixels };
  });
}

describe("rows mixed by the kernel", () => {
  test.each([
    { pixels: 1, lines: 40 },
    { pixels: 63, lines: 40 },
    { pixels: 250, lines: 40 },
    // fewer than some of the rows need
    { pixels: 250, lines: 12 },
  ])("are those of plain TypeScript: $pixels pixels, room for $lines lines", ({ pixels, lines }) => {
    const source = picture(57, 40);
    const kernel = mixRowKernel(source, lines, pixels + 3);
    expect(kernel).not.toBeNull();
    for (const walk of ways(source, pixels, 60)) {
      const [fast, plain] = [new Int32Array(pixels + 3).fill(7), new Int32Array(pixels + 3).fill(7)];
      const from = Math.min(2, pixels - 1);
      kernel?.(walk, fast, from, pixels);
      mixRowPlain(source)(walk, plain, from, pixels);
      expect(fast).toEqual(plain);
    }
  });

  test("are none where the row lies beside the source", () => {
    const row = new Int32Array(9).fill(7);
    mixRowKernel(picture(8, 8), 4, 9)?.({ u0: 0, a: 0, v0: -900, b: 0 }, row, 0, 0);
    expect(row).toEqual(new Int32Array(9).fill(7));
  });

  test("are left to plain TypeScript where they come from more lines than there is room for", () => {
    expect(mixRowKernel({ width: 20_000, height: 20_000, whole: new Int32Array(0) }, 5000, 20_000)).toBeNull();
  });
});
