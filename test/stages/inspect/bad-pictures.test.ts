import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { QualityReport } from "../../../pipeline/quality-report.ts";
import { drawnPage } from "../../fixtures/drawn-page.ts";
import { inspectBytes, plain, tiffOf } from "../../fixtures/image-stages.ts";

/** Which way strokes without meaning lie is nothing to ask. */
const codes = (report: QualityReport): string[] =>
  report.findings.map((each) => each.code).filter((code) => code !== "QC-ORIENTATION" && code !== "QC-MIRRORED");
const page = () => drawnPage({ width: 720, height: 1008, seed: 7, ground: null }).raster;
const sharpPage = () => sharp(page().pixels, { raw: { width: 720, height: 1008, channels: 3 } });

/** Squares of many colours on grey, as on a colour target. */
function colourTarget(): Promise<Buffer> {
  const colours = [
    "#735244",
    "#c29682",
    "#627a9d",
    "#576c43",
    "#8580b1",
    "#67bdaa",
    "#d67e2c",
    "#505ba6",
    "#c15a63",
    "#f3f3f2",
    "#7a7a79",
    "#343434",
  ];
  const squares = colours.map((background, i) => ({
    input: { create: { width: 150, height: 150, channels: 3 as const, background } },
    left: 40 + (i % 4) * 180,
    top: 40 + Math.floor(i / 4) * 180,
  }));
  return plain(800, 620, "#707070").composite(squares).png().toBuffer();
}

/** A colour profile of nothing but noise behind the right signature. */
function wrongProfile(): Promise<Buffer> {
  return sharpPage().withIccProfile("cmyk").tiff({ compression: "lzw" }).toBuffer();
}

describe("inspect, of pictures that are hardly pages", () => {
  test.each([
    ["a single pixel", () => plain(1, 1, "#808080").png().toBuffer()],
    ["a single row", () => plain(3000, 1, "#808080").png().toBuffer()],
    ["plain grey", () => plain(700, 900, "#808080").png().toBuffer()],
    ["a colour target", colourTarget],
    ["a profile of another colour model", wrongProfile],
    [
      "nothing but noise",
      () =>
        plain(600, 600, "#808080")
          .composite([
            {
              input: {
                create: {
                  width: 600,
                  height: 600,
                  channels: 3,
                  background: "#808080",
                  noise: { type: "gaussian", mean: 128, sigma: 60 },
                },
              },
            },
          ])
          .png()
          .toBuffer(),
    ],
  ])("reports on %s without failing", async (_, made) => {
    const report = await inspectBytes(await made());
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.findings.every((each) => each.value === null || Number.isFinite(each.value))).toBe(true);
  });

  test("tells a capped lens, noise and all, as black and as nothing else of the page", async () => {
    const dark = await sharpPage().linear(0.03, 2).png().toBuffer();
    expect(codes(await inspectBytes(dark))).toEqual(["DPI-UNKNOWN", "QC-BLACK"]);
  });

  test("tells plain white as blank, and saturated paper as too bright", async () => {
    expect(codes(await inspectBytes(await plain(800, 1000, "#ffffff").png().toBuffer()))).toEqual(["DPI-UNKNOWN", "BLANK"]);
    expect(codes(await inspectBytes(await sharpPage().linear(1.6, 30).png().toBuffer()))).toContain("QC-BRIGHT");
  });

  test("tells a cast that no paper has, also where the ink is too pale to be a witness", async () => {
    const { raster } = drawnPage({ width: 720, height: 1008, seed: 7, ground: null, paper: [220, 215, 205] });
    const scan = await tiffOf(raster);
    const teal = sharp(scan).linear([0.35, 0.35, 0.35], [80, 150, 130]);
    const brown = sharp(scan).linear([0.35, 0.35, 0.35], [120, 100, 65]);
    expect(codes(await inspectBytes(await teal.png().toBuffer()))).toContain("QC-CAST");
    expect(codes(await inspectBytes(await brown.png().toBuffer()))).not.toContain("QC-CAST");
  });

  test("takes pure white paper of a drawing, which no lamp overexposed, for white paper", async () => {
    const lines = Array.from(
      { length: 20 },
      (_, i) => `<rect x="90" y="${80 + i * 44}" width="${400 + ((i * 37) % 90)}" height="11"/>`,
    );
    const strokes = `<g fill="#2b2622" transform="rotate(0.7)">${lines.join("")}</g>`;
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="700" height="1000">${strokes}</svg>`);
    sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
    const drawn = await plain(700, 1000, "#ffffff")
      .composite([{ input: svg }])
      .png()
      .toBuffer();
    expect((await inspectBytes(drawn)).measures["clippedHighShare"]?.value).toBeGreaterThan(0.6);
    expect(codes(await inspectBytes(drawn))).not.toContain("QC-BRIGHT");
  });

  test("takes white added around a scan for no light of its own", async () => {
    const padded = await sharpPage()
      .extend({ top: 300, bottom: 300, left: 300, right: 300, background: "#ffffff" })
      .png()
      .toBuffer();
    expect(codes(await inspectBytes(padded))).toEqual(["DPI-UNKNOWN"]);
  });

  test("finds the page on its ground within white that was added around the scan, and measures it as without", async () => {
    const { raster } = drawnPage({ width: 720, height: 1008, seed: 7, skewDegrees: 4, ground: [14, 14, 15] });
    const scan = sharp(raster.pixels, { raw: { width: raster.width, height: raster.height, channels: 3 } });
    const bare = await inspectBytes(await scan.clone().png().toBuffer());
    const added = { top: 130, bottom: 130, left: 130, right: 130, background: "#ffffff" };
    const padded = await inspectBytes(await scan.clone().extend(added).jpeg({ quality: 85 }).toBuffer());
    expect(padded.page.ground).toBe("dark");
    expect(padded.skew?.degrees).toBeCloseTo(bare.skew?.degrees ?? 0, 1);
    expect(codes(padded)).toEqual(codes(bare));
    expect(codes(padded)).toContain("QC-SKEW");
  });

  test("tells a page whose ink has lost one colour at its dark end", async () => {
    const shifted = sharpPage().linear([1.2, 1.2, 1.6], [-50, -50, -120]);
    expect(codes(await inspectBytes(await shifted.png().toBuffer()))).toContain("QC-CLIPPED-DARK");
  });

  test("reads one bit, sixteen bits and four inks, and names what is unusual", async () => {
    const oneBit = await sharpPage().threshold(120).toColourspace("b-w").png({ palette: false, colours: 2 }).toBuffer();
    expect(codes(await inspectBytes(oneBit)).filter((code) => code !== "DPI-UNKNOWN" && code !== "QC-BITONAL")).toEqual([]);
    const sixteen = await sharpPage().toColourspace("rgb16").png().toBuffer();
    expect(codes(await inspectBytes(sixteen))).toEqual(["DPI-UNKNOWN", "IMG-UNUSUAL"]);
    const inks = await sharpPage().toColourspace("cmyk").tiff().toBuffer();
    expect(codes(await inspectBytes(inks))).toContain("IMG-UNUSUAL");
  });

  test("finds a page grey, or too shallow, only where the quality profile asks for more", async () => {
    const grey = await sharpPage().grayscale().png().toBuffer();
    expect(codes(await inspectBytes(grey))).toEqual(["DPI-UNKNOWN"]);
    expect(codes(await inspectBytes(grey, { isColourRequired: true }))).toContain("QC-GREY");
    expect(codes(await inspectBytes(grey, { minBitsPerSample: 16 }))).toContain("QC-DEPTH");
    expect((await inspectBytes(grey, { qualityProfile: "fadgi-4-star" })).qualityProfile).toBe("fadgi-4-star");
  });

  test("says where a page is cut off, and on which side", async () => {
    const { raster } = drawnPage({ width: 900, height: 1260, seed: 3, ground: null });
    const whole = await inspectBytes(await tiffOf(raster));
    expect(codes(whole)).not.toContain("QC-CROP");
    const cut = await sharp(raster.pixels, { raw: { width: 900, height: 1260, channels: 3 } })
      .extract({ left: 0, top: 0, width: 790, height: 1260 })
      .png()
      .toBuffer();
    const found = (await inspectBytes(cut)).findings.find((each) => each.code === "QC-CROP");
    expect(found?.facts["side"]).toBe("right");
    expect((found?.where?.x ?? 0) + (found?.where?.width ?? 0)).toBe(790);
  });
});
