/** Pictures at the edge of what is handed over: each is read whole or refused with a code; none crashes, no text is cut. */
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encodeRaster } from "../../../formats/image-input.ts";
import type { Raster } from "../../../formats/raster.ts";
import { invert, mapPoint } from "../../../pipeline/geometry.ts";
import { drawnPage } from "../../fixtures/drawn-page.ts";
import { type Cleaned, cleanBytes, inspectBytes, tiffOf } from "../../fixtures/image-stages.ts";
import { header, pngFile } from "../../fixtures/png-file.ts";

type Point = readonly [number, number];

const GROUND = 12;
const codesOf = ({ quality }: Cleaned): string[] => quality.findings.map(({ code }) => code);

/** Every stroke of the master is within both pictures and dark in the one for reading; and the stage's own measure agrees. */
function expectNothingLost({ report, text }: Cleaned, inkPoints: readonly Point[]): void {
  const toClean = invert(report.toMaster);
  expect(inkPoints.length).toBeGreaterThan(10);
  for (const [x, y] of inkPoints) {
    const at = mapPoint(toClean, x, y);
    let darkest = 255;
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const [column, row] = [Math.floor(at.x) + dx, Math.floor(at.y) + dy];
        if (column < 0 || row < 0 || column >= text.width || row >= text.height) continue;
        darkest = Math.min(darkest, text.pixels[(row * text.width + column) * text.channels] as number);
      }
    }
    expect(darkest, `the stroke at ${x}, ${y}`).toBeLessThan(150);
  }
  expect(Math.max(report.inkLoss?.clean ?? 1, report.inkLoss?.text ?? 1)).toBeLessThanOrEqual(0.001);
}

/** Pictures side by side on the ground, with a gap between them. */
function beside(pictures: readonly Raster[], gap: number): Raster {
  const width = pictures.reduce((sum, each) => sum + each.width + gap, -gap);
  const height = Math.max(...pictures.map((each) => each.height));
  const pixels = new Uint8Array(width * height * 3).fill(GROUND);
  let left = 0;
  for (const picture of pictures) {
    for (let y = 0; y < picture.height; y++) {
      const row = picture.pixels.subarray(y * picture.width * 3, (y + 1) * picture.width * 3);
      pixels.set(row, (y * width + left) * 3);
    }
    left += picture.width + gap;
  }
  return { width, height, channels: 3, pixels };
}

function painted(
  raster: Raster,
  box: { x: number; y: number; width: number; height: number },
  colour: readonly number[],
): Raster {
  const pixels = raster.pixels.slice();
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) pixels.set(colour, (y * raster.width + x) * 3);
  }
  return { ...raster, pixels };
}

const shifted = (points: readonly Point[], by: number): readonly Point[] => points.map(([x, y]) => [x + by, y]);

/** One bit a pixel: bars of ink on white, without all of its rows in memory at once being more than this. */
function bitonal(width: number, height: number): Buffer {
  const rowBytes = 1 + Math.ceil(width / 8);
  const rows = Buffer.alloc(rowBytes * height, 0xff);
  for (let y = 0; y < height; y++) {
    rows[y * rowBytes] = 0;
    if (y % 40 < 6 && y > 100 && y < height - 100) rows.fill(0, y * rowBytes + 40, (y + 1) * rowBytes - 40);
  }
  return pngFile([], header(width, height, 1), deflateSync(rows, { level: 1 }));
}

describe("a picture of extreme size", () => {
  test("of 30,000 x 30,000 pixels of one bit is refused as beyond the limit of the profile, before it is decoded", async () => {
    const scan = bitonal(30_000, 30_000);
    await expect(inspectBytes(scan)).rejects.toMatchObject({ code: "IMG-BOMB", retry: "never" });
  });

  test("of 30,000 pixels along one side and of one bit, within the limit, is measured and cleaned", async () => {
    const cleaned = await cleanBytes(bitonal(30_000, 900));
    expect(cleaned.report.master).toEqual({ width: 30_000, height: 900 });
    expect(cleaned.report.clean.width).toBeGreaterThan(29_000);
    expect(codesOf(cleaned)).toContain("QC-FOLDOUT");
    expect(Math.max(cleaned.report.inkLoss?.clean ?? 1, cleaned.report.inkLoss?.text ?? 1)).toBeLessThanOrEqual(0.001);
  });

  test("of one pixel is neither refused nor said to hold anything", async () => {
    const cleaned = await cleanBytes(
      await encodeRaster({ width: 1, height: 1, channels: 3, pixels: new Uint8Array([9, 9, 9]) })
        .png()
        .toBuffer(),
    );
    expect(cleaned.report.clean).toEqual({ width: 1, height: 1 });
    expect(cleaned.report.inkLoss).toBeNull();
  });
});

describe("a picture of odd colours", () => {
  const page = drawnPage({ width: 600, height: 840, seed: 41, ground: null });

  test.each([
    ["CMYK without a profile", () => encodeRaster(page.raster).toColourspace("cmyk").tiff({ compression: "lzw" }).toBuffer()],
    ["sixteen bits of grey", () => encodeRaster(page.raster).toColourspace("grey16").png().toBuffer()],
    ["a wide colour profile that is right", () => encodeRaster(page.raster).withIccProfile("p3").png().toBuffer()],
  ])("is read with %s: nothing is lost", async (_, bytes) => {
    const cleaned = await cleanBytes(await bytes());
    expectNothingLost(cleaned, page.inkPoints);
  });

  test("and without any light, the lens being capped, is told as black and passes", async () => {
    const cleaned = await cleanBytes(await encodeRaster(page.raster).linear(0.03, 2).png().toBuffer());
    expect(codesOf(cleaned)).toContain("QC-BLACK");
    expect(cleaned.report.clean).toEqual({ width: 600, height: 840 });
  });
});

describe("a picture of more than a page, or of one that lies oddly", () => {
  const one = drawnPage({ width: 640, height: 896, seed: 51 });
  const two = drawnPage({ width: 640, height: 896, seed: 52 });

  test.each([-15, 15])("turned by %s degrees is straightened, and no text is cut", async (skewDegrees) => {
    const page = drawnPage({ width: 1100, height: 1300, seed: 53, skewDegrees });
    const onGround = page.inkPoints.filter(([x, y]) => x > 0 && y > 0 && x < 1100 && y < 1300);
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    expect(codesOf(cleaned)).toContain("QC-SKEW");
    expect(Math.abs((cleaned.quality.skew?.degrees ?? 0) - skewDegrees)).toBeLessThanOrEqual(0.1);
    expectNothingLost(cleaned, onGround);
  });

  test("of two books is told, and the text of both is kept", async () => {
    const cleaned = await cleanBytes(await tiffOf(beside([one.raster, two.raster], 60)));
    expect(codesOf(cleaned)).toContain("QC-TWO-BOOKS");
    expectNothingLost(cleaned, [...one.inkPoints, ...shifted(two.inkPoints, 700)]);
  });

  test("with a ruler beside the page is told, and all text is kept", async () => {
    const empty = { width: 160, height: 896, channels: 3, pixels: new Uint8Array(160 * 896 * 3).fill(GROUND) } as const;
    const withRuler = painted(beside([one.raster, empty], 0), { x: 690, y: 120, width: 40, height: 500 }, [225, 222, 60]);
    const cleaned = await cleanBytes(await tiffOf(withRuler));
    expect(codesOf(cleaned)).toContain("QC-OBJECT");
    expectNothingLost(cleaned, one.inkPoints);
  });

  test("with a hand that reaches in over the edge is told, and all text beside the hand is kept", async () => {
    const empty = { width: 120, height: 896, channels: 3, pixels: new Uint8Array(120 * 896 * 3).fill(GROUND) } as const;
    const hand = { x: 570, y: 400, width: 190, height: 110 };
    const cleaned = await cleanBytes(await tiffOf(painted(beside([one.raster, empty], 0), hand, [201, 150, 122])));
    expect(codesOf(cleaned)).toContain("QC-OBJECT");
    const isBeside = ([x, y]: Point): boolean => x < hand.x - 4 || y < hand.y - 4 || y > hand.y + hand.height + 4;
    expectNothingLost(cleaned, one.inkPoints.filter(isBeside));
  });

  test("unfolded to five times as wide as high is told, and kept from end to end", async () => {
    const leaves = [61, 62, 63, 64, 65, 66, 67].map((seed) => drawnPage({ width: 640, height: 896, seed, ground: null }));
    const cleaned = await cleanBytes(
      await tiffOf(
        beside(
          leaves.map((each) => each.raster),
          0,
        ),
      ),
    );
    expect(codesOf(cleaned)).toContain("QC-FOLDOUT");
    expectNothingLost(
      cleaned,
      leaves.flatMap((each, i) => shifted(each.inkPoints, i * 640)),
    );
  });
});
