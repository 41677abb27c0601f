import { describe, expect, test } from "vitest";
import { encodeRaster } from "../../formats/image-input.ts";
import type { QualityReport } from "../../pipeline/quality-report.ts";
import { drawnPage } from "../fixtures/drawn-page.ts";
import { inspectBytes, plain, tiffOf } from "../fixtures/image-stages.ts";

const SIZE = { width: 720, height: 1008 };
const codes = (report: QualityReport): string[] => report.findings.map((each) => each.code);

/** A sound page at a stated resolution. */
async function scanned(resolutionDpi: number | null, scale = 1): Promise<Buffer> {
  const { raster } = drawnPage({ width: Math.round(900 * scale), height: Math.round(1260 * scale), seed: 2 });
  const picture = encodeRaster(raster);
  return (resolutionDpi === null ? picture : picture.withMetadata({ density: resolutionDpi })).jpeg({ quality: 92 }).toBuffer();
}

describe("inspect", () => {
  test("finds nothing to say about a sound page but its resolution", async () => {
    expect(codes(await inspectBytes(await scanned(300)))).toEqual([]);
    expect(codes(await inspectBytes(await scanned(null)))).toEqual(["DPI-UNKNOWN"]);
  });

  test("reports the resolution of the tag, and doubts it where it does not fit the pixels", async () => {
    expect((await inspectBytes(await scanned(300))).resolutionDpi).toBe(300);
    expect(codes(await inspectBytes(await scanned(200)))).toEqual(["LOW-DPI"]);
    expect(codes(await inspectBytes(await scanned(30)))).toEqual(["DPI-SUSPECT"]);
    expect(codes(await inspectBytes(await scanned(1200)))).toEqual(["DPI-SUSPECT"]);
  });

  test.each([-12, -2, 0, 0.3, 5])("measures a skew of %s degrees", async (skewDegrees) => {
    const { skew } = await inspectBytes(await tiffOf(drawnPage({ ...SIZE, skewDegrees, seed: 6 }).raster));
    expect(Math.abs((skew?.degrees ?? 99) - skewDegrees)).toBeLessThan(0.06);
    expect(skew?.by).toBe("lines");
  });

  test("measures the skew of a blank leaf by its edges", async () => {
    const page = drawnPage({ ...SIZE, skewDegrees: 2, isBlank: true });
    const report = await inspectBytes(await tiffOf(page.raster));
    expect(report.skew?.by).toBe("page-edge");
    expect(report.skew?.degrees).toBeCloseTo(2, 0);
    expect(codes(report)).toContain("BLANK");
  });

  test("knows no skew of a leaf without print or edges", async () => {
    const report = await inspectBytes(await tiffOf(drawnPage({ ...SIZE, ground: null, isBlank: true }).raster));
    expect(report.skew).toBeNull();
    expect(codes(report)).toEqual(["DPI-UNKNOWN", "BLANK"]);
  });

  test.each([
    [1.2, false],
    [5, true],
    [9, true],
  ])("flags a page blurred by %s pixels: %s", async (sigma, isFlagged) => {
    const { raster } = drawnPage({ ...SIZE, seed: 7 });
    const report = await inspectBytes(await encodeRaster(raster).blur(sigma).png().toBuffer());
    expect(codes(report).includes("QC-BLUR")).toBe(isFlagged);
  });

  test("flags a page that is too dark, and one without any light", async () => {
    const { raster } = drawnPage({ ...SIZE, seed: 7 });
    const dimmed = encodeRaster(raster).linear(0.35, 0);
    expect(codes(await inspectBytes(await dimmed.png().toBuffer()))).toContain("QC-DARK");
    expect(codes(await inspectBytes(await plain(400, 500, "#050505").png().toBuffer()))).toEqual(["DPI-UNKNOWN", "QC-BLACK"]);
  });

  test("flags a page whose paper has lost all detail, but not a bitonal scan", async () => {
    const { raster } = drawnPage({ ...SIZE, seed: 7, paper: [228, 222, 205], ground: [90, 90, 90] });
    const bleached = await encodeRaster(raster).linear(1.25, 40).png().toBuffer();
    expect(codes(await inspectBytes(bleached))).toContain("QC-BRIGHT");
    const { raster: flat } = drawnPage({ ...SIZE, seed: 7, ground: null });
    const bitonal = await encodeRaster(flat).threshold(120).png().toBuffer();
    expect(codes(await inspectBytes(bitonal))).not.toContain("QC-BRIGHT");
  });

  test("calls an all-white page blank, nothing worse", async () => {
    const report = await inspectBytes(await plain(800, 1000, "#ffffff").png().toBuffer());
    expect(codes(report)).toEqual(["DPI-UNKNOWN", "QC-BRIGHT", "BLANK"].filter((code) => codes(report).includes(code)));
    expect(codes(report)).toContain("BLANK");
    expect(report.findings.filter((each) => each.severity === "rescan")).toEqual([]);
  });

  test("tells grey from colour", async () => {
    const { raster } = drawnPage({ ...SIZE, seed: 7 });
    const grey = await inspectBytes(await encodeRaster(raster).grayscale().png().toBuffer());
    const colour = await inspectBytes(await tiffOf(raster));
    expect(grey.measures["colourfulness"]?.value).toBe(0);
    expect(colour.measures["colourfulness"]?.value).toBeGreaterThan(8);
  });

  test("says the same of the same master, byte for byte", async () => {
    const master = await scanned(300);
    expect(JSON.stringify(await inspectBytes(master))).toBe(JSON.stringify(await inspectBytes(master)));
  });
});
