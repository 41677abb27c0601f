import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { CHART_KINDS, type ChartKind } from "../../../formats/chart/kinds.ts";
import { type ChartShot, readChart } from "../../../formats/chart/read-chart.ts";
import { decodeDevice } from "../../../formats/image-input.ts";
import type { ChartReport } from "../../../pipeline/chart-report.ts";
import { type Drawing, drawChart, type FileForm, pictureOf, wideProfile } from "../../fixtures/drawn-chart.ts";

const kindNamed = (name: string) => CHART_KINDS.find((kind) => kind.name === name) as ChartKind;
const classic = kindNamed("colorchecker-24");
const greys = kindNamed("grey-scale-20");
/** Beside a strip of greys that touch, the ground is white card. */
const strip = { kind: greys, pitch: 50, tall: 3, patchShare: 1, width: 1200, height: 400, frame: { l: 97, a: 0, b: 0 } } as const;
const wide = { kind: classic, space: "wide", isDeep: true } as const;

async function readBytes(bytes: Buffer, shot: Partial<ChartShot> = {}): Promise<ChartReport> {
  const path = join(await mkdtemp(join(tmpdir(), "sohoa-chart-")), "chart");
  await writeFile(path, bytes);
  return readChart(await decodeDevice(path), { batch: "B", name: "chart", kind: classic, ...shot });
}

async function read(drawing: Drawing, form: FileForm = {}, shot: Partial<ChartShot> = {}): Promise<ChartReport> {
  const profile = drawing.space === "wide" ? { profile: wideProfile() } : {};
  return await readBytes(await pictureOf(drawChart(drawing), { ...profile, ...form }), { kind: drawing.kind, ...shot });
}

const value = (report: ChartReport, name: string) => report.measures[name]?.value ?? Number.NaN;
const codes = (report: ChartReport) => report.findings.map((finding) => finding.code);
const refusal = (code: string) => expect.objectContaining({ code });

describe("a sound chart", () => {
  test("with a profile wide enough for its colours differs from the reference by no more than rounding", async () => {
    const report = await read({ ...wide, turnDegrees: 2, pitch: 110, width: 800, height: 600 });
    expect(report.colourSource).toBe("profile");
    expect(value(report, "largestDeltaE2000")).toBeLessThan(0.05);
    expect(value(report, "castDeltaE2000")).toBeLessThan(0.05);
    expect(value(report, "toneErrorL")).toBeLessThan(0.05);
    expect(codes(report).filter((code) => !/^CHART-NO-(SIZE|EDGE)$/.test(code))).toEqual([]);
  });

  test("in 8-bit sRGB is read within 0.5 of the truth, but for the cyan that sRGB cannot hold", async () => {
    const report = await read({ kind: classic });
    const off = report.patches.filter((patch) => (patch.deltaE2000 ?? 9) > 0.5).map((patch) => patch.name);
    expect(off).toEqual(["cyan"]);
    expect(report.colourSource).toBe("assumed-srgb");
    expect(codes(report)).toContain("CHART-NO-PROFILE");
  });

  test.each([
    [0, 0],
    [3, 0],
    [-3, 0],
    [92, 90],
    [178, 180],
    [268, 270],
  ] as const)("turned by %d° is found as turned by %d°, every patch in its place", async (turnDegrees, wanted) => {
    const report = await read({ kind: classic, turnDegrees, width: 620, height: 620 });
    expect(report.place).toMatchObject({ turnDegrees: wanted, seenPatches: 24 });
    expect(value(report, "percentile90DeltaE2000")).toBeLessThan(0.5);
  });

  test("seen a little aslant is found, its middle where it was drawn", async () => {
    const report = await read({ kind: classic, turnDegrees: 2, perspective: 0.15, centre: [330, 250] });
    const middles = report.patches.map((patch) => patch.centre);
    const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(mean([middles[8], middles[15]].map((each) => each?.x ?? 0))).toBeCloseTo(330, -1);
    expect(value(report, "percentile90DeltaE2000")).toBeLessThan(0.5);
  });

  test("far away in a corner of the picture is found", async () => {
    const report = await read({ kind: classic, turnDegrees: 4, pitch: 30, width: 1300, height: 900, centre: [250, 700] });
    expect(report.place?.seenPatches).toBeGreaterThanOrEqual(20);
    expect(value(report, "percentile90DeltaE2000")).toBeLessThan(0.5);
  });

  test("as a JPEG and as a PNG says the same", async () => {
    const drawing = { kind: classic, turnDegrees: 1 } as const;
    const mean = async (format: "tiff" | "png" | "jpeg") => value(await read(drawing, { format }), "meanDeltaE2000");
    const plain = await mean("tiff");
    expect(await mean("png")).toBe(plain);
    expect(Math.abs((await mean("jpeg")) - plain)).toBeLessThan(0.5);
  });

  test("gives the same report for the same bytes", async () => {
    const bytes = await pictureOf(drawChart({ kind: classic, turnDegrees: 2, noiseLevels: 2 }));
    expect(await readBytes(bytes)).toEqual(await readBytes(bytes));
  });
});

describe("a strip of twenty greys that touch", () => {
  test.each([
    [1, 0],
    [181, 180],
  ] as const)("turned by %d° is read from its light end", async (turnDegrees, wanted) => {
    const report = await read({ ...strip, turnDegrees });
    expect(report.place?.turnDegrees).toBe(wanted);
    expect(value(report, "toneErrorL")).toBeLessThan(0.5);
  });

  test("standing upright is read", async () => {
    const report = await read({ ...strip, width: 400, height: 1200, turnDegrees: 91 });
    expect(report.place?.turnDegrees).toBe(90);
    expect(value(report, "toneErrorL")).toBeLessThan(0.5);
  });

  test("in a grey picture gives tone and noise, no colour", async () => {
    const grey = await sharp(await pictureOf(drawChart(strip)))
      .toColourspace("b-w")
      .tiff()
      .toBuffer();
    const report = await readBytes(grey, { kind: greys });
    expect(value(report, "toneErrorL")).toBeLessThan(0.5);
    expect(report.measures["meanDeltaE2000"]).toBeUndefined();
    expect(codes(report)).toContain("CHART-GREY");
  });
});

describe("a planted fault", () => {
  test("of colour is measured as it was planted", async () => {
    const report = await read({ ...wide, cast: [1.05, 1, 0.9] });
    const { measured } = report.patches[21] as ChartReport["patches"][number];
    // Red up, blue down: the grey patch goes to the yellow and red side, and is told as a cast.
    expect(measured.b).toBeGreaterThan(5);
    expect(value(report, "castDeltaE2000")).toBeGreaterThan(6);
  });

  test("of the tone curve shows in lightness, not as a cast", async () => {
    const report = await read({ ...wide, gamma: 1.3 });
    expect(value(report, "toneErrorL")).toBeGreaterThan(8);
    expect(value(report, "castDeltaE2000")).toBeLessThan(2);
  });

  test("of exposure is told as clipped lights, by the names of the patches", async () => {
    const report = await read({ kind: classic, exposure: 1.15 });
    const clipped = report.findings.find((finding) => finding.code === "CHART-CLIPPED");
    expect(clipped?.facts["patches"]).toContain("white 9.5");
    expect(codes(await read({ kind: classic }))).not.toContain("CHART-CLIPPED");
  });

  test("of uneven light shows as a slope, in about the planted size", async () => {
    // The patches' middles span 400 of 640 pixels, and that part of the loss.
    const share = value(await read({ ...wide, lightLoss: 0.3 }), "lightGradientShare");
    expect(share).toBeGreaterThan(0.12);
    expect(share).toBeLessThan(0.32);
    expect(value(await read(wide), "lightGradientShare")).toBeLessThan(0.05);
  });

  test.each([1, 3, 6])("of noise with a deviation of %d levels is measured within a tenth", async (noiseLevels) => {
    const report = await read({ kind: classic, noiseLevels });
    const grey = report.patches[21] as ChartReport["patches"][number];
    // Near L* 50 one level of sRGB in all channels together is 0.39 L*; three independent channels average out.
    const wanted = noiseLevels * 0.39 * Math.hypot(0.2225, 0.7169, 0.0606);
    expect(grey.noiseL / wanted).toBeGreaterThan(0.9);
    expect(grey.noiseL / wanted).toBeLessThan(1.1);
  });

  test("of a wrong resolution tag is told, the true one measured within 0.5 %", async () => {
    const pitchMillimetres = (80 / 300) * 25.4;
    const report = await read({ kind: classic, turnDegrees: 2 }, { dpi: 350 }, { pitchMillimetres });
    expect(value(report, "measuredResolutionDpi") / 300).toBeCloseTo(1, 2);
    expect(Math.abs(value(report, "measuredResolutionDpi") / 300 - 1)).toBeLessThan(0.005);
    expect(value(report, "resolutionErrorShare")).toBeCloseTo(50 / 300, 2);
    expect(codes(report)).toContain("CHART-DPI-TAG");
    const sound = await read({ kind: classic, turnDegrees: 2 }, { dpi: 300 }, { pitchMillimetres });
    expect(codes(sound)).not.toContain("CHART-DPI-TAG");
  });

  test("of blur lowers the response, sharpening raises it above 1, and a sound edge does neither", async () => {
    const drawing = { kind: classic, turnDegrees: 4, pitch: 150, width: 1100, height: 800 } as const;
    const sound = await read(drawing);
    expect(value(sound, "samplingEfficiencyShare")).toBe(1);
    expect(value(sound, "sharpeningRatio")).toBeLessThan(1.05);
    expect(value(await read(drawing, { blurPixels: 2 }), "samplingEfficiencyShare")).toBeLessThan(0.6);
    const bytes = await pictureOf(drawChart(drawing), { blurPixels: 0.7 });
    const sharpened = await sharp(bytes).sharpen({ sigma: 1.2, m1: 3, m2: 3 }).tiff({ compression: "lzw" }).toBuffer();
    expect(value(await readBytes(sharpened), "sharpeningRatio")).toBeGreaterThan(1.1);
  });

  test("of an upright chart is that sharpness cannot be measured, and it is told", async () => {
    const report = await read({ kind: classic, pitch: 150, width: 1100, height: 800 });
    expect(report.measures["samplingEfficiencyShare"]).toBeUndefined();
    expect(codes(report)).toContain("CHART-NO-EDGE");
  });
});

describe("what is no chart", () => {
  const page = (background: string) => sharp({ create: { width: 900, height: 700, channels: 3, background } });

  test.each(["#ffffff", "#000000", "#808080"])("a plain picture (%s) is refused", async (colour) => {
    await expect(readBytes(await page(colour).tiff().toBuffer())).rejects.toEqual(refusal("CHART-NOT-FOUND"));
  });

  test("a single pixel is refused", async () => {
    const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#888888" } })
      .png()
      .toBuffer();
    await expect(readBytes(bytes)).rejects.toEqual(refusal("CHART-NOT-FOUND"));
    await expect(readBytes(bytes, { kind: "grey-card" })).rejects.toEqual(refusal("CHART-CARD"));
  });

  test("a page of black squares in a grid is told as another chart", async () => {
    const black = {
      ...classic,
      patches: classic.patches.map((patch, at) => ({ ...patch, lab: { l: (at * 7) % 90, a: 0, b: 0 } })),
    };
    await expect(read({ kind: black }, {}, { kind: classic })).rejects.toEqual(refusal("CHART-OTHER"));
  });

  test("a chart cut off at the rim is told with the patches that are missing", async () => {
    const cut = read({ kind: classic, centre: [490, 240] });
    await expect(cut).rejects.toEqual(refusal("CHART-CUT"));
    await expect(cut).rejects.toMatchObject({ facts: { missing: expect.stringContaining("bluish green") } });
  });

  test("two charts in one picture are refused", async () => {
    const one = await pictureOf(drawChart({ kind: classic, pitch: 60, width: 500, height: 400 }));
    const bytes = await sharp({ create: { width: 1000, height: 400, channels: 3, background: "#eeeedd" } })
      .composite([
        { input: one, left: 0, top: 0 },
        { input: one, left: 500, top: 0 },
      ])
      .jpeg()
      .toBuffer();
    await expect(readBytes(bytes)).rejects.toEqual(refusal("CHART-TWO"));
  });

  test("a picture in ink colours is refused by its colour model", async () => {
    const cmyk = await sharp(await pictureOf(drawChart({ kind: classic })))
      .toColourspace("cmyk")
      .tiff()
      .toBuffer();
    await expect(readBytes(cmyk)).rejects.toEqual(refusal("IMG-MODEL"));
  });

  test("a picture cut short is refused as such", async () => {
    const bytes = await pictureOf(drawChart({ kind: classic }), { format: "png" });
    await expect(readBytes(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({ code: expect.stringMatching(/^IMG-/) });
  });
});

describe("an even card", () => {
  const card = (loss: number) =>
    drawChart({ kind: classic, centre: [-9999, -9999], ground: { l: 70, a: 0, b: 0 }, lightLoss: loss, noiseLevels: 1 });

  test("tells how much light is missing at its darkest place", async () => {
    const even = await readBytes(await pictureOf(card(0)), { kind: "grey-card" });
    expect(value(even, "lightFalloffShare")).toBeLessThan(0.01);
    const uneven = await readBytes(await pictureOf(card(0.2)), { kind: "grey-card" });
    // Fields from 5 % to 95 % of the way see 0.9 of the loss, less half a field at each end.
    expect(value(uneven, "lightFalloffShare")).toBeGreaterThan(0.14);
    expect(value(uneven, "lightFalloffShare")).toBeLessThan(0.2);
  });

  test("that is a printed chart instead is refused", async () => {
    const chart = await pictureOf(drawChart({ kind: classic }));
    await expect(readBytes(chart, { kind: "grey-card" })).rejects.toEqual(refusal("CHART-CARD"));
  });
});
