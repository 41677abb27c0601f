import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { encodeRaster } from "../../formats/image-input.ts";
import { luminanceOf, type Raster, type Rgb } from "../../formats/raster.ts";
import { invert, mapPoint } from "../../pipeline/geometry.ts";
import { type DrawnPage, drawnPage } from "../fixtures/drawn-page.ts";
import { type Cleaned, cleanBytes, colourAt, plain, tiffOf } from "../fixtures/image-stages.ts";

const SIZE = { width: 720, height: 1008 };

/** Where a point of the stored master lies in the cleaned picture. */
function inClean(cleaned: Cleaned, [x, y]: readonly [number, number]): [number, number] {
  const point = mapPoint(invert(cleaned.report.toMaster), x, y);
  return [point.x, point.y];
}

function darkestAbout(text: Raster, x: number, y: number): number {
  const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => colourAt(text, x + dx, y + dy)[0] ?? 255));
  return Math.min(...around);
}

/** Black discs on the bare paper of a page, to find again. */
function plantMarks(page: DrawnPage, radius: number): [number, number][] {
  const { width, height, pixels } = page.raster;
  return page.barePoints.slice(0, 4).map(([x, y]) => {
    const middle: [number, number] = [Math.round(x) + 0.25, Math.round(y) + 0.75];
    for (let py = 0; py < height; py++) {
      for (let px = 0; px < width; px++) {
        const share = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(px + 0.5 - middle[0], py + 0.5 - middle[1])));
        for (let c = 0; c < 3 && share > 0; c++) {
          const at = (py * width + px) * 3 + c;
          pixels[at] = Math.round((pixels[at] as number) * (1 - share) + 20 * share);
        }
      }
    }
    return middle;
  });
}

/** Middle of the darkness about a point; NaN when there is none. */
function middleOfDark(text: Raster, x: number, y: number, reach: number): [number, number] {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let py = Math.floor(y - reach); py <= y + reach; py++) {
    for (let px = Math.floor(x - reach); px <= x + reach; px++) {
      const dark = 255 - (colourAt(text, px, py)[0] ?? 255);
      sum += dark;
      sumX += dark * (px + 0.5);
      sumY += dark * (py + 0.5);
    }
  }
  return [sumX / sum, sumY / sum];
}

describe("image-cleanup", () => {
  test.each([-3, -1.2, -0.25, 0, 0.4, 1.7, 3])(
    "straightens a page turned by %s degrees to a tenth of a degree",
    async (skewDegrees) => {
      const page = drawnPage({ ...SIZE, skewDegrees, seed: 3 + Math.abs(skewDegrees), lightLoss: 0.3 });
      const { report } = await cleanBytes(await tiffOf(page.raster));
      const left = skewDegrees - (Math.atan2(report.toMaster.b, report.toMaster.a) * 180) / Math.PI;
      expect(Math.abs(left)).toBeLessThanOrEqual(0.1);
    },
  );

  test.each([-2.5, 0, 1.5])("cuts the ground off a page turned by %s degrees and no ink with it", async (skewDegrees) => {
    const page = drawnPage({ ...SIZE, skewDegrees, seed: 21 });
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    const { width, height } = cleaned.clean;
    for (const corner of page.paperCorners) {
      const [x, y] = inClean(cleaned, corner);
      expect(Math.min(x, y, width - x, height - y)).toBeGreaterThanOrEqual(0);
      // what is left around the paper is a narrow margin
      expect(Math.min(x, width - x)).toBeLessThan(30);
      expect(Math.min(y, height - y)).toBeLessThan(30);
    }
    expect(page.inkPoints.length).toBeGreaterThan(80);
    for (const point of page.inkPoints) {
      const [x, y] = inClean(cleaned, point);
      expect(darkestAbout(cleaned.text, x, y)).toBeLessThan(110);
    }
  });

  test("keeps all of a picture that the paper fills", async () => {
    const page = drawnPage({ ...SIZE, ground: null, seed: 4 });
    const { clean, report } = await cleanBytes(await tiffOf(page.raster));
    expect([clean.width, clean.height]).toEqual([SIZE.width, SIZE.height]);
    expect(report.toMaster).toEqual({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, g: 0, h: 0 });
  });

  test("keeps all of a page whose frame runs along the rim of the picture", async () => {
    const { raster } = drawnPage({ ...SIZE, ground: null, seed: 8 });
    const inset = Math.round(SIZE.width * 0.07);
    const bytes = await encodeRaster(raster)
      .extract({ left: inset, top: inset, width: SIZE.width - 2 * inset, height: SIZE.height - 2 * inset })
      .png()
      .toBuffer();
    const { clean, quality } = await cleanBytes(bytes);
    expect(quality.page.ground).toBe("none");
    expect([clean.width, clean.height]).toEqual([SIZE.width - 2 * inset, SIZE.height - 2 * inset]);
  });

  test("keeps characters that the scanner cut in two at the rim of the picture", async () => {
    const page = drawnPage({ ...SIZE, seed: 33 });
    const left = Math.round(page.inkPoints.map(([x]) => x).sort((a, b) => a - b)[15] as number);
    const bytes = await encodeRaster(page.raster)
      .extract({ left, top: 0, width: SIZE.width - left, height: SIZE.height })
      .png()
      .toBuffer();
    const cleaned = await cleanBytes(bytes);
    expect(cleaned.quality.page.ground).toBe("dark");
    const kept = page.inkPoints.filter(([x]) => x > left + 2);
    expect(kept.filter(([x]) => x < left + 40).length).toBeGreaterThan(5);
    for (const [x, y] of kept) {
      expect(darkestAbout(cleaned.text, ...inClean(cleaned, [x - left, y]))).toBeLessThan(110);
    }
  });

  test("finds the page on a coloured ground", async () => {
    const page = drawnPage({ ...SIZE, ground: [70, 140, 190], skewDegrees: 1, seed: 9 });
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    expect(cleaned.quality.page.ground).toBe("coloured");
    for (const corner of page.paperCorners) {
      const [x, y] = inClean(cleaned, corner);
      expect(Math.min(x, y, cleaned.clean.width - x, cleaned.clean.height - y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(x, cleaned.clean.width - x)).toBeLessThan(30);
    }
  });

  test.each([0, 2])("leads points back to the master within half a pixel, page turned by %s degrees", async (skewDegrees) => {
    const page = drawnPage({ ...SIZE, skewDegrees, seed: 30 });
    const marks = plantMarks(page, 4);
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    for (const mark of marks) {
      const [x, y] = inClean(cleaned, mark);
      const [foundX, foundY] = middleOfDark(cleaned.text, x, y, 9);
      const back = mapPoint(cleaned.report.toMaster, foundX, foundY);
      expect(Math.hypot(back.x - mark[0], back.y - mark[1])).toBeLessThan(0.5);
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "applies EXIF orientation %s once and leads back to the stored master",
    async (orientation) => {
      const page = drawnPage({ width: 600, height: 840, seed: 31, skewDegrees: 1 });
      const marks = plantMarks(page, 4);
      const bytes = await encodeRaster(page.raster).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
      const cleaned = await cleanBytes(bytes);
      expect(cleaned.report.master).toEqual({ width: 600, height: 840 });
      expect(cleaned.clean.width > cleaned.clean.height).toBe(orientation >= 5);
      for (const mark of marks) {
        const [x, y] = inClean(cleaned, mark);
        const [foundX, foundY] = middleOfDark(cleaned.text, x, y, 9);
        const back = mapPoint(cleaned.report.toMaster, foundX, foundY);
        expect(Math.hypot(back.x - mark[0], back.y - mark[1])).toBeLessThan(0.5);
      }
    },
  );

  test("evens the light of the paper and keeps its colour", async () => {
    const page = drawnPage({ ...SIZE, lightLoss: 0.45, seed: 12 });
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    const levels = (raster: Raster, at: (point: readonly [number, number]) => readonly [number, number]): number[] =>
      page.barePoints.map((point) => luminanceOf(meanAbout(raster, ...at(point))));
    const before = levels(page.raster, (point) => point);
    const after = levels(cleaned.clean, (point) => inClean(cleaned, point));
    expect(Math.min(...before) / Math.max(...before)).toBeLessThan(0.72);
    expect(Math.min(...after) / Math.max(...after)).toBeGreaterThan(0.87);
    // neither bleached nor greyed: the paper stays in the range of its own colour
    for (const point of page.barePoints) {
      const [red, green, blue] = meanAbout(cleaned.clean, ...inClean(cleaned, point));
      expect(red).toBeLessThan(232);
      expect(red / blue).toBeCloseTo(214 / 172, 1);
      expect(red / green).toBeCloseTo(214 / 200, 1);
    }
  });

  test("makes paper white and ink dark for reading, whatever the light", async () => {
    const page = drawnPage({ ...SIZE, lightLoss: 0.5, seed: 13 });
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    for (const point of page.barePoints) {
      expect(meanAbout(cleaned.text, ...inClean(cleaned, point))[0]).toBeGreaterThan(250);
    }
    for (const point of page.inkPoints) {
      expect(darkestAbout(cleaned.text, ...inClean(cleaned, point))).toBeLessThan(90);
    }
  });

  test("keeps the colour of a vermilion seal", async () => {
    const page = drawnPage({ ...SIZE, hasSeal: true, lightLoss: 0.3, seed: 14 });
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    const [red, green, blue] = colourAt(cleaned.clean, ...inClean(cleaned, page.sealPoint)) as [number, number, number];
    expect(red - Math.max(green, blue)).toBeGreaterThan(90);
  });

  test("hands the resolution of the master on", async () => {
    const { raster } = drawnPage({ width: 400, height: 560 });
    const known = await cleanBytes(await encodeRaster(raster).withDensity(400).tiff().toBuffer());
    expect(known.report.resolutionDpi).toBe(400);
    expect((await sharp(known.bytes[0]).metadata()).density).toBe(400);
    const unknown = await cleanBytes(await encodeRaster(raster).tiff().toBuffer());
    expect(unknown.report.resolutionDpi).toBeNull();
  });

  test("makes the same bytes of the same master", async () => {
    const page = drawnPage({ ...SIZE, skewDegrees: 1.1, lightLoss: 0.4, hasSeal: true });
    const master = await tiffOf(page.raster);
    const [one, other] = [await cleanBytes(master), await cleanBytes(master)];
    expect(one.bytes.map((each, i) => each.equals(other.bytes[i] as Buffer))).toEqual([true, true, true]);
  });

  test.each(["#ffffff", "#000000", "#7f3020"])("lets a picture pass that is %s all over", async (colour) => {
    const { clean, text } = await cleanBytes(await plain(300, 420, colour).png().toBuffer());
    expect([clean.width, clean.height, text.width, text.height]).toEqual([300, 420, 300, 420]);
  });

  test.each([
    [1, 1],
    [3, 2],
    [1, 400],
    [700, 5],
  ])("lets a picture of %s x %s pixels pass", async (width, height) => {
    const { clean, text } = await cleanBytes(await plain(width, height, "#c0b090").png().toBuffer());
    expect([clean.width, clean.height, text.width, text.height]).toEqual([width, height, width, height]);
  });

  test("turns a very small page without losing its strokes", async () => {
    const page = drawnPage({ width: 290, height: 424, skewDegrees: 1.5, seed: 5, ground: null });
    const cleaned = await cleanBytes(await tiffOf(page.raster));
    const dark = page.inkPoints.filter((point) => darkestAbout(cleaned.text, ...inClean(cleaned, point)) < 110);
    expect(dark.length).toBe(page.inkPoints.length);
  });
});

function meanAbout(raster: Raster, x: number, y: number): Rgb {
  const mean = [0, 0, 0];
  for (let dy = -3; dy <= 3; dy++) {
    for (let dx = -3; dx <= 3; dx++) {
      const colour = colourAt(raster, x + dx, y + dy);
      for (let c = 0; c < 3; c++) mean[c] = (mean[c] as number) + (colour[c] ?? (colour[0] as number)) / 49;
    }
  }
  return mean as unknown as Rgb;
}
