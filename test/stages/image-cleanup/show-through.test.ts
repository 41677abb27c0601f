import { describe, expect, test } from "vitest";
import type { Raster } from "../../../formats/raster.ts";
import { type DrawnPage, drawnPage } from "../../fixtures/drawn-page.ts";
import { cleanBytes, colourAt, tiffOf } from "../../fixtures/image-stages.ts";

const SIZE = { width: 600, height: 840 };

/** Lay the other side's print over a page: mirrored, blurred by the paper, `strength` as dark as it is. */
function shineThrough({ raster }: DrawnPage, verso: DrawnPage, strength: number): Raster {
  const { width, height } = raster;
  const pixels = raster.pixels.slice();
  const reach = 2;
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      let dark = 0;
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          dark += 200 - (verso.raster.pixels[((y + dy) * width + width - 1 - x - dx) * 3 + 1] as number);
        }
      }
      const loss = Math.max(0, (dark / 25) * strength);
      for (let c = 0; c < 3; c++) {
        const at = (y * width + x) * 3 + c;
        pixels[at] = Math.max(0, (pixels[at] as number) - loss);
      }
    }
  }
  return { ...raster, pixels };
}

function greys(text: Raster): number[] {
  return Array.from({ length: text.pixels.length / text.channels }, (_, i) => text.pixels[i * text.channels] as number);
}

function shareBelow(values: readonly number[], level: number): number {
  return values.filter((value) => value < level).length / values.length;
}

const verso = drawnPage({ ...SIZE, seed: 71, ground: null });

describe("the reading picture of a leaf with the other side shining through", () => {
  test("is nearly white when the leaf is blank", async () => {
    const blank = drawnPage({ ...SIZE, seed: 5, ground: null, isBlank: true });
    const master = shineThrough(blank, verso, 0.24);
    const before = greys(master);
    expect(shareBelow(before, 190)).toBeGreaterThan(0.03);
    const { text } = await cleanBytes(await tiffOf(master));
    expect(shareBelow(greys(text), 250)).toBeLessThan(0.005);
  });

  test("loses what shines through between the columns and keeps every stroke", async () => {
    const page = drawnPage({ ...SIZE, seed: 6, ground: null });
    const cleaned = await cleanBytes(await tiffOf(shineThrough(page, verso, 0.24)));
    const step = cleaned.report.steps.find(({ name }) => name === "suppress-show-through");
    expect(step?.params["suppressedShare"]).toBeGreaterThan(0.02);
    expect(cleaned.report.inkLoss?.text).toBeLessThanOrEqual(0.001);
    for (const [x, y] of page.inkPoints) expect(colourAt(cleaned.text, x, y)[0]).toBeLessThan(120);
  });

  test("keeps strokes of faint ink where all ink is faint", async () => {
    const page = drawnPage({ ...SIZE, seed: 6, ground: null });
    const pixels = page.raster.pixels.map((level, i) => Math.round([214, 200, 172][i % 3]! * 0.72 + level * 0.28));
    const { text, report } = await cleanBytes(await tiffOf({ ...page.raster, pixels }));
    expect(report.inkLoss?.text).toBeLessThanOrEqual(0.001);
    const dark = page.inkPoints.filter(([x, y]) => (colourAt(text, x, y)[0] as number) < 215);
    expect(dark.length).toBe(page.inkPoints.length);
  });
});
