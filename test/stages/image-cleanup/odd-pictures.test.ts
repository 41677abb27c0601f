import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { encodeRaster } from "../../../formats/image-input.ts";
import type { Raster } from "../../../formats/raster.ts";
import { drawnPage } from "../../fixtures/drawn-page.ts";
import { cleanBytes, colourAt } from "../../fixtures/image-stages.ts";

const page = drawnPage({ width: 600, height: 840, seed: 41, ground: null, hasSeal: true });

function whiteShare(text: Raster): number {
  return text.pixels.filter((level) => level > 245).length / text.pixels.length;
}

/** A plain linear profile that belongs to another colour model than the picture. */
async function withForeignProfile(): Promise<Buffer> {
  const cmyk = await encodeRaster(page.raster).toColourspace("cmyk").withIccProfile("cmyk").jpeg().toBuffer();
  const { icc } = await sharp(cmyk).metadata();
  const jpeg = await encodeRaster(page.raster).jpeg({ quality: 95 }).toBuffer();
  const name = Buffer.from("ICC_PROFILE\0\u0001\u0001", "latin1");
  const body = Buffer.concat([name, (icc as Buffer).subarray(0, 60_000)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe2]), length, body, jpeg.subarray(2)]);
}

const FORMS: readonly (readonly [string, () => Promise<Buffer>])[] = [
  [
    "one bit a pixel",
    () =>
      encodeRaster(page.raster)
        .threshold(120)
        .toColourspace("b-w")
        .png({ bitdepth: 1 } as object)
        .toBuffer(),
  ],
  ["sixteen bits a channel", () => encodeRaster(page.raster).toColourspace("rgb16").png().toBuffer()],
  ["CMYK", () => encodeRaster(page.raster).toColourspace("cmyk").withIccProfile("cmyk").jpeg({ quality: 95 }).toBuffer()],
  ["a profile of another colour model", withForeignProfile],
  ["grey", () => encodeRaster(page.raster).toColourspace("b-w").png().toBuffer()],
  ["overexposed until paper is saturated", () => encodeRaster(page.raster).linear(1.35, 0).png().toBuffer()],
  ["underexposed to a quarter", () => encodeRaster(page.raster).linear(0.25, 0).png().toBuffer()],
];

describe("cleanup of pictures of odd kinds", () => {
  test.each(FORMS)("reads a page with %s: ink dark, paper white, nothing lost", async (_, bytes) => {
    const { text, report } = await cleanBytes(await bytes());
    expect(whiteShare(text)).toBeGreaterThan(0.6);
    for (const [x, y] of page.inkPoints) expect(colourAt(text, x, y)[0]).toBeLessThan(140);
    expect(report.inkLoss?.inkPixels).toBeGreaterThan(5000);
    expect(Math.max(report.inkLoss?.clean ?? 1, report.inkLoss?.text ?? 1)).toBeLessThanOrEqual(0.001);
    expect(report.findings).toEqual([]);
  });

  test.each(["#ffffff", "#000000", "#ff0000", "#808080"])(
    "a picture that is %s all over has no ink to lose",
    async (background) => {
      const { report, text } = await cleanBytes(
        await sharp({ create: { width: 500, height: 700, channels: 3, background } })
          .png()
          .toBuffer(),
      );
      expect(report.inkLoss).toBeNull();
      expect(new Set(text.pixels).size).toBe(1);
    },
  );

  test("keeps the hue of vermilion in the colour picture", async () => {
    const hueOf = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
      (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
    const chromaOf = (colour: readonly number[]) => Math.max(...colour) - Math.min(...colour);
    const { clean } = await cleanBytes(await encodeRaster(page.raster).tiff().toBuffer());
    const before = colourAt(page.raster, ...page.sealPoint);
    const after = colourAt(clean, ...page.sealPoint);
    expect(Math.abs(hueOf(after) - hueOf(before))).toBeLessThan(5);
    expect(chromaOf(after) / chromaOf(before)).toBeGreaterThan(0.9);
  });
});
