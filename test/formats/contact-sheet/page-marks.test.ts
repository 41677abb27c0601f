import { expect, test } from "vitest";
import { cornersOf, mapped, marksOf, uprightSize } from "../../../formats/contact-sheet/page-marks.ts";
import { type CleanupReport, cleanupReportSchema } from "../../../pipeline/cleanup-report.ts";
import { compose, invert, type Projective } from "../../../pipeline/geometry.ts";
import { type QualityReport, qualityReportSchema } from "../../../pipeline/quality-report.ts";
import { uprightToStored } from "../../../stages/image-cleanup/orientation.ts";

function quality(more: Partial<QualityReport> = {}): QualityReport {
  return qualityReportSchema.parse({
    v: 1,
    format: "tiff",
    width: 1000,
    height: 600,
    orientation: 1,
    resolutionDpi: 300,
    bitsPerSample: 8,
    colourSpace: "srgb",
    measures: {},
    page: { ground: "none", groundColour: null, paperColour: [240, 230, 210], outline: null },
    skew: null,
    findings: [],
    ...more,
  });
}

function cleanup(toMaster: Projective, more: Partial<CleanupReport> = {}): CleanupReport {
  const size = { width: 1000, height: 600 };
  return cleanupReportSchema.parse({
    v: 1,
    master: size,
    clean: { width: 500, height: 300 },
    toMaster,
    resolutionDpi: 300,
    steps: [],
    findings: [],
    ...more,
  });
}

const asProjective = (orientation: number) => ({ ...uprightToStored(orientation, { width: 1000, height: 600 }), g: 0, h: 0 });

test("the frame that was kept is drawn on the upright master, whichever way the file was stored", () => {
  const crop: Projective = { a: 1, b: 0, c: 0, d: 1, e: 120, f: 80, g: 0, h: 0 };
  for (const orientation of [1, 3, 6, 8]) {
    const report = quality({ orientation });
    const toMaster = compose(asProjective(orientation), crop);
    const { kept } = marksOf(report, cleanup(toMaster), asProjective(orientation));
    const [first, , third] = kept ?? [];
    expect(first?.x).toBeCloseTo(120, 6);
    expect(first?.y).toBeCloseTo(80, 6);
    expect(third?.x).toBeCloseTo(620, 6);
    expect(third?.y).toBeCloseTo(380, 6);
  }
  expect(uprightSize(quality({ orientation: 6 }))).toEqual({ width: 600, height: 1000 });
});

test("a place found on the master comes back from the cleaned picture, through perspective too", () => {
  const aslant: Projective = { a: 1.1, b: 0.06, c: -0.05, d: 0.97, e: 40, f: 25, g: 0.0001, h: 0.00006 };
  const { toUpright } = marksOf(quality(), cleanup(aslant), asProjective(1));
  const place = cornersOf({ x: 200, y: 150, width: 90, height: 60 });
  const back = mapped(mapped(place, invert(toUpright as Projective)), toUpright as Projective);
  back.forEach(({ x, y }, at) => {
    expect(x).toBeCloseTo(place[at]?.x ?? Number.NaN, 6);
    expect(y).toBeCloseTo(place[at]?.y ?? Number.NaN, 6);
  });
});

test("the edge of the paper is drawn where one side's ground ends and not where another's begins", () => {
  const all = (value: number) => Array.from({ length: 10 }, () => value);
  const outline = { step: 100, left: all(150), right: all(850), top: all(90), bottom: all(510) };
  const report = quality({ page: { ground: "dark", groundColour: [0, 0, 0], paperColour: [240, 230, 210], outline } });
  const { outline: pieces } = marksOf(report, null, asProjective(1));
  expect(pieces.length).toBe(4);
  for (const { x, y } of pieces.flat()) {
    expect(x).toBeGreaterThanOrEqual(150);
    expect(x).toBeLessThanOrEqual(850);
    expect(y).toBeGreaterThanOrEqual(90);
    expect(y).toBeLessThanOrEqual(510);
  }
});

test("a spread shows its centre strip, or its gutter where there is none", () => {
  const same: Projective = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, g: 0, h: 0 };
  const half = { x: 0, y: 0, width: 200, height: 300 };
  const spread = { gutterX: 250, strip: null, right: half, left: half };
  const gutter = marksOf(quality(), cleanup(same, { spread }), asProjective(1)).folds;
  expect(gutter).toEqual([
    [
      { x: 250, y: 0 },
      { x: 250, y: 300 },
    ],
  ]);
  const strip = { x: 230, y: 0, width: 40, height: 300 };
  expect(marksOf(quality(), cleanup(same, { spread: { ...spread, strip } }), asProjective(1)).folds).toEqual([cornersOf(strip)]);
});
